"""Residents and households from a spreadsheet: a preview that writes nothing, then one transaction with the good rows.

One row a person; rows with the same household number are one household. A second run of the same file changes nothing.
An ID number that somebody else already has is not taken over: the two are proposed side by side.
"""

from thonso.core.people.imports.applying import Preview, apply, preview
from thonso.core.people.imports.reading import COLUMNS, Item

__all__ = ["COLUMNS", "Item", "Preview", "apply", "preview"]
