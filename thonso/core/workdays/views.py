"""The list of days off by year, and the two pages that ask again before a date moves every deadline over it."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.workdays import access, services
from thonso.core.workdays.models import Holiday
from thonso.core.workdays.rules.words import weekday

YEARS = range(services.FIRST.year, services.LAST.year + 1)


@audience("admin", "staff")
@require_GET
def holidays(request: HttpRequest) -> HttpResponse:
    return _list(request, _year(request.GET.get("nam", "")), {}, {})


@audience("admin", "staff")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """First press: what it would touch. Second press (`sure`): done."""
    actor = actor_of(request)
    commune_id = access.require_editable_commune(actor)
    values = {name: request.POST.get(name, "") for name in ("date", "name", "kind", "source")}
    day, name, source, errors = _read(values)
    report: services.Report = []
    try:
        if day is None or errors:
            raise Refused(fields=errors)
        if request.POST.get("sure"):
            services.add_holiday(
                commune_id, day, name, actor=actor.ref, kind=values["kind"], source=source, report=report
            )
            done = _("Added: %(day)s. The dates over it have been computed again.") % {"day": _said(day)}
            messages.success(request, done)
            _tell(request, report)
            return redirect(_address(day.year))
        services.check_holiday(commune_id, day, name, values["kind"])
    except Refused as refusal:
        return _list(request, today().year, values, refusal.fields, status=422)
    touched = services.touched_by(commune_id, Holiday(date=day, name=name, kind=values["kind"]))
    values |= {"date": f"{day:%d/%m/%Y}", "name": name, "source": source}
    context = {
        "title": _("Add this date?"), "said": _said(day), "what": name, "values": values, "touched": touched,
        "action": reverse("workdays:add"), "button": _("Add it"), "back": _address(day.year),
    }  # fmt: skip
    return render(request, "workdays/confirm.html", context)


@audience("admin", "staff")
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, day: date) -> HttpResponse:
    actor = actor_of(request)
    commune_id = access.require_editable_commune(actor)
    if request.method == "POST":
        report: services.Report = []
        services.remove_holiday(commune_id, day, actor=actor.ref, report=report)
        messages.success(
            request, _("Taken off: %(day)s. The dates over it have been computed again.") % {"day": _said(day)}
        )
        _tell(request, report)
        return redirect(_address(day.year))
    row = access.shown_holiday(commune_id, day)
    if row is None:
        raise Http404
    gone = Holiday(date=day, name=row.name, kind=row.kind, state=Holiday.State.REMOVED)
    touched = services.touched_by(commune_id, gone)
    context = {
        "title": _("Take this date off?"), "said": _said(day), "what": row.name, "values": {"kind": row.kind},
        "touched": touched, "action": reverse("workdays:remove", args=[day]), "button": _("Take it off"),
        "taking_off": True, "back": _address(day.year),
    }  # fmt: skip
    return render(request, "workdays/confirm.html", context)


def _tell(request: HttpRequest, report: services.Report) -> None:
    """Who was told of it and who could not be."""
    for words in report:
        messages.info(request, words)


def _list(
    request: HttpRequest, year: int, values: dict[str, Any], errors: dict[str, Any], status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    editable = access.editable_commune(actor)
    commune_id = editable or actor.home_commune()
    rows = access.holidays_of(commune_id, year)
    context = {
        "year": year,
        "previous": year - 1 if year - 1 in YEARS else None,
        "next": year + 1 if year + 1 in YEARS else None,
        "rows": [(row, weekday(row.date)) for row in rows],
        "unverified": sum(row.verify for row in rows),
        "editable": editable is not None,
        "values": {"kind": Holiday.Kind.HOLIDAY, **values},
        "errors": errors,
        "kinds": [(Holiday.Kind.HOLIDAY, _("Day off")), (Holiday.Kind.MAKEUP, _("Make-up working day"))],
    }
    return render(request, "workdays/holidays.html", context, status=status)


def _said(day: date) -> str:
    return f"{weekday(day)} {day:%d/%m/%Y}"


def _address(year: int) -> str:
    return f"{reverse('workdays:holidays')}?nam={year}"


def _year(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text[:5]) in YEARS else today().year


def _read(values: dict[str, str]) -> tuple[date | None, str, str, dict[str, list[Any]]]:
    """What was typed, and every sentence about it at once."""
    errors: dict[str, list[Any]] = {}
    texts = {}
    for field, limit in (("name", 100), ("source", 200)):
        try:
            texts[field] = clean(values[field], limit=limit)
        except Refused as refusal:
            errors[field] = [refusal.message]
    if not texts.get("name", "?"):
        errors["name"] = [_("Say what this day is called.")]
    day = _date(values["date"])
    if day is None:
        errors["date"] = [_("Write the date as day/month/year, for example 24/11/2026.")]
    return day, texts.get("name", ""), texts.get("source", ""), errors


def _date(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
