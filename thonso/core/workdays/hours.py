"""The page of office hours: what holds from when, and a change that asks again before it moves deadlines."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import read_day, read_hour
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.workdays import access, services
from thonso.core.workdays.calendars import calendar_for, hours_rows
from thonso.core.workdays.models import WorkingHours
from thonso.core.workdays.rules import words

FULL_DAY: Final = timedelta(hours=8)
"""What "8 hours = 1 day" of the national process definitions counts on (vietnam.md)."""


@audience("admin", "staff")
@require_GET
def hours(request: HttpRequest) -> HttpResponse:
    return _page(request, {}, {})


@audience("admin", "staff")
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """First press: what it would touch. Second press (`sure`): done."""
    actor = actor_of(request)
    commune_id = access.require_editable_commune(actor)
    values = {name: request.POST.get(name, "") for name in ("since", *services.HOURS, "source")}
    since, edges, source, errors = _read(values)
    report: services.Report = []
    try:
        if since is None or errors:
            raise Refused(fields=errors)
        if request.POST.get("sure"):
            services.set_hours(commune_id, since, edges[:2], edges[2:], actor=actor.ref, source=source, report=report)
            done = _("Office hours from %(day)s: %(hours)s. The dates after it have been computed again.")
            messages.success(request, done % {"day": f"{since:%d/%m/%Y}", "hours": _said(edges)})
            for told in report:
                messages.info(request, told)
            return redirect("workdays:hours")
        services.check_hours(since, edges)
    except Refused as refusal:
        return _page(request, values, refusal.fields, status=422)
    values |= {"since": f"{since:%d/%m/%Y}", "source": source}
    wanted = WorkingHours(commune_id=commune_id, since=since, **dict(zip(services.HOURS, edges, strict=True)))
    context = {
        "title": _("Change the office hours?"), "said": _("from %(day)s") % {"day": f"{since:%d/%m/%Y}"},
        "what": _said(edges), "values": values, "touched": services.touched_by(commune_id, wanted),
        "action": reverse("workdays:set_hours"), "button": _("Change them"), "back": reverse("workdays:hours"),
    }  # fmt: skip
    return render(request, "workdays/confirm.html", context)


def _page(request: HttpRequest, values: dict[str, Any], errors: dict[str, Any], status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    editable = access.editable_commune(actor)
    commune_id = editable or actor.home_commune()
    rows = hours_rows(commune_id)
    now = next((row for row in reversed(rows) if row.since <= today()), None)
    spans = calendar_for(commune_id).hours_on(today()).spans if commune_id else ()
    shown = dict(zip(services.HOURS, (f"{edge:%H:%M}" for span in spans for edge in span), strict=False))
    context = {
        "now": words.opening(spans), "length": words.hours(_length(spans)), "full": _length(spans) == FULL_DAY,
        "rows": [
            (row, words.opening(spans_of(row)), words.hours(_length(spans_of(row))), row == now, row.since > today())
            for row in reversed(rows)
        ],
        "editable": editable is not None, "values": {**shown, **values}, "errors": errors,
    }  # fmt: skip
    return render(request, "workdays/hours.html", context, status=status)


def spans_of(row: WorkingHours) -> tuple[tuple[time, time], ...]:
    return (row.morning_start, row.morning_end), (row.afternoon_start, row.afternoon_end)


def _length(spans: tuple[tuple[time, time], ...]) -> timedelta:
    day = date(2000, 1, 1)
    found = (datetime.combine(day, end) - datetime.combine(day, start) for start, end in spans)
    return sum(found, timedelta())


def _said(edges: tuple[time, ...]) -> str:
    return words.opening((edges[:2], edges[2:]))  # type: ignore[arg-type]


def _read(values: dict[str, str]) -> tuple[date | None, Any, str, dict[str, list[Any]]]:
    """What was typed, and every sentence about it at once, in the order of the boxes."""
    errors: dict[str, list[Any]] = {}
    since = read_day(values["since"], errors, "since")
    if since is None and not errors:
        errors["since"] = [_("Write the day from which they hold, for example 01/12/2026.")]
    edges = []
    for name in services.HOURS:
        edge = read_hour(values[name])
        if edge is None:
            errors[name] = [_("Write the hour like 7:30 or 13:30.")]
        else:
            edges.append(edge)
    source = ""
    try:
        source = clean(values["source"], limit=200)
    except Refused as refusal:
        errors["source"] = [refusal.message]
    return since, tuple(edges), source, errors
