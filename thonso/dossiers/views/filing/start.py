"""Before the first question: what is needed, in what capacity one files, and which procedure at the desk."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import local, now, today
from thonso.core.base.errors import Stale
from thonso.core.people.rules import sex_in
from thonso.core.units.models import Unit
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import access, at_desk, people_of, sources
from thonso.dossiers.at_desk import AtDesk
from thonso.dossiers.begun import named
from thonso.dossiers.late_entries import day_of, late_of
from thonso.dossiers.models import Draft
from thonso.dossiers.presenting import RELATION
from thonso.dossiers.rules.visits import who_is_here
from thonso.dossiers.services import assist, drafts, filing, superseded
from thonso.dossiers.views.filing.shell import (
    base_of,
    channel_of,
    commune_of,
    context_for,
    of_open_draft,
)
from thonso.dossiers.views.filing.who_came import came_as, who_came
from thonso.procedures import booking, describing, finding
from thonso.procedures.access import Offered, pinned, version_on
from thonso.procedures.forms.kinds import Context
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.prefill import prefill
from thonso.procedures.rendering import screens
from thonso.procedures.rules import evaluate


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Before the first question: what is needed, and in what capacity one files."""
    actor = actor_of(request)
    commune = commune_of(actor, request)
    channel = channel_of(request, actor, commune.pk)
    slip, on = _slip(request, commune.pk, channel)
    offered = version_on(commune.pk, code, on)
    definition = offered.definition
    visit = at_desk.present(actor, commune.pk, channel)
    context = _start_context(actor, offered, commune, channel, visit)
    if channel not in filing.channels_of(definition):
        context["booking_url"] = booking.url(commune.pk, definition)
        return render(request, "dossiers/filing/not_this_way.html", context, status=409)
    if request.method == "POST":
        representation = request.POST.get("representation", "") or (
            definition.who_may_file[0].relation if len(definition.who_may_file) == 1 else ""
        )
        if definition.filer(representation) is None:
            desk = channel in {"desk", "post"}
            words = (
                _("Please choose in what capacity this person files.") if desk else _("Please choose who you file for.")
            )
            errors = {"representation": [words]}
            return render(request, "dossiers/filing/start.html", {**context, "errors": errors}, status=422)
        came = {"submitter": actor.assist.citizen_name if actor.assist else actor.name}
        if channel in {"desk", "post"}:  # the officer writes for somebody, and is never the one who files
            came, wrong = who_came(request.POST) if representation != "self" else ({}, {})
            if wrong:
                page = {**context, "errors": wrong, "values": request.POST}
                return render(request, "dossiers/filing/start.html", page, status=422)
        draft = _begin(actor, offered, commune, channel, {"representation": representation, **came}, visit, slip, on)
        return redirect("dossiers:fill", draft.pk)
    return render(request, "dossiers/filing/start.html", context)


def _start_context(actor: Actor, offered: Offered, commune: Unit, channel: str, visit: AtDesk | None) -> dict[str, Any]:
    definition = offered.definition
    return {
        "base": base_of(actor, channel),
        "definition": definition,
        "at_hand": describing.at_hand(definition),
        "channel": channel,
        "by_officer": channel in {"desk", "post"},
        "helped": actor.assist.citizen_name if actor.assist else "",
        "visit": visit,
        "values": came_as(visit) if visit else {},
        "warnings": definition.warnings_on(today()),
        "choices": [
            {"value": f.relation, "label": f.label or RELATION[f.relation], "hint": f.note}
            for f in definition.who_may_file
        ],
        "alike": sources.running_alike(actor, channel, commune.pk, definition.code, None),
        "drafts": [d for d in access.drafts_of(actor) if d.version_id == offered.version_id][:3],
    }


