"""Documents that an organ of the commune writes itself: drafted as plain text, set in the layout of their kind."""
