"""What every step of filing in stands on: its shell, its channel and commune, its draft's context, the way between steps."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor, actor_of
from thonso.core.base.clock import local, now, today
from thonso.core.base.errors import Absent
from thonso.core.base.ids import stable_id
from thonso.core.units.models import Unit
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import access
from thonso.dossiers.models import Draft
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.rules.visits import unfit_visits
from thonso.dossiers.services import drafts, superseded
from thonso.dossiers.services.filing import must_be_given
from thonso.procedures.access import published
from thonso.procedures.definition import Definition, Paper
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.shape import Form
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.prefill import Prefilled, still_prefilled
from thonso.procedures.rendering import screens
from thonso.procedures.rules import Evaluation, evaluate


def base_of(actor: Actor, channel: str) -> str:
    """Which shell the form stands in: the helper's, the desk's or the public one."""
    if channel == "assisted":
        return "web/base_hamlet.html"
    return "web/base_desk.html" if channel in {"desk", "post"} else "web/base_public.html"


def of_open_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the pages of a draft: one that was sent from another phone, or in another window, says its code instead."""

    @wraps(view)
    def guarded(request: HttpRequest, draft_id: UUID, **more: Any) -> HttpResponse:
        try:
            return view(request, draft_id, **more)
        except access.AlreadySent as sent:
            page = {"base": base_of(actor_of(request), sent.dossier.channel), "dossier": sent.dossier}
            return render(
                request, "dossiers/filing/already.html", page, status=409 if request.method == "POST" else 200
            )

    return guarded


def channel_of(request: HttpRequest, actor: Actor, commune_id: UUID) -> str:
    if actor.assist is not None:
        return "assisted"
    wanted = request.GET.get("kenh", "")
    if wanted in {"desk", "post"} and actor.has("one_stop", commune_id):
        return wanted
    return "online"


def commune_of(actor: Actor, request: HttpRequest) -> Unit:
    """The commune that is asked: the helper's or officer's own, else the one this site is of."""
    session = access.open_session(actor) if actor.assist else None
    id_ = session.commune_id if session else stable_id("commune", settings.COMMUNE_CODE)
    found = Unit.objects.filter(pk=id_).first()
    if found is None:
        raise Absent(_("This site is not set up for a commune yet."))
    return found


def minutes_left(actor: Actor) -> int | None:
    """Of the helper's session; None for everybody else."""
    session = access.open_session(actor) if actor.assist else None
    return max(0, int((session.expires_at - now()).total_seconds() // 60)) if session else None


def context_for(draft: Draft) -> Context:
    people = drafts.people_of(draft)
    return Context(
        today=superseded.taken_on(draft),
        channel=draft.channel,
        representation=people.get("representation", "self"),
        commune=draft.commune.code,
        places=RegisteredPlaces(),
    )


def marks(draft: Draft, definition: Definition, answers: dict[str, Any]) -> dict[str, str]:
    kept = drafts.prefilled_of(draft)
    return still_prefilled(definition.form, Prefilled(kept.get("answers", {}), kept.get("sources", {})), answers)


def loose_papers(draft: Draft, definition: Definition, values: dict[str, Any], context: Context) -> list[Paper]:
    """Papers to be photographed for which the form itself has no question."""
    asked = {one.paper for one in definition.form.fields() if one.kind == "file" and one.paper}
    return [p for p in definition.papers_for(values, context) if must_be_given(p, draft.channel) and p.key not in asked]


def request_to_sign(definition: Definition) -> Paper | None:
    """The request itself, where it counts only with a signature on paper: it is printed from the answers and photographed."""
    if "print_and_sign" not in definition.ways_to_confirm:
        return None
    wanted = (p for p in definition.papers if p.key == "request" and p.how == "submit" and not p.electronic_form)
    return next(wanted, None)


def sheet_to_sign(definition: Definition, channel: str) -> Paper | None:
    """What an officer prints of a filed dossier: the request, or the declaration of whoever came to the desk or wrote,
    which from afar is the form itself."""
    if (wanted := request_to_sign(definition)) or channel not in {Channel.DESK, Channel.POST}:
        return wanted
    if definition.appointment_only or "print_and_sign" not in definition.ways_to_confirm:
        return None
    return next((p for p in definition.papers if p.how == "submit" and p.electronic_form), None)


_CODE = re.compile(r"\b(?:\d\.\d{6}|TS\.\d{6})\b")


def leads(errors: Mapping[str, Any], draft: Draft) -> list[dict[str, str]]:
    """The procedures that the sentences send to, where this commune offers them: so that nobody has to look for a code."""
    named = {code for found in errors.values() for text in found for code in _CODE.findall(str(text))}
    if not named:
        return []
    offered = [one for one in published(draft.commune_id, today()) if one.code in named]
    return [{"name": one.definition.name, "url": _lead(one.code, draft.channel)} for one in offered]


def _lead(code: str, channel: str) -> str:
    if channel == "online":
        return reverse("procedures:detail", args=[code])
    return reverse("dossiers:start", args=[code]) + ("" if channel == "assisted" else f"?kenh={channel}")


def errors_in(draft: Draft, form: Form, evaluation: Evaluation) -> dict[str, list[str]]:
    """What is wrong with the answers, by themselves and by the office's calendar."""
    visits = unfit_visits(form, evaluation.values, calendar_for(draft.commune_id), local(now()))
    return evaluation.errors | visits


def last_question(draft: Draft, definition: Definition, context: Context) -> str:
    if draft.channel in {"desk", "post"}:
        return reverse("dossiers:fill_all", args=[draft.pk])
    walk = screens(definition.form, evaluate(definition.form, drafts.answers_of(draft), context))
    return reverse("dossiers:question", args=[draft.pk, walk[-1].key]) if walk else reverse("dossiers:mine")
