"""Documents of our own: what waits for this person, one with its course, and what is done with it until it is issued."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, id_of, sentences, submit
from thonso.core.access.policy import absent
from thonso.core.base.errors import Refused
from thonso.core.files.services import open_stored
from thonso.core.journal.work import Work, transact
from thonso.documents import people
from thonso.documents.outgoing import access, drawing, rules, services, setting, signing
from thonso.documents.outgoing.models import Outgoing, OutgoingStep, OutgoingTask
from thonso.documents.rules import URGENCIES
from thonso.documents.views.course import timeline

MOST = 100
MOST_SAID = 8
ACTS: dict[str, Callable[[Work, Actor, OutgoingTask, str], Any]] = {
    "opine": services.opine,
    "pass": services.pass_on,
    "send_back": services.send_back,
}
OWN_ACTS: dict[str, Callable[[Work, Actor, Outgoing, str], Any]] = {
    "take_back": lambda work, by, row, _words: services.take_back(work, by, row),
    "drop": services.drop,
}
CHECKERS = tuple(f"checker_{place}" for place in range(1, rules.MOST_CHECKERS + 1))


def url(row: Outgoing) -> str:
    return reverse("documents:outgoing_one", args=[row.pk])


@audience("staff")
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for this person, what she writes, and what has been issued."""
    actor = actor_of(request)
    turns = list(access.turns(actor).select_related("outgoing__drafter", "account")[:MOST])
    to_issue = [line(one) for one in access.to_issue(actor).select_related("drafter")[:MOST]]
    issued = access.listed(actor).filter(state="issued").order_by("-issued_at", "-id")
    context = {
        "turns": [{**line(one.outgoing), "task": one, "instead": _instead(actor, one)} for one in turns],
        "to_issue": to_issue,
        "waiting": len(turns) + len(to_issue),
        "mine": [
            {**line(one), "returned": one.state == "draft" and _last_move(one) in rules.RETURNED}
            for one in access.mine(actor).select_related("drafter")[:MOST]
        ],
        "issued": [line(one) for one in issued.select_related("drafter")[:MOST]],
    }
    return render(request, "documents/outgoing.html", context)


def line(row: Outgoing) -> dict[str, Any]:
    state, tone = row.shown_state
    urgency = URGENCIES[row.urgency] if row.urgency else ""
    return {"row": row, "kind": setting.kind_of(row).name, "state": state, "tone": tone, "urgency": urgency}


def _last_move(row: Outgoing) -> str:
    """As `access.mine` asked for it with the row."""
    return getattr(row, "last_move", None) or ""


def _instead(actor: Actor, task: OutgoingTask) -> str:
    return task.account.full_name if task.account_id != actor.account_id else ""


