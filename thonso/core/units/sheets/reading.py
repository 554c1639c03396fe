"""Reads xlsx and csv that people filled in, into rows of clean text.

A file is input from outside: sizes are checked before it is unpacked, formulas are never run, and every row that
cannot be used is named with its line and the reason.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold
from thonso.core.units.sheets.shapes import Column, Line, Reject, Sheet

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 80 * 1024 * 1024
MAX_ENTRIES = 300
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 500
_HEADER_WITHIN = 10
_NO_SHEET = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"<!DOCTYPE", b"<html", b"{\\rtf")


class _BadCell(Exception):
    pass


class _NoRows(Refused):
    """The right headings with nothing under them: the next page of the book is not what the person meant."""


def read(data: bytes, columns: Sequence[Column]) -> Sheet:
    """Rows under the headings. Raises Refused when the file as a whole cannot be used."""
    if len(data) > MAX_BYTES:
        raise Refused(_("The file is larger than %(mb)d MB. Split it into several files.") % {"mb": MAX_BYTES >> 20})
    if not data.strip():
        raise Refused(_("The file is empty."))
    if data[:4] == b"PK\x03\x04":
        return _read_xlsx(data, columns)
    if data.startswith(_NO_SHEET):
        raise Refused(_("This file is no spreadsheet. Choose an Excel file (.xlsx) or a CSV file."))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Refused(_("This is an old or password-protected Excel file. Save it as .xlsx without a password."))
    return _collect(_csv_rows(data), columns, _text_cell)


def _read_xlsx(data: bytes, columns: Sequence[Column]) -> Sheet:
    _check_package(data)
    refusal: Refused | None = None
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for page in book.worksheets:
            page.reset_dimensions()
            try:
                return _collect(_xlsx_rows(page), columns, _xlsx_cell)
            except _NoRows:
                raise
            except Refused as error:
                refusal = refusal or error
    except Refused:
        raise
    except (
        Exception
    ) as error:  # openpyxl raises whatever its parsers meet: KeyError, ValueError, ParseError, BadZipFile
        raise Refused(_("The file is damaged or is not an Excel file.")) from error
    raise refusal or Refused(_("The file is empty."))


def _check_package(data: bytes) -> None:
    """Refuse a package that unpacks to more than a spreadsheet of this size could need, or that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MAX_ENTRIES or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Refused(_("The file unpacks to far more than a list needs, so it was not opened."))
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with package.open(part) as stream:
                        # A document type can only stand at the head of an XML file.
                        head = stream.read(4096)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise Refused(_("The file has parts that a list does not need, so it was not opened."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error) as error:
        raise Refused(_("The file is damaged or is not an Excel file.")) from error


def _xlsx_rows(page: Any) -> Iterator[tuple[int, list[Any]]]:
    for number, row in enumerate(page.iter_rows(), start=1):
        cells = [cell for cell in row if cell.value is not None]
        yield (cells[0].row if cells else number), list(row[:MAX_COLUMNS])


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("The text in the file cannot be read. Save it as “CSV UTF-8” or as .xlsx.")) from error
    if "\x00" in text:
        raise Refused(_("The file is neither an Excel file nor a CSV file."))
    sample = text[:4096].split("\n")[0]
    delimiter = max(";,\t", key=sample.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, list(row[:MAX_COLUMNS])
    except csv.Error as error:
        raise Refused(_("Line %(line)d of the file cannot be read.") % {"line": reader.line_num}) from error


def _text_cell(cell: Any) -> tuple[str, bool]:
    return str(cell), False


def _xlsx_cell(cell: Any) -> tuple[str, bool]:
    value = cell.value
    if value is None:
        return "", False
    if cell.data_type == "f":
        raise _BadCell(_("has a formula; paste the values instead"))
    if cell.data_type == "e":
        raise _BadCell(_("shows an error (%(value)s)") % {"value": value})
    if isinstance(value, (datetime, date)):
        return value.strftime("%d/%m/%Y"), False
    if isinstance(value, bool):
        return str(value), False
    if isinstance(value, (int, float)):
        return (str(int(value)) if float(value).is_integer() else str(value)), True
    return str(value), False


def _key(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(title)).strip()


def _headings(row: list[Any], columns: Sequence[Column], text_of: Callable[[Any], tuple[str, bool]]) -> dict[int, str]:
    names = {_key(title): column.name for column in columns for title in column.titles}
    found: dict[int, str] = {}
    for index, cell in enumerate(row):
        try:
            name = names.get(_key(text_of(cell)[0]))
        except _BadCell:
            continue
        if name and name not in found.values():
            found[index] = name
    return found


def _collect(
    rows: Iterable[tuple[int, list[Any]]], columns: Sequence[Column], text_of: Callable[[Any], tuple[str, bool]]
) -> Sheet:
    required = {column.name for column in columns if column.required}
    titles = {column.name: column.titles[0] for column in columns}
    sheet, headings, best = Sheet(), dict[int, str](), dict[int, str]()
    seen = blank = 0
    for number, row in rows:
        seen += 1
        if not headings:
            found = _headings(row, columns, text_of)
            best = max(best, found, key=len)
            if found and required <= set(found.values()):
                headings = found
            elif seen >= _HEADER_WITHIN:
                break
            continue
        if len(sheet.lines) + len(sheet.rejects) >= MAX_ROWS:
            raise Refused(_("The file has more than %(rows)d rows. Split it.") % {"rows": MAX_ROWS})
        line = _line(number, row, headings, titles, text_of)
        if isinstance(line, Reject):
            sheet.rejects.append(line)
        elif line:
            sheet.lines.append(line)
            blank = 0
        else:
            blank += 1
            if blank > 5000:  # a sheet formatted to its last row: nothing more will come
                break
    if not headings:
        missing = [titles[name] for name in titles if name in required - set(best.values())]
        words = _("The columns %(missing)s are missing. Use the template file.")
        if not best:
            words = _(
                "None of the columns %(missing)s is in it. Choose the spreadsheet itself (.xlsx or .csv), or begin with the"
                " template."
            )
        raise Refused(words % {"missing": ", ".join(f"“{m}”" for m in missing)})
    if not sheet.lines and not sheet.rejects:
        raise _NoRows(_("There is no row under the headings."))
    return sheet


def _line(
    number: int,
    row: list[Any],
    headings: dict[int, str],
    titles: dict[str, str],
    text_of: Callable[[Any], tuple[str, bool]],
) -> Line | Reject | None:
    cells: dict[str, str] = {}
    numeric: set[str] = set()
    for index, name in headings.items():
        if index >= len(row):
            continue
        try:
            text, is_number = text_of(row[index])
            cells[name] = clean(text, limit=MAX_CELL)
        except _BadCell as error:
            return Reject(number, _("Column “%(column)s” %(problem)s.") % {"column": titles[name], "problem": error})
        except Refused as error:
            return Reject(
                number, _("Column “%(column)s”: %(problem)s") % {"column": titles[name], "problem": error.message}
            )
        if is_number:
            numeric.add(name)
    return Line(number, cells, frozenset(numeric)) if any(cells.values()) else None
