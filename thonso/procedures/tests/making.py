"""Small forms for tests: fields and rules as they would stand in a definition."""

from datetime import date
from typing import Any

from thonso.procedures.building import form_of
from thonso.procedures.forms import Context, Form
from thonso.procedures.rules import Evaluation, evaluate

TODAY = date(2026, 11, 23)


def field(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": f"Câu {key}", **more}


def choice(key: str, *values: str, **more: Any) -> dict[str, Any]:
    return field(key, "choice", options=[{"value": value, "label": value} for value in values], **more)


def form(*fields: dict[str, Any], rules: list[dict[str, Any]] | None = None) -> Form:
    return form_of({"sections": [{"key": "all", "title": "Tất cả", "fields": list(fields)}], "rules": rules or []})


def judge(made: Form, answers: dict[str, Any], **facts: Any) -> Evaluation:
    return evaluate(made, answers, Context(**{"today": TODAY, **facts}))
