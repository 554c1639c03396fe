"""Spreadsheets that people fill in and take away: xlsx and csv, read safely, written without formulas."""

from thonso.core.units.sheets.reading import MAX_BYTES, MAX_ROWS, read
from thonso.core.units.sheets.shapes import Column, Line, Reject, Sheet
from thonso.core.units.sheets.writing import template, write_csv, write_xlsx

__all__ = ["MAX_BYTES", "MAX_ROWS", "Column", "Line", "Reject", "Sheet", "read", "template", "write_csv", "write_xlsx"]
