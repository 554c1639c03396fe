"""How a period is named and how dossiers are counted in it: pure functions."""
