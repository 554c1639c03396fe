"""Mobile days as the office keeps them; on the day itself the officer works from this page with the desk's own pages."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.models import Account
from thonso.core.access.pages.shared import Done, read_day, read_hour, sentences, submit
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work
from thonso.core.units.services import hamlets
from thonso.dossiers.models import Dossier
from thonso.outreach import access
from thonso.outreach.models import MobileDay
from thonso.outreach.reading import begun, offered_on, when
from thonso.outreach.services import mobile
from thonso.procedures.access import published
from thonso.procedures.describing import at_hand

BOXES = ("hamlet", "place", "day", "starts", "ends", "officer", "procedures")
EVERY = "all"
TONES = {"announced": "info", "open": "ok", "closed": "plain", "called_off": "late"}


def state_words(state: str) -> str:
    return {
        "announced": _("announced"),
        "open": _("going on"),
        "closed": _("is over"),
        "called_off": _("called off"),
    }[state]


@audience("staff")
@never_cache
@require_GET
def days(request: HttpRequest) -> HttpResponse:
    commune = access.kept_commune(actor_of(request))
    past = MobileDay.objects.filter(commune=commune, day__lte=today()).select_related("hamlet", "officer")
    context = {
        "coming": [_row(one) for one in mobile.coming(commune.pk)],
        "overdue": [_row(one) for one in mobile.overdue(commune.pk)],
        "past": [_row(one) for one in past.filter(state="closed").order_by("-day", "pk")[:20]],
    }
    return render(request, "outreach/days.html", context)


def _row(one: MobileDay) -> dict[str, Any]:
    return {"day": one, "when": when(one), "state": state_words(one.state), "tone": TONES[one.state]}


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune = access.kept_commune(actor)
    places, offered = list(hamlets(commune.pk)), published(commune.pk, today())
    officers = _officers(commune.pk)
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        hamlet = next((one for one in places if str(one.pk) == request.POST.get("hamlet")), None)
        officer = next((one for one in officers if str(one.pk) == request.POST.get("officer")), None)
        on = read_day(request.POST.get("day", ""), errors, "day")
        starts, ends = (read_hour(request.POST.get(name, "")) for name in ("starts", "ends"))
        codes = request.POST.getlist("procedures")
        if EVERY in codes:  # without a script the first box alone stands for all of them
            codes = [one.code for one in published(commune.pk, on or today())]
        place, hour = request.POST.get("place", ""), _("Write the hour like 7:30 or 19:00.")
        asked = {
            "hamlet": (hamlet, _("Choose the hamlet.")),
            "officer": (officer, _("Choose the officer.")),
            "day": (on, _("Write the day, for example 24/11/2026.")),
            "starts": (starts, hour),
            "ends": (ends, hour),
            "place": (place.strip(), mobile.NO_PLACE),
            "procedures": (codes, mobile.NO_PROCEDURE),
        }
        for name, (found, words) in asked.items():
            if not found:
                errors.setdefault(name, [words])
        if hamlet and officer and on and starts and ends and not errors:
            wanted = mobile.Wanted(hamlet, place, on, starts, ends, officer, codes)

            def act(work: Work) -> Done:
                row = mobile.announce(work, actor, wanted)
                return reverse("outreach:day", args=[row.pk]), _("Announced. It stands on the public page.")

            try:
                return submit(request, actor, commune.pk, "mobile_day.announce", act)
            except Refused as refusal:
                errors = sentences(refusal, "day")
    context = {
        "hamlets": [(str(one.pk), one.full_name) for one in places],
        "officers": [(str(one.pk), one.full_name) for one in officers],
        "procedures": [
            (EVERY, _("All procedures of this list")),
            *((one.code, one.definition.name) for one in offered),
        ],
        "every": EVERY,
        "values": {**request.POST.dict(), "procedures": request.POST.getlist("procedures")},
        "errors": {name: errors[name] for name in BOXES if name in errors},
    }
    return render(request, "outreach/announce.html", context, status=422 if errors else 200)


def _officers(commune_id: UUID) -> list[Account]:
    rows = Account.objects.filter(is_active=True, assignments__commune_id=commune_id, assignments__role="one_stop")
    return list(rows.distinct().order_by("full_name"))


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """The list of the day with what each must bring; somebody put on the list."""
    actor = actor_of(request)
    row = access.day(actor, day_id)
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":

        def act(work: Work) -> Done:
            one = mobile.enrol(work, actor, row, request.POST.get("name", ""), request.POST.get("procedure", ""))
            return reverse("outreach:day", args=[row.pk]), _("%(name)s is on the list.") % {"name": one.name}

        try:
            return submit(request, actor, row.commune_id, "mobile_day.enrol", act)
        except Refused as refusal:
            errors = sentences(refusal, "name")
    return _day_page(request, actor, row, errors, request.POST.dict())


def _day_page(
    request: HttpRequest, actor: Actor, row: MobileDay, errors: dict[str, Any], values: dict[str, Any]
) -> HttpResponse:
    offered = {one.code: one for one in offered_on(row)}
    people = list(row.enrolments.order_by("at", "id"))
    codes = dict(
        Dossier.objects.filter(pk__in=[one.dossier_id for one in people if one.dossier_id]).values_list("pk", "code")
    )
    taken = list(row.taken.filter(act="filed").select_related("dossier").order_by("at"))
    context = {
        "row": row, **_row(row), "mine": row.officer_id == actor.account_id, "today": row.day == today(),
        "people": [
            {
                "one": one, "definition": offered.get(one.procedure_code),
                "code": codes.get(one.dossier_id) if one.dossier_id else None,
                "bring": at_hand(offered[one.procedure_code]) if one.procedure_code in offered else [],
            }
            for one in people
        ],
        "waiting": sum(one.state == "waiting" for one in people),
        "procedures": [(code, one.name) for code, one in offered.items()],
        "offered": list(offered.values()), "taken": taken, "begun": begun(actor, row),
        "later": [(str(one.pk), f"{when(one)} · {one.hamlet.full_name}") for one in mobile.later(row)],
        "values": values, "errors": errors,
    }  # fmt: skip
    return render(request, "outreach/day.html", context, status=422 if errors else 200)


@audience("staff")
@require_POST
def begin(request: HttpRequest, day_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.day(actor, day_id)

    def act(work: Work) -> Done:
        mobile.begin(work, actor, row)
        return reverse("outreach:day", args=[row.pk]), _(
            "Begun: what you file and receive now says that it was taken in here."
        )

    try:
        return submit(request, actor, row.commune_id, "mobile_day.begin", act)
    except Refused as refusal:
        return _day_page(request, actor, row, sentences(refusal, "begin"), {})


@audience("staff")
@require_POST
def close(request: HttpRequest, day_id: UUID) -> HttpResponse:
    return _end(request, day_id, "mobile_day.close", mobile.close, _("The day is closed."))


@audience("staff")
@require_POST
def call_off(request: HttpRequest, day_id: UUID) -> HttpResponse:
    return _end(request, day_id, "mobile_day.call_off", mobile.call_off, _("Called off. The public page says so."))


def _end(
    request: HttpRequest,
    day_id: UUID,
    verb: str,
    end: Callable[[Work, Actor, MobileDay, MobileDay | None, str], int],
    said: str,
) -> HttpResponse:
    actor = actor_of(request)
    row = access.day(actor, day_id)
    to = next((one for one in mobile.later(row) if str(one.pk) == request.POST.get("to")), None)

    def act(work: Work) -> Done:
        end(work, actor, row, to, request.POST.get("why", ""))
        return reverse("outreach:days"), said

    try:
        return submit(request, actor, row.commune_id, verb, act)
    except Refused as refusal:
        return _day_page(request, actor, row, sentences(refusal, "why"), request.POST.dict())


@audience("staff")
@require_POST
def drop(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.enrolment(actor, enrolment_id)

    def act(work: Work) -> Done:
        mobile.drop(work, actor, row, request.POST.get("why", "") or _("does not come"))
        return reverse("outreach:day", args=[row.day_id]), _("%(name)s is off the list.") % {"name": row.name}

    return submit(request, actor, row.commune_id, "mobile_day.drop", act)