@audience("staff")
@never_cache
@require_GET
def one(request: HttpRequest, outgoing_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.outgoing(actor, outgoing_id)
    with transact(row.commune_id) as work:
        work.note("outgoing.opened", actor.ref, row.ref, facts={"version": row.version})
    return _shown(request, actor, row, {}, {})


def _shown(
    request: HttpRequest, actor: Actor, row: Outgoing, errors: dict[str, list[Any]], values: dict[str, Any]
) -> HttpResponse:
    tasks = list(row.tasks.select_related("account").order_by("place", "given_at", "id"))
    own = {one.pk for one in access.turns(actor).filter(outgoing=row)}
    drafts = bool(policy.can(actor, "submit", row))
    colleagues = [(str(id_), name) for id_, name in people.staff(row.commune_id) if id_ != actor.account_id]
    context = {
        **line(row), "errors": errors, "values": values, "pages": pages(actor, row),
        "tasks": [{"row": one, "part": rules.PARTS[one.part], "state": _state(one)} for one in tasks],
        "mine": [one for one in tasks if one.pk in own],
        "may_write": services.may_write(actor, row),
        "may_submit": drafts and row.state == "draft",
        "may_take_back": drafts and row.state in {"review", "presented"},
        "may_issue": row.state == "signed" and bool(policy.can(actor, "seal", row)),
        "checkers": [(name, values.get(name, ""), place) for place, name in enumerate(CHECKERS, start=1)],
        "leaders": [(str(id_), name) for id_, name in people.leaders(row.commune_id, row.organ)],
        "colleagues": colleagues,
        "path": _path(row, any(one.part == "check" for one in tasks)),
        "returned": _returned(row),
        "said": said(row),
        "timeline": timeline(row.steps.all(), rules.ACTS, first=_version),
        "versions": list(row.versions.select_related("by").order_by("-number")),
    }  # fmt: skip
    return render(request, "documents/outgoing_one.html", context, status=422 if errors else 200)


@audience("staff")
@never_cache
@require_GET
def picture(request: HttpRequest, outgoing_id: UUID, page: int) -> HttpResponse:
    """A page as it stands: of the signed file, before that of the newest version."""
    actor = actor_of(request)
    found = drawing.page(_bytes(actor, access.outgoing(actor, outgoing_id)), page - 1)
    if found is None:
        raise absent()
    response = HttpResponse(found, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _bytes(actor: Actor, row: Outgoing) -> bytes:
    """As this person would sign it, where that is hers to do."""
    if row.upload is None:
        version = row.versions.get(number=row.version)
        return setting.pages(row, version.texts(), setting.signing_role(row, actor))
    with open_stored(row.upload) as file:
        found: bytes = file.read()
    return found


def pages(actor: Actor, row: Outgoing) -> range:
    return range(1, drawing.count(_bytes(actor, row)) + 1)


def _version(step: OutgoingStep) -> str:
    return _("version %(number)d") % {"number": step.version} if step.act in {"save", "submit", "sign"} else ""


def _state(task: OutgoingTask) -> tuple[Any, str]:
    """Whose opinion is asked has nothing in hand."""
    asked = task.part == "opine" and task.state == "open"
    return (_("not answered yet"), "info") if asked else rules.TASK_STATES[task.state]


def _path(row: Outgoing, checked: bool) -> list[dict[str, Any]]:
    """Looking through only where somebody does."""
    labels = {"draft": _("Written"), "review": _("Looked through"), "presented": _("Signature"), "signed": _("Issue")}
    if not checked:
        del labels["review"]
    place = len(labels) if row.state == "issued" else list(labels).index(row.state) if row.state in labels else 0
    return [
        {"label": label, "state": "done" if index < place else "now" if index == place else "todo"}
        for index, label in enumerate(labels.values())
    ]


def _returned(row: Outgoing) -> OutgoingStep | None:
    """Why it is with its drafter again, as long as it is."""
    last = row.steps.filter(act__in=rules.MOVES).select_related("by").order_by("-at", "-id").first()
    return last if last and row.state == "draft" and last.act in rules.RETURNED else None


def said(row: Outgoing) -> list[dict[str, Any]]:
    """What others wrote for whoever has it now, the newest first."""
    steps = row.steps.filter(act__in=["ask", "opine", "submit", "pass"]).exclude(words="").select_related("by")
    return [
        {"words": one.words, "by": one.by, "at": one.at, "title": rules.ACTS[one.act]}
        for one in steps.order_by("-at", "-id")[:MOST_SAID]
    ]


@audience("staff")
@require_POST
def present(request: HttpRequest, outgoing_id: UUID) -> HttpResponse:
    """From its drafter to those who look it through, then to the leader."""
    actor = actor_of(request)
    row = access.outgoing(actor, outgoing_id, "submit")
    post = request.POST
    wanted = services.Round(
        id_of(post.get("signer", "")),
        [id_of(post[name]) or UUID(int=0) for name in CHECKERS if post.get(name)],
        post.get("words", ""),
    )

    def act(work: Work) -> Done:
        services.submit(work, actor, row, wanted)
        return url(row), _("Submitted. Whoever is first has been told.")

    return _done(request, actor, row, "outgoing.submit", act, "signer")


@audience("staff")
@require_POST
def ask(request: HttpRequest, outgoing_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.outgoing(actor, outgoing_id, "write")
    whom = [id_of(one) or UUID(int=0) for one in request.POST.getlist("whom")]

    def act(work: Work) -> Done:
        services.ask(work, actor, row, whom, request.POST.get("question", ""))
        return url(row), _("Asked. They have been told.")

    return _done(request, actor, row, "outgoing.ask", act, "whom")


@audience("staff")
@require_POST
def own(request: HttpRequest, outgoing_id: UUID, act: str) -> HttpResponse:
    """What its drafter does with it: take it back, give it up."""
    actor = actor_of(request)
    row = access.outgoing(actor, outgoing_id, "submit")
    if act not in OWN_ACTS:
        raise absent()

    def doing(work: Work) -> Done:
        OWN_ACTS[act](work, actor, row, request.POST.get("why", ""))
        return url(row), _("Written down: %(what)s.") % {"what": str(rules.ACTS[act]).lower()}

    return _done(request, actor, row, f"outgoing.{act}", doing, "why")


@audience("staff")
@require_POST
def give_back(request: HttpRequest, outgoing_id: UUID) -> HttpResponse:
    """Signed, but not to be issued: its number is struck out, and its drafter has it again."""
    actor = actor_of(request)
    row = access.outgoing(actor, outgoing_id, "seal")

    def act(work: Work) -> Done:
        signing.give_back(work, actor, row, request.POST.get("why", ""))
        return reverse("documents:outgoing"), _("Given back. Its number is struck out and is not given again.")

    return _done(request, actor, row, "outgoing.give_back", act, "why")


@audience("staff")
@require_POST
def act(request: HttpRequest, task_id: UUID, act: str) -> HttpResponse:
    """What whoever's turn it is does, but for signing."""
    actor = actor_of(request)
    task = access.task(actor, task_id)
    if act not in ACTS:
        raise absent()

    def doing(work: Work) -> Done:
        ACTS[act](work, actor, task, request.POST.get("words", ""))
        said = _("Written down: %(what)s.") % {"what": str(rules.ACTS[act]).lower()}
        return reverse("documents:outgoing"), said

    row = access.outgoing(actor, task.outgoing_id)
    return _done(request, actor, row, f"outgoing_task.{act}", doing, "words")


def _done(
    request: HttpRequest, actor: Actor, row: Outgoing, verb: str, act: Callable[[Work], Done], field: str
) -> HttpResponse:
    try:
        return submit(request, actor, row.commune_id, verb, act)
    except Refused as refusal:
        values: dict[str, Any] = request.POST.dict() | {"whom": request.POST.getlist("whom")}
        return _shown(request, actor, row, sentences(refusal, field), values | {"form": verb})
