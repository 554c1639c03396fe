"""Pages of the shared PC itself, and those on which it is kept."""
