"""One table, ready to be shown: the page, the spreadsheet and the paper are drawn from the same rows."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from thonso.core import papers
from thonso.core.base.clock import local
from thonso.core.units.models import Unit
from thonso.core.web.words import number
from thonso.dossiers.printing import heads

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Head:
    """A column. `width` as a share of the line on paper; `number`: figures, to the right."""

    words: str
    width: int = 10
    number: bool = False


@dataclass(frozen=True, slots=True)
class HeadGroup:
    words: str  # '' where the only column has no heading above it
    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    value: int | str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    level: int = 2  # 0 total, 1 what stands over others, 2 the rest


@dataclass(frozen=True, slots=True)
class Signer:
    lines: tuple[str, ...]
    name: str = ""
    note: str = "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`about`: what stands under the table: how it was counted, its source, the hour at which it was made. `organ`: whose
    paper it is; of a commune the one-stop office's where nothing is said."""

    heading: str
    period: str
    groups: tuple[HeadGroup, ...]
    rows: tuple[Row, ...]
    about: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    organ: str = ""

    @property
    def heads(self) -> tuple[Head, ...]:
        return tuple(head for group in self.groups for head in group.heads)

    @property
    def two_lines(self) -> bool:
        return any(group.words for group in self.groups)


def pdf(sheet: Sheet, unit: Unit, at: datetime) -> bytes:
    """Landscape A4 under the head of the commune's one-stop office, or of the province, with the places of the signatures."""
    return papers.render(
        "report_table",
        {
            **(heads.head(unit, at, organ=sheet.organ) if sheet.organ else _head(unit, at)),
            "heading": sheet.heading,
            "period": sheet.period,
            "groups": [
                {
                    **({"head": group.words} if group.words else {}),
                    "columns": [
                        {"head": head.words, "width": head.width, "align": "right" if head.number else "left"}
                        for head in group.heads
                    ],
                }
                for group in sheet.groups
            ],
            "rows": [{"cells": [_shown(cell.value) for cell in row.cells], "level": row.level} for row in sheet.rows],
            "about": list(sheet.about),
            "signers": [_signer(one) for one in sheet.signers],
        },
    )


def _head(unit: Unit, at: datetime) -> dict[str, Any]:
    if unit.kind == Unit.Kind.PROVINCE:
        return heads.head(unit, at)
    return {**heads.head(unit, at, organ=heads.desk(unit)), "parent_organ": heads.unbroken(unit)}


def _shown(value: int | str) -> str:
    return number(value) if isinstance(value, int) else value


def _signer(one: Signer) -> dict[str, Any]:
    return {"lines": list(one.lines), "note": one.note, **({"name": one.name} if one.name else {})}


_THIN = Side(style="thin", color="888888")


def xlsx(sheet: Sheet) -> bytes:
    """The same rows as a spreadsheet: figures as numbers, so that they can be added up; text stays text, whatever it begins
    with."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = re.sub(r"[\[\]:*?/\\]", " ", sheet.heading)[:31]
    wide = len(sheet.heads)
    for words, size in ((sheet.heading.upper(), 14), (sheet.period, 12)):
        _written(page, [words], bold=True, size=size)
        page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=wide)
        page.cell(page.max_row, 1).alignment = Alignment(horizontal="center")
    _heads(page, sheet)
    frozen = page.max_row + 1
    for row in sheet.rows:
        _written(page, [cell.value for cell in row.cells], bold=row.level < 2, boxed=True)
    for words in ("", *sheet.about):
        _written(page, [words])
    for index, head in enumerate(sheet.heads, start=1):
        page.column_dimensions[get_column_letter(index)].width = max(9, min(48, head.width * 1.4))
    page.freeze_panes = f"A{frozen}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heads(page: Worksheet, sheet: Sheet) -> None:
    if sheet.two_lines:
        first = [words for group in sheet.groups for words in [group.words, *[""] * (len(group.heads) - 1)]]
        single = [not group.words for group in sheet.groups for _head in group.heads]
        above = [head.words if alone else words for head, alone, words in zip(sheet.heads, single, first, strict=True)]
        _written(page, above, bold=True, boxed=True)
        top, column = page.max_row, 1
        _written(page, ["" if alone else head.words for head, alone in zip(sheet.heads, single, strict=True)],
                 bold=True, boxed=True)  # fmt: skip
        for group in sheet.groups:
            last = column + len(group.heads) - 1
            if group.words and last > column:
                page.merge_cells(start_row=top, end_row=top, start_column=column, end_column=last)
            if not group.words:
                page.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
            column = last + 1
    else:
        _written(page, [head.words for head in sheet.heads], bold=True, boxed=True)
    for line in page.iter_rows(min_row=page.max_row - sheet.two_lines, max_row=page.max_row):
        for box in line:
            box.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _written(
    page: Worksheet, values: Sequence[Any], *, bold: bool = False, size: int = 11, boxed: bool = False
) -> None:
    line = page.max_row + 1 if page.max_row > 1 or page.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, start=1):
        cell = page.cell(line, column)
        assert isinstance(cell, XlsxCell)
        cell.value = _tidy(value)
        cell.font = Font(bold=bold, size=size)
        if isinstance(value, str):
            cell.data_type, cell.number_format = "s", "@"
        if boxed:
            cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
            cell.alignment = Alignment(vertical="top", wrap_text=True)


_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _tidy(value: Any) -> Any:
    return _ODD.sub("", value) if isinstance(value, str) else value


def made_at(at: datetime) -> str:
    return f"Số liệu tính {hour(at)}."


def hour(at: datetime) -> str:
    return f"lúc {local(at):%H:%M} ngày {local(at):%d/%m/%Y}"


def with_about(sheet: Sheet, words: str) -> Sheet:
    """The sheet with one more line under it."""
    return replace(sheet, about=(*sheet.about, words))
