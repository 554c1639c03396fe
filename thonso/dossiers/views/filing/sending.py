"""Everything once more, the one button that files, and the page with code and key."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused
from thonso.dossiers import access, at_desk, beside, filer, on_paper, sources
from thonso.dossiers.labels import labels_of
from thonso.dossiers.models import Draft
from thonso.dossiers.presenting import RELATION
from thonso.dossiers.services import beside as helpers
from thonso.dossiers.services import drafts, filing, presence, superseded
from thonso.dossiers.services.assembling import assemble
from thonso.dossiers.services.filing import Filing
from thonso.dossiers.services.moves import answers_of
from thonso.dossiers.views.filing.beside import BY_EYE
from thonso.dossiers.views.filing.shell import (
    base_of,
    context_for,
    errors_in,
    last_question,
    leads,
    loose_papers,
    marks,
    minutes_left,
    of_open_draft,
)
from thonso.dossiers.views.shown_keys import FILED
from thonso.procedures.access import pinned
from thonso.procedures.definition import Definition
from thonso.procedures.describing import presence_words
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.kinds.identity import part_labels
from thonso.procedures.rendering import render_summary
from thonso.procedures.rules import evaluate


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
@of_open_draft
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, then the one button that files. Pressing it twice files once."""
    actor = actor_of(request)
    try:
        draft = access.draft(actor, draft_id)
    except access.AlreadySent:
        if code := _already(request, draft_id):
            return redirect("dossiers:filed", code)
        raise
    definition, context = pinned(draft.version_id), context_for(draft)
    answers = drafts.answers_of(draft)
    errors: dict[str, Any] = {}
    message = ""
    filing_ = _filing(actor, draft, definition, answers, context)
    changed = request.method == "POST" and request.POST.get("revision", "") not in {"", str(draft.revision)}
    if request.method == "POST" and not changed:
        try:
            done = filing.file(actor, filing_)
        except Refused as refusal:
            errors, message = refusal.fields, str(refusal.message)
        else:
            drafts.mark_filed(draft)
            kept = request.session.get(FILED, {})
            request.session[FILED] = {**dict(list(kept.items())[-9:]), done.code: [str(done.dossier_id), done.key]}
            return redirect("dossiers:filed", done.code)
    evaluation = evaluate(definition.form, answers, context)
    open_errors = errors_in(draft, definition.form, evaluation)
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "definition": definition,
        "summary": render_summary(
            definition.form,
            answers,
            context,
            change_url=lambda key: _change_url(draft, key),
            prefilled=marks(draft, definition, answers),
        ),
        "attached": [{**one, "paper": _paper_name(definition, one["paper"])} for one in draft.attachments],
        "capacity": _capacity(definition, context.representation),
        "errors": errors,
        "labels": labels_of(definition, errors),
        "leads": leads(errors or open_errors, draft),
        "newer": superseded.successor(draft),
        "still_taken": superseded.still_taken(draft),
        "message": message,
        "changed": changed,
        "time": definition.time_for(answers, context),
        "fees": definition.fees_for(answers, context),
        "minutes_left": minutes_left(actor),
        "back": reverse("dossiers:papers", args=[draft.pk])
        if loose_papers(draft, definition, evaluation.values, context)
        else last_question(draft, definition, context),
        "open_errors": open_errors,
        "beside": beside.draft_links(actor, draft),
        "to_sign": on_paper.promised(definition, answers),
        "by_eye": draft.channel in BY_EYE,
        "named": [one for _who, one in helpers.read(drafts.people_of(draft).get("beside", {})).people()],
        "helpers_needed": helpers.needed(definition, evaluation.values, context.facts),
        "presence": [
            {"words": presence_words(one), "why": one.why}
            for one in presence.promised(definition, evaluation.values, context.facts)
        ],
        "differs": _differing(actor, definition, context, filing_) if draft.channel == "online" else [],
        "alike": sources.running_alike(actor, draft.channel, draft.commune_id, definition.code, filing_.subject),
    }
    return render(request, "dossiers/filing/check.html", page, status=409 if changed else 422 if errors else 200)


def _change_url(draft: Draft, key: str) -> str:
    if draft.channel in {"desk", "post"}:
        return reverse("dossiers:fill_all", args=[draft.pk]) + f"#f-{key}"
    return reverse("dossiers:question", args=[draft.pk, key]) + "?kiem-tra=1"


def _capacity(definition: Definition, representation: str) -> str:
    """In what capacity one files, where there was a choice."""
    filer = definition.filer(representation)
    return str(filer.label or RELATION[representation]) if filer and len(definition.who_may_file) > 1 else ""


def _differing(actor: Actor, definition: Definition, context: Context, filing_: Filing) -> list[str]:
    subject = filing_.subject
    found = filer.differing(actor, definition.form, context.representation, subject.name, subject.details)
    return [part_labels()[key] for key in found]


def _paper_name(definition: Definition, key: str) -> str:
    return next((paper.name for paper in definition.papers if paper.key == key), key)


def _already(request: HttpRequest, draft_id: UUID) -> str:
    return next((code for code, (id_, _k) in request.session.get(FILED, {}).items() if id_ == str(draft_id)), "")


def _filing(actor: Actor, draft: Draft, definition: Definition, answers: dict[str, Any], context: Context) -> Filing:
    return assemble(
        actor,
        draft.pk,
        draft.commune,
        draft.version_id,
        definition,
        answers,
        context,
        drafts.people_of(draft),
        [(entry["paper"], entry["sha256"]) for entry in draft.attachments],
    )


@audience("signed_in")
@never_cache
@require_GET
def filed(request: HttpRequest, code: str) -> HttpResponse:
    """The big page: code, key, what happens next. Shown to the browser that filed it, while its session lasts."""
    actor = actor_of(request)
    known = request.session.get(FILED, {}).get(code)
    if known is None:
        raise access.absent()
    dossier = access.by_code(actor, code, "track")
    page = {
        "base": base_of(actor, dossier.channel),
        "dossier": dossier,
        "key": known[1],
        "by_hour": pinned(dossier.version_id).appointment_only,
        "slip": next((e.pk for e in dossier.events.filter(kind="filed")), None),
        "to_sign": on_paper.awaited(dossier, answers_of(dossier)),
        "helping": actor.assist,
        "at_desk": dossier.channel in {"desk", "post"},
        "visit": at_desk.present(actor, dossier.commune_id, dossier.channel),
    }
    return render(request, "dossiers/filing/filed.html", page)
