"""Decisions in the words of the procedure's definition: one for a list of dossiers, or one for a single dossier."""

from collections.abc import Mapping, Sequence
from typing import Any

from thonso.core.base.clock import today
from thonso.core.base.text import in_sentence
from thonso.dossiers import heir
from thonso.dossiers.models import Dossier
from thonso.dossiers.people_of import subject_field
from thonso.dossiers.printing import drafts, heads
from thonso.dossiers.printing.drafts import Drafted
from thonso.dossiers.requirements import definition
from thonso.procedures.conditions import is_empty
from thonso.procedures.definition import DecisionWords, Outcome
from thonso.procedures.forms.kinds import Context, kind_of
from thonso.procedures.forms.shape import Field, Form
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.problems import PLACEHOLDER

Decided = tuple[Dossier, Mapping[str, Any], Outcome]  # a dossier, its answers, what the decision recognises


def words_of(dossier: Dossier) -> DecisionWords:
    """Raises ValueError where the procedure decides nothing: a definition is checked for it."""
    found = definition(dossier).result.decision
    if found is None:
        raise ValueError(dossier.procedure_code)
    return found


def counted(outcomes: Sequence[Outcome]) -> str:
    """'02 hộ nghèo, 01 hộ cận nghèo', in the order of the definition."""
    found: dict[str, int] = {}
    for one in outcomes:
        found[one.recognised_as] = found.get(one.recognised_as, 0) + 1
    return ", ".join(f"{number:02d} {words}" for words, number in found.items())


def in_order(rows: Sequence[Decided]) -> list[Outcome]:
    order = [one.key for one in definition(rows[0][0]).result.outcomes]
    return sorted((outcome for _dossier, _answers, outcome in rows), key=lambda one: order.index(one.key))


def for_list(rows: Sequence[Decided]) -> Drafted:
    """One decision for a list of dossiers of one procedure (practice.md 4)."""
    first = rows[0][0]
    words, numbers = words_of(first), counted(in_order(rows))
    with_members = any(answers.get("members") for _dossier, answers, _outcome in rows)
    head = words.listed.head if words.listed else ""
    columns = [
        _column("TT", 1, center=True),
        _column(head, 5),
        _column("Ngày sinh", 3, center=True),
        _column("Thôn", 4),
    ]
    if with_members:
        columns.append(_column("Số người", 2, center=True))
    columns.append(_column("Diện", 4))
    table = [
        [
            str(index),
            heir.named(dossier),
            drafts.born(_person(dossier, answers).get("birth")),
            dossier.hamlet.full_name if dossier.hamlet else "",
            *([str(len(answers.get("members") or ()))] if with_members else ()),
            outcome.recognised_as[:1].upper() + outcome.recognised_as[1:],
        ]
        for index, (dossier, answers, outcome) in enumerate(rows, start=1)
    ]
    closing = f"Danh sách gồm {len(rows):02d} {'hộ' if with_members else 'người'}: {numbers}./."
    return _drafted(first, words, _always(first) | {"counted": numbers}, columns, table, closing)


def for_one(dossier: Dossier, answers: Mapping[str, Any], asked: Mapping[str, str]) -> Drafted:
    """The decision that one dossier asked for. `asked`: what the officer filled in."""
    words, form = words_of(dossier), definition(dossier).form
    person = _person(dossier, answers)
    known = _always(dossier) | {
        "name": str(person.get("full_name") or heir.named(dossier)),
        "born": drafts.born(person.get("birth")),
        "address": in_sentence(drafts.address(dossier)),
        "hamlet": in_sentence(dossier.hamlet.full_name) if dossier.hamlet else "",
    }
    known |= {one.key: _shown(one, answers.get(one.key)) for one in form.fields()} | dict(asked)
    columns: list[dict[str, Any]] = []
    table: list[list[str]] = []
    closing = ""
    if words.listed and words.listed.rows_of:
        columns, table = _rows_of(form, words.listed.rows_of, answers)
        closing = f"Danh sách gồm {len(table):02d} người./."
    return _drafted(dossier, words, known, columns, table, closing)


def _rows_of(form: Form, key: str, answers: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """A group of the form as the table of an annex; people are written as name and birth."""
    group = next(one for one in form.fields() if one.key == key)
    columns = [_column("TT", 1, center=True)]
    for one in group.fields:
        columns.append(_column(one.short or one.label, 5 if one.kind in {"person", "text"} else 4))
        if one.kind == "person":
            columns.append(_column("Ngày sinh", 3, center=True))
    table = []
    for index, row in enumerate(answers.get(key) or (), start=1):
        cells = [str(index)]
        for one in group.fields:
            value = row.get(one.key)
            if one.kind == "person":
                cells += [str((value or {}).get("full_name") or ""), drafts.born((value or {}).get("birth"))]
            else:
                cells.append(_shown(one, value))
        table.append(cells)
    return columns, table


def _person(dossier: Dossier, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whom the form is about, as answered."""
    one = subject_field(definition(dossier).form)
    found = answers.get(one.key) if one else None
    return found if isinstance(found, Mapping) else {}


def _shown(one: Field, value: Any) -> str:
    if is_empty(value) or one.fields or one.kind in {"file", "person"}:
        return ""
    shown = kind_of(one).text(value, one, Context(today=today(), places=RegisteredPlaces()))
    return f"0{shown}" if one.kind == "number" and 0 < int(value) < 10 else shown  # as official papers write numbers


def _always(dossier: Dossier) -> dict[str, str]:
    return {
        "year": str(today().year),
        "place": heads.unit_in_sentence(dossier.commune),
        "committee": heads.committee(dossier.commune),
    }


def _drafted(
    dossier: Dossier, words: DecisionWords, known: Mapping[str, str], columns: list[Any], table: list[Any], closing: str
) -> Drafted:
    def said(text: str) -> str:
        return PLACEHOLDER.sub(lambda found: known.get(found[1], ""), text)

    chairman = f"Chủ tịch {heads.committee(dossier.commune)}"
    data = drafts.base(dossier) | {
        "symbol": "QĐ-UBND",
        "subject_line": said(words.about),
        "authority": chairman,
        "issued_by": chairman,
        "grounds": [said(one) for one in words.grounds],
        "articles": [[said(line) for line in one.split("\n")] for one in words.articles],
        "recipients": [said(one) for one in words.recipients],
    }
    if words.listed and table:
        annex = {"title": said(words.listed.title), "columns": columns, "rows": table, "closing": closing}
        data["annex"] = annex
    return Drafted("decision", said(words.title), data)


def _column(head: str, width: int, *, center: bool = False) -> dict[str, Any]:
    return {"head": head, "width": width, **({"align": "center"} if center else {})}
