"""The page of one document: the entry that is proposed beside its page, or what became of it and what this person may do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.clock import local, today
from thonso.core.journal.work import Work, transact
from thonso.core.signatures.verdict import Verdict
from thonso.core.signatures.words import sentences as answers
from thonso.core.workdays.services import calendar_for
from thonso.documents import access, allowed, books, people, proposing, routing, rules, services, withdrawing
from thonso.documents.models import DocumentTask, Incoming
from thonso.documents.organs import ORGANS
from thonso.documents.outgoing import access as outgoing_access
from thonso.documents.views.course import timeline

FIELDS = (
    "sender", "code", "dated", "kind", "subject", "signer", "signer_title", "urgency", "due_on", "copies", "note",
)  # fmt: skip
# What was read under another name than the box it fills.
READ_AS = {"sender": "organ", "signer": "signer_name", "due_on": "due"}


def url(row: Incoming) -> str:
    return reverse("documents:one", args=[row.pk])


def opened(work: Work, actor: Actor, row: Incoming) -> None:
    """The journal keeps who looked at it."""
    work.note("incoming.opened", actor.ref, row.ref, facts={"number": row.number})


def looked_at(actor: Actor, row: Incoming) -> None:
    """Journalled, and for whoever has a part in it received from now on."""
    with transact(row.commune_id) as work:
        opened(work, actor, row)
        for task in access.tasks(actor).filter(incoming=row, seen_at=None, account=actor.id):
            routing.see(work, actor, task)


def shown(
    request: HttpRequest,
    actor: Actor,
    row: Incoming,
    errors: dict[str, list[Any]],
    typed: dict[str, Any],
    same: list[Incoming] | None = None,
) -> HttpResponse:
    organ = ORGANS[row.organ]
    may = organ in access.organs(actor, row.commune_id, "register")
    marks = {name: place for place, name in enumerate((n for n in FIELDS if _found(row, n)), start=1)}
    twins = same if same is not None else services.likely_same(row, row.same)
    context = {
        "row": row, "organ": organ, "may": may, "errors": errors, "typed": typed, "asks": bool(same),
        "state": rules.STATES[row.state],
        "back": _back(actor, row),
        "channel": rules.CHANNELS[row.channel],
        "urgency": rules.URGENCIES[row.urgency],
        "urgencies": [(str(degree), words) for degree, words in enumerate(rules.URGENCIES)],
        "values": typed if "subject" in typed else {name: _proposed(row, name) for name in FIELDS},
        "filled": {name: _said(row, name, mark) for name, mark in marks.items()} if not typed else {},
        "marks": [_mark(row, name, mark) for name, mark in marks.items()],
        "pages": range(1, min(row.pages or 0, 3) + 1),
        "other": books.numbered_by(row.commune_id, row.organ),
        "answers": answers_of(row),
        "signatures": row.verdict.get("signatures", []) if row.verdict else [],
        "same": twins,
        **_course(actor, row),
        "by": rules.register_by(local(row.arrived_at).date(), row.urgency, calendar_for(row.commune_id)),
        "today": today(),
    }  # fmt: skip
    return render(request, "documents/one.html", context, status=422 if errors else 200)


def _course(actor: Actor, row: Incoming) -> dict[str, Any]:
    """What was done with it after it was registered, and what this person may do."""
    if row.state == "withdrawn":
        return {"saw": withdrawing.who_saw(row)}
    if row.number is None:
        return {}
    tasks = list(row.tasks.select_related("account").order_by("given_at", "id"))
    own = {one.pk for one in access.tasks(actor).filter(incoming=row)}
    may = allowed.actions(actor, row)
    return {
        "instructions": list(row.instructions.select_related("by", "acting_for").order_by("at")),
        "tasks": [_task(one) for one in tasks],
        "mine": [one for one in tasks if one.pk in own],
        "leaders": people.leaders(row.commune_id, row.organ),
        "colleagues": people.staff(row.commune_id) if own else [],
        "may_present": "present" in may,
        "may_instruct": "instruct" in may,
        "timeline": timeline(row.steps.all(), rules.ACTS),
        "path": _path(row),
        "replies": outgoing_access.listed(actor).filter(answers=row).exclude(state="dropped").order_by("begun_at", "id"),
    }  # fmt: skip


def _task(task: DocumentTask) -> dict[str, Any]:
    unread = task.part == "info" and task.state == "open"
    state, tone = (_("not read yet"), "plain") if unread else rules.TASK_STATES[task.state]
    late = task.state == "open" and task.due_on is not None and task.due_on < today()
    return {"row": task, "part": rules.PARTS[task.part], "state": state, "tone": tone, "late": late}


def _path(row: Incoming) -> list[dict[str, Any]]:
    """Where the paper stands between its arrival and its end."""
    place = {"registered": 2 if row.leader_id else 1, "directed": 3, "done": 4}.get(row.state, 1)
    labels = (_("Came"), _("Registered"), _("Before a leader"), _("Being dealt with"), _("Dealt with"))
    return [
        {"label": label, "state": "done" if index < place or place == 4 else "now" if index == place else "todo"}
        for index, label in enumerate(labels)
    ]


_TONES = {"good": "ok", "neutral": "plain", "warning": "soon", "bad": "late"}


def answers_of(row: Incoming) -> list[dict[str, Any]]:
    """Integrity, changes, identity: three questions, as they were answered on arrival; without a signature only the first."""
    if not row.verdict:
        return []
    verdict = Verdict.from_json(row.verdict)
    lines = answers(verdict)
    shown = lines[:1] if verdict.integrity == "unsigned" and verdict.changes == "none" else lines
    return [
        {"question": one.question, "answer": one.answer, "tone": _TONES[one.tone], "reasons": one.reasons}
        for one in shown
    ]


def _back(actor: Actor, row: Incoming) -> dict[str, str]:
    """To the register for who may read it, else to one's own work."""
    if ORGANS[row.organ] in access.organs(actor, row.commune_id, "read"):
        return {"url": reverse("documents:incoming"), "words": _("Documents that came")}
    return {"url": reverse("documents:work"), "words": _("Work from documents")}


def _found(row: Incoming, name: str) -> dict[str, Any] | None:
    return row.places.get(READ_AS.get(name, name))


def _proposed(row: Incoming, name: str) -> Any:
    if name == "urgency":
        return str(row.urgency)
    if name == "kind":
        return proposing.kind_of(row.places)
    found = _found(row, name)
    value = found["value"] if found else "1" if name == "copies" else ""
    if name in {"dated", "due_on"} and value:
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    return value


def _said(row: Incoming, name: str, mark: int) -> str:
    found = _found(row, name)
    assert found is not None
    return _("Read on page %(page)d, mark %(mark)d. Compare it.") % {"page": found["page"] + 1, "mark": mark}


def _mark(row: Incoming, name: str, mark: int) -> dict[str, Any]:
    """Where it stands on the page, in units of a thousandth of its width; of a page of another shape than A4 they stretch."""
    found = _found(row, name)
    assert found is not None
    left, right = (round(found[side] * 1000) for side in ("left", "right"))
    top, bottom = (round(found[side] * 1414) for side in ("top", "bottom"))
    box = {"x": max(left - 6, 0), "y": max(top - 4, 0), "width": right - left + 12, "height": bottom - top + 8}
    return {"mark": mark, "page": found["page"] + 1, "at": max(left - 26, 18), "middle": top + 14, **box}
