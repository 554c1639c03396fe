"""What the wing writes: a day that is closed, and the second person's name under it."""