def _begin(
    actor: Actor,
    offered: Offered,
    commune: Unit,
    channel: str,
    people: dict[str, str],
    visit: AtDesk | None,
    slip: UUID | None,
    on: date,
) -> Draft:
    representation = people["representation"]
    form = offered.definition.form
    known: sources.Sources = {}
    place, phone = (commune, "") if channel in {"desk", "post"} else (None, "")
    if actor.assist and (session := access.open_session(actor)):
        known = sources.for_session(actor, session)
        place, phone = session.hamlet, assist.details_of(session).get("phone", "")
    elif channel == "online" and people_of.is_filer(form, representation):
        known = {**sources.for_account(actor), "earlier": sources.earlier(actor, offered.code)}
        phone = sources.phone_of(actor)
    elif visit and people_of.is_filer(form, representation):
        known = sources.for_present(actor, visit.name, visit.details, visit.resident_id)
        phone = visit.details.get("phone", "")
    context = Context(
        today=on, channel=channel, representation=representation, commune=commune.code, places=RegisteredPlaces()
    )
    filled = prefill(form, known, context)
    taken = sources.taken_to_be(place, phone or people.get("phone", ""))
    if channel in {"desk", "post"} and people.get("submitter") and people_of.is_filer(form, representation):
        number = people.get("id_number", "")
        taken["card"] = {"full_name": people["submitter"], "id_number": number, "sex": sex_in(number)}
        taken["subject"] = people_of.as_parent(taken["card"], representation)
    answers = prefill(form, taken, context, filled.answers).answers
    if visit:
        asked = ((one.key, offered.definition.paper(one.paper)) for one in form.fields() if one.kind == "file")
        answers |= {key: found for key, paper in asked if (found := visit.given(paper, offered.code))}
    if channel == "desk" and slip is None:
        answers = who_is_here(form, calendar_for(commune.pk), local(now())) | answers
    draft = drafts.begin(
        actor,
        commune_id=commune.pk,
        version_id=offered.version_id,
        channel=channel,
        people=people,
        answers=answers,
        prefilled={"answers": filled.answers, "sources": filled.sources},
        slip=slip,
    )
    at_desk.begun(actor, draft)
    return draft


def _slip(request: HttpRequest, commune_id: UUID, channel: str) -> tuple[UUID | None, date]:
    """The slip that is entered now, where its hour was written down and approved, and its day; else none, and today.
    Raises Stale where its form was begun."""
    try:
        wanted = UUID(request.GET.get("phieu", ""))
    except ValueError:
        return None, today()
    late = late_of(commune_id, wanted, channel)
    if late is None:
        return None, today()
    if Draft.objects.filter(pk=wanted).exists():
        raise Stale(drafts.ENTERED)
    return wanted, day_of(late)


@audience("signed_in")
@never_cache
@require_GET
@of_open_draft
def fill(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Into the form where it was left: the first question that was neither answered nor passed, or the check page."""
    draft = access.draft(actor_of(request), draft_id)
    definition, context = pinned(draft.version_id), context_for(draft)
    if draft.channel in {"desk", "post"}:
        return redirect("dossiers:fill_all", draft.pk)
    evaluation = evaluate(definition.form, drafts.answers_of(draft), context)
    answers = evaluation.values
    seen = drafts.people_of(draft).get("seen", [])
    for screen in screens(definition.form, evaluation):
        if screen.key not in seen and not screen.keys & set(answers):
            return redirect("dossiers:question", draft.pk, screen.key)
    return redirect("dossiers:check_answers", draft.pk)


@audience("signed_in")
@require_POST
@of_open_draft
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A form that nobody will send, thrown away by whoever began it."""
    actor = actor_of(request)
    draft = access.draft(actor, draft_id)
    drafts.discard(actor, draft)
    messages.success(request, _("The form has been thrown away."))
    if actor.assist:
        return redirect("dossiers:helper_choose")
    return redirect("dossiers:desk_choose" if draft.channel in {"desk", "post"} else "dossiers:mine")


@audience("signed_in")
@require_POST
@of_open_draft
def carry_over(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A form of an earlier version goes on under the one that is taken now, with its answers. Twice changes nothing."""
    draft = access.draft(actor_of(request), draft_id)
    offered = superseded.successor(draft)
    if offered is not None:
        drafts.carry_over(draft, offered, context_for(draft))
        messages.success(request, _("Your answers were taken over. Please look at what is asked anew."))
    return redirect("dossiers:fill", draft.pk)


@audience("staff")
@never_cache
@require_GET
def desk_choose(request: HttpRequest) -> HttpResponse:
    """The desk files for who stands before it: which procedure?"""
    actor = actor_of(request)
    commune = commune_of(actor, request)
    if not actor.has("one_stop", commune.pk):
        raise access.absent()
    visit = at_desk.present(actor, commune.pk)
    slip, on = _slip(request, commune.pk, "desk")
    question = request.GET.get("q", "").strip()[:200]
    context = {
        "rows": [one.definition for one in finding.find(commune.pk, on, question, place=finding.HERE).offered],
        "question": question,
        "drafts": named(access.drafts_of(actor)[:10]),
        "visit": visit,
        "slip": slip,
        "slip_day": on,
    }
    return render(request, "dossiers/filing/choose.html", context)
