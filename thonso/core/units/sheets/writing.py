"""Writes lists and templates: text stays text, whatever it begins with."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from thonso.core.units.sheets.shapes import Column


def write_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A list as a spreadsheet. Text stays text: a cell that begins with “=” is not made a formula."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
    page.append(list(headings))
    for cell in page[1]:
        cell.font = Font(bold=True)
    for row in rows:
        page.append(list(row))
        for cell in page[page.max_row]:
            if isinstance(cell.value, str):
                cell.data_type, cell.number_format = "s", "@"
    for index, heading in enumerate(headings):
        page.column_dimensions[get_column_letter(index + 1)].width = max(12, len(heading) + 4)
    page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV UTF-8 with a byte order mark, as Excel wants it; a cell that a spreadsheet would run is quoted away."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in rows:
        writer.writerow(
            [f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell for cell in row]
        )
    return out.getvalue().encode("utf-8-sig")


def template(columns: Sequence[Column], title: str) -> bytes:
    """The file people fill in: our headings, and an example on a second page where it cannot be imported by mistake."""
    headings = [column.titles[0] for column in columns]
    book = load_workbook(io.BytesIO(write_xlsx(title, headings, [])))
    # Cells typed later are text too, so that 015… keeps its zero.
    for row in book.worksheets[0].iter_rows(min_row=2, max_row=500, max_col=len(columns)):
        for cell in row:
            cell.number_format = "@"
    example = book.create_sheet(str(_("Example")))
    example.append([str(_("Example")), *headings])
    example.append(["", *[column.example for column in columns]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
