"""The only code that writes of this wing; one module a matter."""
