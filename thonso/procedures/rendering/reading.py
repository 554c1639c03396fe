"""Answers to be read: on the summary page before sending, and at the desk with identifiers covered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    section: Section
    lines: tuple[Line, ...]


def blocks(
    form: Form,
    evaluation: Evaluation,
    context: Context,
    *,
    mask: bool,
    filled: Mapping[str, str],
    empty: str,
    without: tuple[str, ...] = (),
    short: bool = False,
) -> list[Block]:
    """Every visible question with its answer, but those of the kinds `without`; `empty` stands where nothing was said.
    `short`: by the short label of a question, where it has one."""
    found = []
    for section in form.sections:
        lines = tuple(
            _line(one, evaluation.values.get(one.key), context, mask, filled.get(one.key, ""), empty, short)
            for one in section.fields
            if one.key in evaluation.visible and kind_of(one).answerable and not one.quiet and one.kind not in without
        )
        if lines:
            found.append(Block(section, lines))
    return found


def _line(one: Field, value: Any, context: Context, mask: bool, filled: str, empty: str, short: bool = False) -> Line:
    kind = kind_of(one)
    if short and one.short:
        one = replace(one, label=one.short)
    if is_empty(value):
        return Line(one.key, one.label, empty, filled="")
    if one.fields:
        columns = tuple(child.label for child in one.fields)
        rows = tuple(_rows(one, value, context, mask))
        return Line(one.key, one.label, kind.text(value, one, context), lines=rows, columns=columns)
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
    """Each row twice: what was said in a sentence (phone), and one cell a column (desk)."""
    found = []
    for number, row in enumerate(rows, start=1):
        parts = {child.key: _line(child, row.get(child.key), context, mask, "", "") for child in one.fields}
        said = tuple(part for part in parts.values() if part.text)
        cells = tuple(parts[child.key].text or "–" for child in one.fields)
        covered = any(part.covered for part in said)
        found.append(Line(f"{one.key}.{number - 1}", str(number), "", covered=covered, lines=said, cells=cells))
    return found
