"""Pure rules of a dossier: no database, no clock of their own."""
