"""What the commune asks of the hamlet for one dossier: review sheet, meeting with its minutes, the list that hangs, a result
to hand over."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import local, now, today
from thonso.core.base.errors import Refused
from thonso.core.journal.work import transact
from thonso.dossiers import access, on_paper, presenting, requirements, scores
from thonso.dossiers.hamlet_reports import report_of
from thonso.dossiers.models import HamletTask
from thonso.dossiers.rules.states import State
from thonso.dossiers.services import hamlet, handover
from thonso.dossiers.services.drafting import proposed
from thonso.dossiers.services.moves import Act, answers_of
from thonso.dossiers.views import sent


@audience("helper")
@never_cache
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """A task of the hamlet for one dossier. Of a result that is to be handed over it names the code, and whose it is until it
    is given: nobody reads more of a dossier here than the task needs."""
    actor = actor_of(request)
    found = access.hamlet_task(actor, task_id)
    errors: dict[str, Any] = {}
    transaction_id = request.POST.get("transaction_id") or str(uuid4())
    if request.method == "POST":
        try:
            with transact(found.commune_id) as work:
                act = Act(work, actor, found.dossier, sent.transaction_id(transaction_id))
                words, tone = _done(act, found, request.POST)
            messages.add_message(request, tone, words)
            return redirect(request.path if request.POST.get("do") else "dossiers:hamlet_home")
        except Refused as refusal:
            errors = presenting.faults(refusal, "report")
            found.refresh_from_db()
    held = found.kind == HamletTask.Kind.MEETING and found.done_at and found.dossier.is_running
    minutes = report_of(found) if held else {}
    if minutes:
        minutes = {**minutes, "held_on": hamlet.written_out(minutes["held_on"])}
    context = {
        "task": found,
        "dossier": found.dossier,
        "errors": errors,
        "labels": presenting.REPORT,
        "values": request.POST or _known(actor, found),
        "reviewed": _reviewed(found),
        "failed": hamlet.failed_vote(found),
        "scoring": scores.scoring_on(today()) if found.kind == HamletTask.Kind.REVIEW else None,
        "minutes": minutes,
        "disagree": minutes["present"] - minutes["agree"] if minutes else 0,
        "owner": access.owner_of_result(actor, found) if found.kind == HamletTask.Kind.RETURN else "",
        "to_sign": on_paper.awaited(found.dossier, answers_of(found.dossier))
        if found.kind == HamletTask.Kind.RETURN
        else None,
        "carried_by": report_of(found)["carried_by"] if found.kind == HamletTask.Kind.RETURN else "",
        "signers": (
            ("Thư ký", minutes.get("secretary")),
            ("Đại diện hộ dân", ""),
            ("Chủ trì", minutes.get("chair")),
        ),
        "met": hamlet.last_done(found, HamletTask.Kind.MEETING) if found.kind == HamletTask.Kind.POSTING else None,
        "step": next((one.name for one in requirements.definition(found.dossier).steps if one.key == found.step), ""),
        "transaction_id": transaction_id,
        "may_come_down": bool(found.ends_at and now() >= found.ends_at),
        "held": found.kind == HamletTask.Kind.RETURN and handover.is_held(found.dossier),
        "called_back": found.kind == HamletTask.Kind.RETURN and found.dossier.status is not State.HANDED_OVER,
        "waits": found.dossier.status is State.SUPPLEMENT,
        "note": "" if found.kind == HamletTask.Kind.RETURN else hamlet.note_for(found),
        **(_posting(actor, found) if found.kind == HamletTask.Kind.POSTING else {}),
        "sheet": hamlet.sheet_of(found),
        "proposals": tuple(presenting.proposals(found.dossier).items()),
        "proposal": _proposal(found) if found.kind == HamletTask.Kind.POSTING else "",
    }
    return render(request, "dossiers/hamlet/task.html", context, status=422 if errors else 200)


def _proposal(task: HamletTask) -> str:
    outcome = proposed(task.dossier)
    return outcome.name if outcome else ""


def _posting(actor: Actor, task: HamletTask) -> dict[str, Any]:
    """What the list that is printed says, before it went up as if it went up now."""
    up = task.started_at or now()
    return {
        "up": up,
        "down": task.ends_at or hamlet.comes_down(task, up),
        "hangs": hamlet.hangs(task, up),
        "up_day": hamlet.written_out(local(up).strftime("%d/%m/%Y")),
        "head_name": actor.name if actor.has("village_head") else "",
        "may_undo": bool(task.started_at and not task.report and local(up).date() == today()),
    }


def _known(actor: Actor, task: HamletTask) -> dict[str, Any]:
    """What the sheet can say by itself before anybody writes in it."""
    if task.kind == HamletTask.Kind.MEETING:
        return {"chair": actor.name} if actor.has("village_head") else {}
    if task.kind == HamletTask.Kind.POSTING:
        return report_of(task) if task.report else {}
    return {"members": hamlet.asked_members(task) or ""}


def _reviewed(task: HamletTask) -> list[tuple[Any, Any]]:
    """The last review of this household: what a meeting is asked to agree to, what a new review starts from."""
    done = hamlet.last_done(task, HamletTask.Kind.REVIEW) if task.kind in _AFTER_REVIEW else None
    report = report_of(done) if done and done.pk != task.pk else {}
    shown = {**report, "proposal": presenting.proposals(task.dossier).get(report.get("proposal", ""), "")}
    names = ("proposal", "income_score", "lack_score", "income")
    return [(presenting.REPORT[name], shown[name]) for name in names if shown.get(name)]


_AFTER_REVIEW = (HamletTask.Kind.REVIEW, HamletTask.Kind.MEETING)


def _done(act: Act, task: HamletTask, given: Mapping[str, Any]) -> tuple[str, int]:
    """Do what was asked; a sentence about it, and what comes next."""
    do, posting = given.get("do"), task.kind == HamletTask.Kind.POSTING
    if do == "post":
        hamlet.start(act, task)
        words = _("Written down: the list hangs from today.") if posting else _("Written down: the result is here.")
    elif do == "unpost":
        hamlet.take_down(act, task)
        words = _("Taken back: the list does not hang yet.")
    elif do == "objection":
        hamlet.write_down(act, task, given.get("objections", ""))
        words = _("Saved. The list goes on hanging.")
    else:
        hamlet.finish(act, task, hamlet.read_report(task, given))
        return _what_follows(task)
    return words, messages.SUCCESS


def _what_follows(task: HamletTask) -> tuple[str, int]:
    if task.kind == HamletTask.Kind.RETURN:
        return _("Written down: the result was handed over."), messages.SUCCESS
    report = report_of(task)
    if report.get("passed") is False:
        words = _("%(agree)d of %(present)d households agree, less than half: review again and meet again.") % report
        return words, messages.WARNING
    step = requirements.step(task.dossier)
    if step is None or step.key == task.step:
        return _("Sent to the commune."), messages.SUCCESS
    return _("Sent to the commune. Next: %(step)s.") % {"step": step.label.lower()}, messages.SUCCESS
