"""A sample filing of a working copy: sample answers, the real evaluator and rendering, what would follow. Pure.

Nothing is written: the answers travel with the page.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures import describing
from thonso.procedures.conditions import Scope
from thonso.procedures.definition import Definition
from thonso.procedures.forms.kinds import Context, kind_of
from thonso.procedures.forms.kinds.number import grouped
from thonso.procedures.forms.parsing import printable
from thonso.procedures.forms.shape import Field, Form
from thonso.procedures.rules import Evaluation, evaluate

LONGEST = 200_000
FILE = hashlib.sha256(b"thu nop").hexdigest()


def sample_answers(form: Form, context: Context, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every question that is asked answered with something that fits; what these answers ask for in turn, too."""
    answers = dict(given or {})
    for _round in range(6):
        evaluation = evaluate(form, answers, context)
        opened = [one for one in form.fields() if one.key in evaluation.visible and one.key not in answers
                  and one.key not in evaluation.computed and kind_of(one).answerable]  # fmt: skip
        if not opened:
            break
        for one in opened:
            answers[one.key] = _value(one, context)
    return answers


def _value(one: Field, context: Context) -> Any:
    if one.kind in {"choice", "choices"}:
        fits = [option.value for option in one.options if option.when.test(Scope({}, context.facts))] or [""]
        return fits[0] if one.kind == "choice" else fits[:1]
    if one.kind == "group":
        return [{child.key: _value(child, context) for child in one.fields} for _row in range(max(one.min_rows, 1))]
    if one.kind == "person":
        known = {"full_name": "Lý Thị Mai", "id_number": "015190990123", "birth": "1990-03-12", "sex": "female"}
        return {part.key: known[part.key] for part in one.parts}
    if one.kind == "unit":
        province = context.places.province_of(context.commune) or "15"
        hamlets = context.places.hamlets(context.commune)
        place = {"province": province, "commune": context.commune, "hamlet": hamlets[0][0] if hamlets else ""}
        depth = {"province": 1, "commune": 2, "hamlet": 3}[one.depth]
        return dict(list(place.items())[:depth])
    if one.kind in {"number", "money"}:
        return str(max(one.min or 0, min(one.max if one.max is not None else 2, 2)))
    if one.kind == "date":
        year = context.today.year + (1 if one.time_way == "future" else -1)
        return date(year, 6, 15).isoformat()
    fixed = {
        "yes_no": True, "consent": True, "file": [FILE], "phone": "0912345678", "id_number": "015190990123",
        "signature": {"way": "paper"}, "longtext": "Nội dung ví dụ",
    }  # fmt: skip
    return fixed.get(one.kind, "Giàng A Páo" if one.written == "name" else "Ví dụ")


def carried(text: str) -> dict[str, Any]:
    """The answers that came with the page, made harmless; none when they cannot be read."""
    try:
        found = json.loads(text) if len(text) <= LONGEST else {}
    except (ValueError, RecursionError):
        return {}
    kept = printable(found)
    # The evaluator takes any shape, but a tick stays a tick: `printable` keeps booleans.
    return kept if isinstance(kept, dict) else {}


def carry(answers: Mapping[str, Any]) -> str:
    return json.dumps(answers, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would happen with these answers."""

    case: str
    papers: list[tuple[str, str]]
    fees: list[tuple[str, str]]
    time: str
    steps: list[dict[str, str]]


def outcome(definition: Definition, evaluation: Evaluation, context: Context) -> Outcome:
    values = evaluation.values
    fees = []
    for fee, total in definition.fees_for(values, context):
        words = _("not known") if total is None else _("free") if total == 0 else f"{grouped(total)} đ"
        fees.append((fee.name, words))
    papers = [(one.name, describing.count_words(one)) for one in definition.papers_for(values, context)]
    case = definition.case_of(values, context)
    time = describing.time_words(definition.time_for(values, context))
    return Outcome(case.name if len(definition.cases) > 1 else "", papers, fees, time, describing.steps_of(definition))
