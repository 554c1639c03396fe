"""The only code that writes what happens at the counter."""
