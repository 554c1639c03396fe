"""The timetable as the commune keeps it: times entered and ended, days away with who stands in."""

from datetime import date, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, read_day, read_hour, sentences, submit
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work
from thonso.core.units.services import hamlets
from thonso.core.web.words import day as said
from thonso.roster import access, reading, rules, services
from thonso.roster.models import Duty
from thonso.roster.rules import week_words
from thonso.roster.views.shared import Errors, chosen, read_days, read_replacement

PAGE = "roster:kept"
BOXES = ("hamlet", "helper", "weekday", "day", "starts", "ends", "valid_from", "valid_to")


@audience("staff", "admin")
@never_cache
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    commune = access.kept_commune(actor_of(request))
    whole = reading.roster(commune.pk)
    context = {
        "roster": whole,
        "rows": [(row, times(row)) for row in whole.duties],
        "absences": whole.absences,
        "alone": [point for point in whole.points if not point.helped],
        "today": today(),
    }
    return render(request, "roster/kept.html", context)


def times(row: Duty) -> str:
    """'thứ Ba 19:00–21:00', or the single day."""
    day = said(row.valid_from, "long") if row.weekday is None else week_words([row.weekday])
    return f"{day} {rules.hours_words(row.starts, row.ends)}"


@audience("staff", "admin")
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune = access.kept_commune(actor)
    places, people = list(hamlets(commune.pk)), reading.people_of(commune.pk)
    errors: Errors = {}
    if request.method == "POST":
        hamlet = next((one for one in places if str(one.pk) == request.POST.get("hamlet")), None)
        helper = chosen(request.POST.get("helper", ""), people)
        if hamlet is None:
            errors["hamlet"] = [_("Choose the hamlet.")]
        if helper is None:
            errors["helper"] = [_("Choose who is there.")]
        weekdays, first, last = _read_when(request, errors)
        starts, ends = _read_hours(request, errors)
        if hamlet and helper and first and starts and ends and not errors:
            place, who, since, at, until = hamlet, helper, first, starts, ends

            def act(work: Work) -> Done:
                for weekday in weekdays:
                    wanted = services.Wanted(place.pk, who.pk, weekday, since, last, at, until)
                    services.add_duty(work, actor, place, who, wanted, named=bool(request.POST.get("named")))
                return reverse(PAGE), _("Entered: %(name)s at %(hamlet)s.") % {
                    "name": who.full_name, "hamlet": place.full_name,
                }  # fmt: skip

            try:
                return submit(request, actor, commune.pk, "roster.add", act)
            except Refused as refusal:
                errors = sentences(refusal, "starts")
    context: dict[str, Any] = {
        "hamlets": [(str(one.pk), one.full_name) for one in places],
        "people": [(str(key), label) for key, label in people],
        "weekdays": [(str(n), week_words([n])) for n in range(7)],
        "values": {"repeat": "weekly", **request.POST.dict(), "weekday": request.POST.getlist("weekday")},
        "errors": {name: errors[name] for name in BOXES if name in errors},
    }
    if request.method == "GET":
        context["values"] |= {"hamlet": request.GET.get("thon", "")}
    return render(request, "roster/add.html", context, status=422 if errors else 200)


def _read_when(request: HttpRequest, errors: Errors) -> tuple[list[int | None], date | None, date | None]:
    """The weekdays with their first and last day; or [None] and the single day."""
    if request.POST.get("repeat") == "once":
        day = read_day(request.POST.get("day", ""), errors, "day")
        if day is None and "day" not in errors:
            errors["day"] = [_("Write the day, for example 24/11/2026.")]
        return [None], day, day
    weekdays: list[int | None] = [n for n in range(7) if str(n) in request.POST.getlist("weekday")]
    if not weekdays:
        errors["weekday"] = [_("Choose at least one day of the week.")]
    first = read_day(request.POST.get("valid_from", ""), errors, "valid_from") or today()
    return weekdays, first, read_day(request.POST.get("valid_to", ""), errors, "valid_to")


def _read_hours(request: HttpRequest, errors: Errors) -> list[time | None]:
    found = [read_hour(request.POST.get(name, "")) for name in ("starts", "ends")]
    for name, hour in zip(("starts", "ends"), found, strict=True):
        if hour is None:
            errors[name] = [_("Write the hour like 7:30 or 19:00.")]
    return found


@audience("staff", "admin")
@never_cache
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.duty(actor, duty_id)
    errors: Errors = {}
    if request.method == "POST":
        typed = read_day(request.POST.get("last_day", ""), errors, "last_day")
        if not errors:
            last = typed or today()

            def act(work: Work) -> Done:
                services.end_duty(work, actor, row, last)
                return reverse(PAGE), _("The time ends.")

            try:
                return submit(request, actor, row.commune_id, "roster.end", act)
            except Refused as refusal:
                errors = sentences(refusal, "last_day")
    context: dict[str, Any] = {"row": row, "times": times(row), "values": request.POST.dict(), "errors": errors}
    return render(request, "roster/end.html", context, status=422 if errors else 200)


@audience("staff", "admin")
@never_cache
@require_http_methods(["GET", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune = access.kept_commune(actor)
    people = reading.people_of(commune.pk)
    errors: Errors = {}
    if request.method == "POST":
        helper = chosen(request.POST.get("helper", ""), people)
        if helper is None:
            errors["helper"] = [_("Choose who is away.")]
        first, last = read_days(request, errors)
        other = read_replacement(request, people, errors)
        if helper and first and last and not errors:
            who, since, until = helper, first, last

            def act(work: Work) -> Done:
                services.add_absence(work, actor, who, since, until, other)
                return reverse(PAGE), _("The days are marked. The public page says it from now on.")

            try:
                return submit(request, actor, commune.pk, "roster.away", act)
            except Refused as refusal:
                errors = sentences(refusal, "first")
    context = {
        "people": [(str(key), label) for key, label in people], "values": request.POST.dict(),
        "errors": {name: errors[name] for name in ("helper", "first", "last", "replacement") if name in errors},
    }  # fmt: skip
    return render(request, "roster/away.html", context, status=422 if errors else 200)


@audience("staff", "admin")
@require_POST
def back(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.absence(actor, absence_id)

    def act(work: Work) -> Done:
        services.take_back(work, actor, row)
        return reverse(PAGE), _("Taken back: %(name)s is there on these days.") % {"name": row.helper.full_name}

    return submit(request, actor, row.commune_id, "roster.back", act)
