"""The only code that writes dossiers: one function a verb; state, journal and notices in one transaction."""
