"""A day that somebody wants to come: the office is open then, it is not past, and not too far off. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.web.words import day as said
from thonso.core.workdays.rules import Calendar, Span
from thonso.procedures.forms.shape import Form
from thonso.procedures.partial_date import read

FURTHEST = timedelta(days=60)
NOON = 12


def unfit_visits(form: Form, values: Mapping[str, Any], calendar: Calendar, at: datetime) -> dict[str, list[str]]:
    """Sentences for the days asked for that cannot be: path of the question → what to do. `at` is now, in Hanoi time."""
    errors: dict[str, list[str]] = {}
    for one in form.fields():
        wanted = read(values.get(one.key)) if one.half_day else None
        if wanted is None or not wanted.day:
            continue
        day = wanted.first
        if problem := _wrong_day(day, calendar, at):
            errors[one.key] = [problem]
        elif problem := _wrong_half(day, values.get(one.half_day), calendar, at):
            errors[one.half_day] = [problem]
    return errors


def who_is_here(form: Form, calendar: Calendar, at: datetime) -> dict[str, str]:
    """The day that somebody wants to come, for who has come: today and this half of it, while the office is open; and the
    centre, where the form asks for the place."""
    half = _half_of(at)
    found: dict[str, str] = {}
    for one in form.fields():
        if one.half_day:
            found |= {one.key: at.date().isoformat(), one.half_day: half}
    if not found or unfit_visits(form, found, calendar, at):
        return {}
    where = form.by_key.get("place")
    return found | ({"place": "centre"} if where and any(one.value == "centre" for one in where.options) else {})


def who_came_there(form: Form, day: date, at: datetime, hamlet: Mapping[str, str]) -> dict[str, Any]:
    """The same for who came to the officers in her hamlet: that day and half of it, and the hamlet where the form offers it."""
    found: dict[str, Any] = {}
    for one in form.fields():
        if one.half_day:
            found |= {one.key: day.isoformat(), one.half_day: _half_of(at)}
    where = form.by_key.get("place")
    if where and where.visit and any(one.value == "hamlet" for one in where.options):
        found["place"] = "hamlet"
        found |= {one.key: hamlet for one in form.fields() if one.visit and one.here}
    return found


def _half_of(at: datetime) -> str:
    return "morning" if at.hour < NOON else "afternoon"


def _wrong_day(day: date, calendar: Calendar, at: datetime) -> str:
    if day > at.date() + FURTHEST:
        last = said(at.date() + FURTHEST)
        return _("Please choose a day within 60 days, %(last)s at the latest.") % {"last": last}
    if _left(day, calendar, at):
        return ""
    following = said(_next_open(day, calendar, at), "long")
    if name := calendar.name_of(day) if not calendar.is_working(day) else "":
        return _("The office is closed on that day (%(name)s). The next open day is %(following)s.") % {
            "name": name,
            "following": following,
        }
    if calendar.is_working(day):
        return _("The office has closed for that day. The next open day is %(following)s.") % {"following": following}
    return _("The office is closed on that day. The next open day is %(following)s.") % {"following": following}


def _wrong_half(day: date, half: Any, calendar: Calendar, at: datetime) -> str:
    if half not in {"morning", "afternoon"} or any(_is(span, half) for span in _left(day, calendar, at)):
        return ""
    following = said(_next_open(day + timedelta(days=1), calendar, at), "long")
    if any(_is(span, half) for span in calendar.spans(day)):
        return _("That half of the day is past. Choose the other half, or %(following)s.") % {"following": following}
    return _("The office is closed then. Choose the other half of the day, or %(following)s.") % {
        "following": following
    }


def _left(day: date, calendar: Calendar, at: datetime) -> list[Span]:
    """The office hours of a day that are not over."""
    return [span for span in calendar.spans(day) if span[1] > at]


def _next_open(day: date, calendar: Calendar, at: datetime) -> date:
    day = calendar.next_working(max(day, at.date()))
    while not _left(day, calendar, at):
        day = calendar.next_working(day + timedelta(days=1))
    return day


def _is(span: Span, half: str) -> bool:
    return (span[0].hour < NOON) == (half == "morning")
