"""The TV in the hamlet house: paired by a code, shows in rotation what concerns everybody there, and nobody by name."""
