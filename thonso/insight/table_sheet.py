"""The periodic table, ready to be shown, printed or kept."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from thonso.core.units.models import Unit
from thonso.dossiers.printing import tables
from thonso.dossiers.printing.tables import Cell, Head, HeadGroup, Row, Sheet, Signer
from thonso.insight.layouts import Column
from thonso.insight.rules.periods import words
from thonso.insight.table import Line, Table
from thonso.neighbours import figures as neighbours

FOR_OTHERS = "Nhận hộ xã khác (không tính vào tổng)"


def of(found: Table, communes: Mapping[UUID, Unit], *, opens: bool) -> Sheet:
    layout, span = found.layout, found.facts.span
    first = HeadGroup("", (Head("TT", 5), Head("Lĩnh vực, thủ tục" if _has_fields(found) else "Đơn vị", 42)))
    groups = (first, *(HeadGroup(one.head, tuple(Head(c.head, 9, True) for c in one.columns)) for one in layout.groups))
    lines = [_row(found, line, str(place), opens=opens) for place, line in _numbered(found)]
    where = next(iter(communes.values())).full_name if len(communes) == 1 else f"{len(communes)} xã, phường"
    director = Signer(("Giám đốc",), "", "(Ký, ghi rõ họ tên, đóng dấu)")
    others = neighbours.of(list(communes), span.start, span.end)
    return Sheet(
        heading=layout.name,
        period=f"{words(span)} · {where}",
        groups=groups,
        rows=(*lines, _row(found, found.total, "", opens=opens), *_for_others(found, others)),
        about=(
            _intake(found),
            *((f"Trong số đã tiếp nhận, {others.ours} hồ sơ do nơi khác tiếp nhận hộ.",) if others.ours else ()),
            f"Nguồn mẫu: {layout.source}.",
            *_unsure(layout.verify),
            tables.made_at(found.facts.at),
        ),
        signers=(Signer(("Người lập bảng",)), *([director] if len(communes) == 1 else ())),
    )


def _has_fields(found: Table) -> bool:
    return any(line.level == 2 for line in found.lines) or not found.lines


def _numbered(found: Table) -> list[tuple[str, Line]]:
    """Roman figures for fields, arabic ones for what stands under them; for a list without fields arabic ones."""
    fields, place, out = 0, 0, []
    for line in found.lines:
        if line.level == 1 and _has_fields(found):
            fields, place = fields + 1, 0
            out.append((_roman(fields), line))
        else:
            place += 1
            out.append((str(place), line))
    return out


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out, number = out + sign * (number // value), number % value
    return out


def _row(found: Table, line: Line, place: str, *, opens: bool) -> Row:
    figures = (
        Cell(number, url_of(found, column, line.key, opens=opens and number > 0))
        for column, number in zip(found.layout.columns, found.figures(line), strict=True)
    )
    return Row((Cell(place), Cell(line.label), *figures), line.level if _has_fields(found) or not line.level else 2)


def _for_others(found: Table, others: neighbours.Figures) -> tuple[Row, ...]:
    """A line of its own beneath the total: its days run elsewhere, and its answer is no resolution of ours."""
    if not others.all:
        return ()
    known = {
        "all": others.all, "carried": others.carried, "desk": others.desk, "post": others.post,
        "in_process": others.standing,
    }  # fmt: skip
    return (Row((Cell(""), Cell(FOR_OTHERS), *(Cell(known.get(one.key, "")) for one in found.layout.columns))),)


def url_of(found: Table, column: Column, key: str = "", *, opens: bool) -> str:
    if not opens:
        return ""
    span = found.facts.span
    query = {"o": column.key, "dong": key, "tu": span.first.isoformat(), "den": span.last.isoformat()}
    return reverse("insight:rows") + "?" + urlencode(query)


def _intake(found: Table) -> str:
    parts = (f"{column.head.lower()}: {found.total.figure(column)}" for column in found.layout.intake)
    return f"Ngoài bảng, tiếp nhận trong kỳ: {'; '.join(parts)}."


def _unsure(verify: str) -> tuple[str, ...]:
    return (f"Cần xác minh: {verify}",) if verify else ()
