"""The paperless office: documents in and out of the commune's organs, each in its register."""
