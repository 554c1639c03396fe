"""Pure rules of the counter: no database, no clock of their own."""
