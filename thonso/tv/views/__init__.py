"""Pages of the TV itself, and those on which it is kept."""
