"""Documents as the API gives them: a line of a list, and one document with all that became of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from thonso.core.access.actors import Actor
from thonso.core.base.clock import local
from thonso.core.workdays.services import calendar_for
from thonso.documents import access, allowed, books, people, proposing, rules, services
from thonso.documents.models import DocumentTask, Incoming
from thonso.documents.views import page

Shape = dict[str, Any]
_SIDES = ("left", "top", "right", "bottom")


def line(row: Incoming, own: DocumentTask | None = None) -> Shape:
    names = ("organ", "state", "channel", "number", "sender", "code", "kind", "subject", "signer", "signer_title",
             "urgency", "pages", "copies", "note")  # fmt: skip
    moments = ("arrived_at", "registered_at", "presented_at", "ended_at", "dated", "due_on")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        **{name: _iso(getattr(row, name)) for name in moments},
        "year": int(row.period) if row.period else None,
        "title": _title(row),
        "leader": _person(row.leader),
        "task": task(own, mine=True) if own else None,
    }


def whole(actor: Actor, row: Incoming) -> Shape:
    own = set(access.tasks(actor).filter(incoming=row).values_list("pk", flat=True))
    actions = allowed.actions(actor, row)
    tasks = row.tasks.select_related("account").order_by("given_at", "id")
    words = row.instructions.select_related("by", "acting_for").order_by("at", "id")
    steps = row.steps.select_related("by", "to", "acting_for").order_by("at", "id")
    arrived = local(row.arrived_at).date()
    return {
        **line(row),
        "arrived_by": row.brought_by.full_name,
        "registered_by": row.registered_by.full_name if row.registered_by else "",
        "register_by": rules.register_by(arrived, row.urgency, calendar_for(row.commune_id)).isoformat(),
        "numbered_by": books.numbered_by(row.commune_id, row.organ),
        "reason": row.reason,
        "file": f"/api/v1/documents/{row.pk}/file.pdf" if row.upload_id else None,
        "illegible": row.illegible,
        "proposed": _proposed(row),
        "checked": page.answers_of(row),
        "signatures": row.verdict.get("signatures", []) if row.verdict else [],
        "same": [one.pk for one in services.likely_same(row, row.same)] if "register" in actions else [],
        "instructions": [
            {"id": one.pk, "by": _person(one.by), "acting_for": _person(one.acting_for), "post": one.post_title,
             "words": one.words, "due_on": _iso(one.due_on), "at": _iso(one.at)}
            for one in words
        ],
        "tasks": [task(one, mine=one.pk in own) for one in tasks],
        "steps": [
            {"act": one.act, "by": _person(one.by), "acting_for": _person(one.acting_for), "to": _person(one.to),
             "words": one.words, "at": _iso(one.at)}
            for one in steps
        ],
        "actions": actions,
        "leaders": _people(people.leaders(row.commune_id, row.organ)) if "present" in actions else [],
        "colleagues": _people(people.staff(row.commune_id)) if own or "instruct" in actions else [],
    }  # fmt: skip


def acted(row: Incoming) -> Shape:
    return {"id": row.pk, "state": row.state, "number": row.number, "year": int(row.period) if row.period else None}


def task(one: DocumentTask, *, mine: bool) -> Shape:
    return {
        "id": one.pk,
        "account": _person(one.account),
        "part": one.part,
        "state": one.state,
        **{name: _iso(getattr(one, name)) for name in ("due_on", "given_at", "seen_at", "ended_at")},
        "acts": allowed.acts(one) if mine else [],
    }


def _title(row: Incoming) -> str:
    read = row.places.get("subject") or {}
    return books.what(row) or str(read.get("value", "")) or (row.upload.name if row.upload else "")


def _proposed(row: Incoming) -> Shape:
    found: Shape = {}
    for name in page.FIELDS:
        if read := row.places.get(page.READ_AS.get(name, name)):
            place = {"page": read["page"] + 1, **{side: read[side] for side in _SIDES}}
            found[name] = {"value": str(read["value"]), "place": place}
    if "urgency" in found:  # read in words, written down as a degree
        found["urgency"]["value"] = str(row.urgency)
    if "kind" not in found and (kind := proposing.kind_of(row.places)):
        found["kind"] = {"value": kind, "place": None}
    return found


def _person(account: Any) -> Shape | None:
    return {"id": account.pk, "name": account.full_name} if account else None


def _people(rows: Iterable[tuple[Any, str]]) -> list[Shape]:
    return [{"id": id_, "name": name} for id_, name in rows]


def _iso(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None
