"""Answers to be read: on the summary page before sending, and at the desk with identifiers covered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thonso.core.people.rules import mask as mask_number
from thonso.procedures.conditions import is_empty
from thonso.procedures.forms.kinds import Context, kind_of
from thonso.procedures.forms.kinds.identity import Person
from thonso.procedures.forms.kinds.signature import path_of
from thonso.procedures.forms.shape import Field, Form, Section
from thonso.procedures.rules import Evaluation


@dataclass(frozen=True)
class Line:
    """`covered`: a part of it is masked; the desk asks for a reason before it shows the rest."""

    key: str
    label: str
    text: str
    covered: bool = False
    drawing: str = ""
    filled: str = ""
    lines: tuple["Line", ...] = ()
    heading: str = ""
    hashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    section: Section
    lines: tuple[Line, ...]


def blocks(
    form: Form, evaluation: Evaluation, context: Context, *, mask: bool, filled: Mapping[str, str], empty: str
) -> list[Block]:
    """Every visible question with its answer; `empty` stands where nothing was said."""
    found = []
    for section in form.sections:
        lines = tuple(
            _line(one, evaluation.values.get(one.key), context, mask, filled.get(one.key, ""), empty)
            for one in section.fields
            if one.key in evaluation.visible and kind_of(one).answerable
        )
        if lines:
            found.append(Block(section, lines))
    return found


def _line(one: Field, value: Any, context: Context, mask: bool, filled: str, empty: str) -> Line:
    kind = kind_of(one)
    if is_empty(value):
        return Line(one.key, one.label, empty, filled="")
    if one.fields:
        return Line(one.key, one.label, kind.text(value, one, context), lines=tuple(_rows(one, value, context, mask)))
    if isinstance(kind, Person):
        parts = kind.lines(value)
        text = ", ".join(mask_number(part) if mask and secret else part for _label, part, secret in parts)
        covered = mask and any(secret for _label, _part, secret in parts)
        return Line(one.key, one.label, text, covered=covered, filled=filled)
    text = kind.text(value, one, context)
    shown = kind.mask(text) if mask else text
    drawing = path_of(value.get("strokes", "")) if one.kind == "signature" else ""
    hashes = tuple(value) if one.kind == "file" else ()
    return Line(one.key, one.label, shown, covered=shown != text, drawing=drawing, filled=filled, hashes=hashes)


def _rows(one: Field, rows: list[dict[str, Any]], context: Context, mask: bool) -> list[Line]:
    found = []
    for number, row in enumerate(rows, start=1):
        given = [child for child in one.fields if not is_empty(row.get(child.key))]
        parts = [_line(child, row[child.key], context, mask, "", "") for child in given]
        found.append(
            Line(f"{one.key}.{number - 1}", f"{one.row_name} {number}", "", heading=str(number), lines=tuple(parts))
        )
    return found
