"""The catalogue over the API: GET /procedures and GET /procedures/{code}, public like their pages."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router, Schema

from thonso.core.access.audience import audience
from thonso.core.base.clock import today
from thonso.core.web.context import Shell
from thonso.procedures import access, searching
from thonso.procedures.access import Offered
from thonso.procedures.describing import time_words
from thonso.procedures.forms.kinds import kind_of

router = Router(tags=["procedures"])


class ProcedureLine(Schema):  # type: ignore[misc]
    code: str
    name: str
    field: str
    summary: str
    version: str
    version_id: str
    digest: str
    channels: list[str]
    time: str
    valid_to: str | None


class ProcedureList(Schema):  # type: ignore[misc]
    count: int
    items: list[ProcedureLine]


class ProcedureOut(ProcedureLine):
    """`definition` is the whole version as published; `answers` a JSON Schema of the values its form takes."""

    definition: dict[str, Any]
    answers: dict[str, Any]
    to_verify: list[dict[str, str]]


@router.get("/procedures", response=ProcedureList, auth=None, operation_id="listProcedures")  # type: ignore[untyped-decorator]
@audience("public")
def list_procedures(request: HttpRequest, q: str = "") -> dict[str, Any]:
    """Procedures that this commune takes dossiers for today. `q`: plain words, with or without diacritics."""
    found = searching.find(access.published(Shell(request).commune_id, today()), q)
    return {"count": len(found), "items": [line(one) for one in found]}


@router.get("/procedures/{code}", response=ProcedureOut, auth=None, operation_id="getProcedure")  # type: ignore[untyped-decorator]
@audience("public")
def get_procedure(request: HttpRequest, code: str = Path(..., pattern=r"^(?:[1-9]|TS)\.[0-9]{6}$")) -> dict[str, Any]:
    """One procedure with its form definition, papers by case, fees, time rule and steps. 404 when it is not offered."""
    offered = access.version_on(Shell(request).commune_id, code, today())
    return {
        **line(offered),
        "definition": dict(offered.definition.raw),
        "answers": answers_schema(offered),
        "to_verify": [{"key": one.key, "text": one.text, "source": one.source} for one in offered.open_checks],
    }


def line(offered: Offered) -> dict[str, Any]:
    definition = offered.definition
    return {
        "code": definition.code,
        "name": definition.name,
        "field": definition.field,
        "summary": definition.summary,
        "version": definition.version,
        "version_id": str(offered.version_id),
        "digest": definition.digest,
        "channels": list(definition.channels),
        "time": time_words(definition.time),
        "valid_to": offered.last_day.isoformat() if offered.last_day else None,
    }


def answers_schema(offered: Offered) -> dict[str, Any]:
    """Which keys there are and what each value looks like; what must be answered depends on the rules."""
    fields = [one for one in offered.definition.form.fields() if kind_of(one).answerable]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "properties": {one.key: {"title": one.label, **kind_of(one).schema(one)} for one in fields},
    }
