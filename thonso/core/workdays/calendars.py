"""The calendar of a commune, kept in memory until its rows change; every process asks again every two seconds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from thonso.core.workdays.models import CalendarVersion, Holiday, WorkingHours
from thonso.core.workdays.rules import STANDARD_HOURS, Calendar, OfficeHours, words
from thonso.core.workdays.rules.calendar import hours_on

# A test rolls its rows back behind the cache, so tests ask every time.
RECHECK_SECONDS = 0.0 if settings.TEST else 2.0


@dataclass(slots=True)
class _Kept:
    token: str = ""
    asked_at: float = float("-inf")
    calendars: dict[UUID, Calendar] = field(default_factory=dict)


Change = Holiday | WorkingHours
_kept = _Kept()
_changing: ContextVar[_Kept | None] = ContextVar("workdays_changing", default=None)


def calendar_for(commune_id: UUID) -> Calendar:
    """The calendar in force for a commune.

    A change made in another process is seen within two seconds. A deadline computed in that gap carries the old
    `version` and can be found by it: a subscriber of "workdays.changed" should look once more a little later.
    """
    global _kept
    kept = _changing.get()
    if kept is not None:
        return _from(kept, commune_id)
    kept = _kept
    if time.monotonic() - kept.asked_at >= RECHECK_SECONDS:
        token = _token()
        kept = _Kept(token, time.monotonic(), kept.calendars if token == kept.token else {})
        _kept = kept
    return _from(kept, commune_id)


def _from(kept: _Kept, commune_id: UUID) -> Calendar:
    if commune_id not in kept.calendars:
        kept.calendars[commune_id] = _read(commune_id, kept.token)
    return kept.calendars[commune_id]


def forget() -> None:
    """Ask the database again at the next call."""
    global _kept
    _kept = _Kept()


@contextmanager
def changing() -> Iterator[None]:
    """Around the telling of subscribers: they see the change; nobody else keeps what they read before it commits."""
    token = uuid4()
    CalendarVersion.objects.update_or_create(id=1, defaults={"token": token})
    mark = _changing.set(_Kept(str(token)))
    try:
        yield
    finally:
        _changing.reset(mark)
        forget()
        transaction.on_commit(forget)


@contextmanager
def supposing(commune_id: UUID, changed: Change) -> Iterator[None]:
    """Counting inside it goes by the calendar as it would be with this row, which is written nowhere."""
    mark = _changing.set(_Kept("supposed", calendars={commune_id: _read(commune_id, "supposed", changed)}))
    try:
        yield
    finally:
        _changing.reset(mark)


def _token() -> str:
    token = CalendarVersion.objects.filter(id=1).values_list("token", flat=True).first()
    return str(token) if token else ""


def _read(commune_id: UUID, version: str, changed: Change | None = None) -> Calendar:
    days: dict[date, Holiday] = {}
    rows = Holiday.objects.filter(Q(commune_id=None) | Q(commune_id=commune_id))
    for row in sorted(rows, key=lambda row: row.commune_id is not None):
        days[row.date] = row
    if isinstance(changed, Holiday):
        days[changed.date] = changed
    active = [row for row in days.values() if row.state == Holiday.State.ACTIVE]
    return Calendar(
        {row.date: row.name for row in active if row.kind == Holiday.Kind.HOLIDAY},
        {row.date: row.name for row in active if row.kind == Holiday.Kind.MAKEUP},
        _hours(commune_id, changed if isinstance(changed, WorkingHours) else None),
        version,
    )


def opening_words(commune_id: UUID, day: date) -> str:
    """When the office of a commune is open these days, in words for the public pages; one query."""
    rows = sorted(_hours(commune_id), key=lambda row: row.since)
    return words.week(hours_on(tuple(rows), day).spans)


def hours_rows(commune_id: UUID | None, changed: WorkingHours | None = None) -> list[WorkingHours]:
    """The rows that hold for a commune one after the other, in the order of their first days; with `changed`, as they
    would be with that row of the commune."""
    rows = list(WorkingHours.objects.filter(Q(commune_id=None) | Q(commune_id=commune_id)).order_by("since"))
    if changed is not None:
        kept = [row for row in rows if (row.commune_id, row.since) != (commune_id, changed.since)]
        rows = sorted([*kept, changed], key=lambda row: row.since)
    # Before the first day of its own hours a commune keeps the common ones.
    first = min((row.since for row in rows if row.commune_id is not None), default=date.max)
    return [row for row in rows if row.commune_id is not None or row.since < first]


def _hours(commune_id: UUID, changed: WorkingHours | None = None) -> tuple[OfficeHours, ...]:
    rows_in_force = (
        OfficeHours(row.since, ((row.morning_start, row.morning_end), (row.afternoon_start, row.afternoon_end)))
        for row in hours_rows(commune_id, changed)
    )
    # The standard hours hold where no row reaches back far enough.
    return (STANDARD_HOURS, *rows_in_force)
