"""The answers of a dossier one value at a time, in the order of its form: each is copied into a field of the portal. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from thonso.procedures.conditions import is_empty
from thonso.procedures.forms.kinds import Context, kind_of
from thonso.procedures.forms.kinds.identity import Person
from thonso.procedures.forms.shape import Field, Form
from thonso.procedures.rules import Evaluation

# What is no field of the portal's form: a file goes with the package, a consent is given there anew.
LEFT_OUT = {"file", "consent", "signature", "statement"}


@dataclass(frozen=True, slots=True)
class Value:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """A question whose answer has several parts, or rows; `title` is empty for a single value."""

    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    groups: tuple[Group, ...]


def sections(form: Form, evaluation: Evaluation, context: Context) -> list[Section]:
    """Every visible answer that is there, in full."""
    found = []
    for section in form.sections:
        groups = tuple(
            group
            for one in section.fields
            if one.key in evaluation.visible and one.kind not in LEFT_OUT and not one.quiet
            for group in _groups(one, evaluation.values.get(one.key), context)
        )
        if groups:
            found.append(Section(section.title, groups))
    return found


def _groups(one: Field, value: Any, context: Context) -> Iterator[Group]:
    if is_empty(value):
        return
    if one.fields:
        for number, row in enumerate(value, start=1):
            values = tuple(part for child in one.fields for part in _values(child, row.get(child.key), context))
            yield Group(f"{one.label} – {one.row_name} {number}", values)
        return
    values = tuple(_values(one, value, context))
    yield Group(one.label if len(values) > 1 else "", values)


def _values(one: Field, value: Any, context: Context) -> Iterator[Value]:
    if is_empty(value):
        return
    kind = kind_of(one)
    if isinstance(kind, Person) and isinstance(value, Mapping):
        yield from (Value(label, text) for label, text, _secret in kind.lines(value))
    else:  # a field of the portal takes the bare number
        yield Value(one.label, kind.text(value, replace(one, suffix=""), context))
