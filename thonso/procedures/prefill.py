"""Ask once: what the card, the register, the household or an earlier dossier says is filled in and marked. Pure.

A source is a plain mapping made by the caller, so that this needs neither a database nor the right to read one:

    card       full_name, id_number, birth, sex                                   (identity: the card that was scanned)
    resident   full_name, id_number, birth, sex, ethnicity, phone, home           (people: the register of this commune)
    household  head (a person), head_name, members (rows), klass, residence       (people: the household and its class)
    subject    whom the form is about, as answered: rows of a list that she belongs to; mother, father of a child
    earlier    the answers of an earlier dossier of the same person, by field key

`home` is a place {"province", "commune", "hamlet"} in codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from thonso.procedures.conditions import is_empty
from thonso.procedures.forms.kinds import Context, kind_of
from thonso.procedures.forms.shape import Answers, Field, Form

SOURCES = ("card", "resident", "household", "subject", "earlier")
Sources = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Prefilled:
    """`answers` to begin with, and where each came from: field key → card | resident | household | earlier."""

    answers: Answers
    sources: dict[str, str] = field(default_factory=dict)


def prefill(form: Form, sources: Sources, context: Context, answers: Mapping[str, Any] | None = None) -> Prefilled:
    """Fill what is still open; an answer that was given is never overwritten. What does not fit is left out."""
    done = Prefilled(dict(answers or {}))
    for one in form.fields():
        if not is_empty(done.answers.get(one.key)):
            continue
        for wanted in one.sources:
            value = _fitting(one, _given(wanted, one.key, sources), context)
            if not is_empty(value):
                done.answers[one.key] = value
                done.sources[one.key] = wanted.split(".")[0]
                break
    return done


def still_prefilled(form: Form, prefilled: Prefilled, answers: Mapping[str, Any]) -> dict[str, str]:
    """The marks that still hold: a value the person changed is theirs now."""
    return {
        key: source
        for key, source in prefilled.sources.items()
        if key in form.by_key and answers.get(key) == prefilled.answers.get(key)
    }


def _given(wanted: str, key: str, sources: Sources) -> Any:
    """The whole source for "card", a part for "household.members", the same question's answer for "earlier"."""
    name, _dot, part = wanted.partition(".")
    source = sources.get(name)
    if not isinstance(source, Mapping):
        return None
    if name == "earlier":
        return source.get(part or key)
    return source.get(part) if part else source


def _fitting(one: Field, raw: Any, context: Context) -> Any:
    if is_empty(raw):
        return None
    kind = kind_of(one)
    if one.kind == "person":
        return _person(one, raw)
    if one.fields:
        return _rows(one, raw, context)
    value, errors = kind.parse(raw, one, context)
    return None if errors else value


def _person(one: Field, raw: Any) -> Any:
    """The parts that the source knows; the rest stays to be asked."""
    if not isinstance(raw, Mapping):
        return None
    return {part.key: raw[part.key] for part in one.parts if isinstance(raw.get(part.key), str) and raw[part.key]}


def _rows(one: Field, raw: Any, context: Context) -> list[dict[str, Any]]:
    rows = []
    for row in raw if isinstance(raw, list) else []:
        if isinstance(row, Mapping):
            kept = {child.key: _fitting(child, row.get(child.key), context) for child in one.fields}
            rows.append({key: value for key, value in kept.items() if not is_empty(value)})
    return [row for row in rows if row][: one.max_rows]
