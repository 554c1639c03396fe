"""What people do with a registered document: put before a leader, instructed, done, given back, passed on; and the list of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, id_of, sentences, submit
from thonso.core.access.policy import absent
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work, transact
from thonso.documents import access, books, people, routing, rules
from thonso.documents.models import DocumentTask
from thonso.documents.views import page

MOST = 200

Act = Callable[[Work, Actor, DocumentTask, dict[str, str]], Any]
ACTS: dict[str, Act] = {
    "opine": lambda work, by, task, typed: routing.opine(work, by, task, typed.get("words", "")),
    "finish": lambda work, by, task, typed: routing.finish(work, by, task, typed.get("words", "")),
    "give_back": lambda work, by, task, typed: routing.give_back(work, by, task, typed.get("why", "")),
    "pass_on": lambda work, by, task, typed: routing.pass_on(work, by, task, id_of(typed.get("to", "")), typed.get("why", "")),
}  # fmt: skip


@audience("staff")
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for this person: for a leader's word, then her own tasks, what is due first at the top."""
    actor = actor_of(request)
    tasks = list(access.tasks(actor).select_related("incoming", "instruction__by", "account")[:MOST])
    context = {
        "before": [
            {"row": one, "what": books.what(one), "urgency": rules.URGENCIES[one.urgency] if one.urgency else ""}
            for one in access.before_leader(actor)[:MOST]
        ],
        "leads": bool(access.instructs(actor)),
        "behind": access.pushed(actor),
        "tasks": [_shown(actor, one) for one in tasks],
    }
    return render(request, "documents/work.html", context)


def _shown(actor: Actor, task: DocumentTask) -> dict[str, Any]:
    late = task.due_on is not None and task.due_on < today()
    soon = task.due_on is not None and not late and task.due_on <= today() + rules.SOON
    return {
        "task": task, "row": task.incoming, "what": books.what(task.incoming), "part": rules.PARTS[task.part],
        "late": late, "soon": soon,
        "instead": task.account.full_name if task.account_id != actor.account_id else "",
    }  # fmt: skip


@audience("staff")
@require_POST
def present(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.incoming(actor, incoming_id, "present")
    leader = id_of(request.POST.get("leader", ""))

    def act(work: Work) -> Done:
        routing.present(work, actor, row, leader)
        return page.url(row), _("Presented. It waits for the leader's instruction.")

    try:
        return submit(request, actor, row.commune_id, "incoming.present", act)
    except Refused as refusal:
        return page.shown(request, actor, row, sentences(refusal, "leader"), request.POST.dict())


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def instruct(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    """The leader writes beside the page: one in charge, who helps, who is told, until when."""
    actor = actor_of(request)
    row = access.incoming(actor, incoming_id, "instruct")
    if row.state not in {"registered", "directed", "done"}:
        raise absent()
    errors: dict[str, list[Any]] = {}
    values: dict[str, Any] = {"due_on": row.due_on, "way": "deal"}
    last = row.instructions.order_by("-at", "-id").first()
    if request.method == "GET":
        with transact(row.commune_id) as work:
            page.opened(work, actor, row)
    if request.method == "POST":
        values = request.POST.dict() | {name: request.POST.getlist(name) for name in ("helpers", "informed")}

        def act(work: Work) -> Done:
            wanted = _wanted(request)
            routing.instruct(work, actor, row, wanted)
            if wanted.file:
                return page.url(row), _("Written down: kept on file, nobody has to do anything.")
            return page.url(row), _("Written down. Whoever is named has been told.")

        try:
            return submit(request, actor, row.commune_id, "incoming.instruct", act)
        except Refused as refusal:
            errors = sentences(refusal, "words")
    context = {
        "row": row, "what": books.what(row), "errors": errors, "values": values, "pages": range(1, min(row.pages or 0, 3) + 1),
        "people": [(str(id_), name) for id_, name in people.staff(row.commune_id) if id_ != actor.account_id],
        "ways": [
            {"value": "deal", "label": _("Somebody deals with it")},
            {"value": "file", "label": _("For information only, keep on file"),
             "hint": _("Nobody is in charge and there is no day. Whoever is informed reads it, and it is dealt with at once.")},
        ],
        "seen": values.get("seen", str(last.pk) if last else ""),
        "before": row.instructions.select_related("by").order_by("at"),
        "open": row.tasks.filter(state="open").select_related("account").order_by("given_at"),
    }  # fmt: skip
    return render(request, "documents/instruct.html", context, status=422 if errors else 200)


def _wanted(request: HttpRequest) -> routing.Wanted:
    """An id that is none is nobody's, so that the list says so."""
    post = request.POST
    helpers, informed = ([id_of(one) or UUID(int=0) for one in post.getlist(name)] for name in ("helpers", "informed"))
    return routing.Wanted(
        post.get("words", ""), id_of(post.get("lead", "")), helpers, informed, post.get("due_on", ""), post.get("seen"),
        file=post.get("way") == "file",
    )  # fmt: skip


@audience("staff")
@require_POST
def act(request: HttpRequest, task_id: UUID, act: str) -> HttpResponse:
    """What whoever has the task does with it."""
    actor = actor_of(request)
    task = access.task(actor, task_id)
    if act not in ACTS:
        raise absent()
    typed = request.POST.dict()

    def doing(work: Work) -> Done:
        ACTS[act](work, actor, task, typed)
        return page.url(task.incoming), _("Written down: %(what)s.") % {"what": str(rules.ACTS[act]).lower()}

    try:
        return submit(request, actor, task.commune_id, f"document_task.{act}", doing)
    except Refused as refusal:
        row = access.incoming(actor, task.incoming_id)
        return page.shown(request, actor, row, sentences(refusal, "words"), typed)
