"""Changing the calendar: a day off added or taken away, office hours set; everything that computed a date is told.

`work.publish("workdays.changed", dates=[…], commune_id=…)` runs in the same transaction; `commune_id` is None when
every commune is meant. A wing with deadlines subscribes to it, and registers a counter, so that people see beforehand
whom a change touches.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work, transact
from thonso.core.workdays.calendars import calendar_for, changing, supposing
from thonso.core.workdays.models import Holiday, WorkingHours

__all__ = ["add_holiday", "calendar_for", "register_counter", "remove_holiday", "set_hours", "touched_by"]

CHANGED = "workdays.changed"
HOURS = ("morning_start", "morning_end", "afternoon_start", "afternoon_end")
FIRST, LAST = date(2020, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing whose date would be another: its code, never a name."""

    code: str
    before: datetime
    after: datetime

    @property
    def late_until_now(self) -> bool:
        """It has missed its date, and would not have by the other calendar: whoever changes it ought to know."""
        return self.before < now() < self.after


@dataclass(frozen=True, slots=True)
class Touched:
    label: Any
    moved: list[Moved]

    @property
    def count(self) -> int:
        return len(self.moved)

    @property
    def late_until_now(self) -> int:
        return sum(one.late_until_now for one in self.moved)


Report = list[str]
Counter = Callable[[list[date], UUID | None], list[Moved]]
_counters: dict[str, tuple[Any, Counter]] = {}


def register_counter(key: str, label: Any, count: Counter) -> None:
    """In `AppConfig.ready`: `count(dates, commune_id)` gives what of `label` (e.g. open dossiers) would move, by the
    calendar that `calendar_for` gives meanwhile."""
    _counters[key] = (label, count)


def touched_by(commune_id: UUID, changed: Holiday | WorkingHours) -> list[Touched]:
    """What this row, not saved yet, would move in the commune: a date added, or with the state `removed` taken away, or
    other office hours."""
    days = [changed.date] if isinstance(changed, Holiday) else year_from(changed.since)
    with supposing(commune_id, changed):
        found = [Touched(label, count(days, commune_id)) for label, count in _counters.values()]
    return [one for one in found if one.count]


def add_holiday(
    commune_id: UUID,
    day: date,
    name: str,
    *,
    actor: Ref,
    kind: str = Holiday.Kind.HOLIDAY,
    source: str = "",
    report: Report | None = None,
) -> Holiday:
    """A day off (or, with kind "makeup", a worked weekend day) for one commune. Doing it again changes nothing."""
    name, source = clean(name, limit=100), clean(source, limit=200)
    there = Holiday.objects.filter(commune_id=commune_id, date=day, name=name, kind=kind, state=Holiday.State.ACTIVE)
    if (row := there.first()) is not None:
        return row
    check_holiday(commune_id, day, name, kind)
    with transact(commune_id) as work:
        row, _new = Holiday.objects.update_or_create(
            commune_id=commune_id,
            date=day,
            defaults={
                "name": name,
                "kind": kind,
                "source": source,
                "verify": False,
                "state": Holiday.State.ACTIVE,
                "origin": Holiday.Origin.OFFICE,
                "changed_at": work.at,
            },
        )
        work.note("holiday.added", actor, Ref("holiday", row.pk), facts={"date": day, "kind": kind})
        tell(work, [day], commune_id, report)
    return row


def remove_holiday(commune_id: UUID, day: date, *, actor: Ref, report: Report | None = None) -> None:
    """Make a date ordinary again for one commune. A common date is only hidden from it; the other communes keep it."""
    rows = Holiday.objects.filter(date=day, state=Holiday.State.ACTIVE)
    own = rows.filter(commune_id=commune_id).first()
    common = rows.filter(commune_id=None).first()
    hidden = Holiday.objects.filter(commune_id=commune_id, date=day, state=Holiday.State.REMOVED).exists()
    shown = own or (None if hidden else common)
    if shown is None:
        raise Stale(_("This date is not in the list any more. Please open the list again."))
    with transact(commune_id) as work:
        row, _new = Holiday.objects.update_or_create(
            commune_id=commune_id,
            date=day,
            defaults={"state": Holiday.State.REMOVED, "origin": Holiday.Origin.OFFICE, "changed_at": work.at},
            create_defaults={
                "name": shown.name,
                "kind": shown.kind,
                "source": shown.source,
                "state": Holiday.State.REMOVED,
                "origin": Holiday.Origin.OFFICE,
                "changed_at": work.at,
            },
        )
        work.note("holiday.removed", actor, Ref("holiday", row.pk), facts={"date": day, "kind": shown.kind})
        tell(work, [day], commune_id, report)


def set_hours(
    commune_id: UUID,
    since: date,
    morning: tuple[time, time],
    afternoon: tuple[time, time],
    *,
    actor: Ref,
    source: str = "",
    report: Report | None = None,
) -> WorkingHours:
    """Office hours of one commune from `since` (today at the earliest) on. Deadlines after it are computed again.

    Doing it again changes nothing. Raises Refused.
    """
    source = clean(source, limit=200)
    edges = (*morning, *afternoon)
    check_hours(since, edges)
    same = dict(zip(HOURS, edges, strict=True)) | {"source": source}
    if (row := WorkingHours.objects.filter(commune_id=commune_id, since=since, **same).first()) is not None:
        return row
    with transact(commune_id) as work:
        row, _new = WorkingHours.objects.update_or_create(
            commune_id=commune_id,
            since=since,
            defaults={**same, "verify": False},
        )
        work.note("office_hours.set", actor, Ref("office_hours", row.pk), facts={"since": since})
        tell(work, year_from(since), commune_id, report)
    return row


def check_hours(since: date, edges: Sequence[time]) -> None:
    """Raises Refused with a sentence at the field that is wrong."""
    errors: dict[str, list[str]] = {}
    if since < today():
        errors["since"] = [_("Office hours can only be changed from today on.")]
    elif since > LAST:
        errors["since"] = [_("This date is too far away. Check the year.")]
    for before, name in zip(range(3), HOURS[1:], strict=True):
        if edges[before + 1] <= edges[before]:
            errors[name] = [_("This must be later than %(time)s.") % {"time": f"{edges[before]:%H:%M}"}]
    if errors:
        raise Refused(_("Office hours must follow each other: morning, then afternoon."), fields=errors)


def tell(work: Work, dates: list[date], commune_id: UUID | None, report: Report | None = None) -> None:
    """Tell everything that has computed a date. Called last in the transaction, when the rows are written. Into `report`
    they write in sentences whom they have told, and whom not, for the person who changed the calendar."""
    with changing():
        work.publish(CHANGED, dates=sorted(set(dates)), commune_id=commune_id, report=[] if report is None else report)


def year_from(since: date) -> list[date]:
    """The dates a change of hours can still move: those of the year that begins then, or today."""
    first = max(since, today())
    return [first + timedelta(days=n) for n in range(366)]


def check_holiday(commune_id: UUID, day: date, name: str, kind: str) -> None:
    """Raises Refused with a sentence for each field that is wrong."""
    errors: dict[str, list[str]] = {}
    calendar = calendar_for(commune_id)
    if not name:
        errors["name"] = [_("Say what this day is called.")]
    if not FIRST <= day <= LAST:
        errors["date"] = [_("This date is too far away. Check the year.")]
    elif kind == Holiday.Kind.HOLIDAY and not calendar.is_working(day):
        errors["date"] = [_("The office does not work on this date anyway.")]
    elif kind == Holiday.Kind.MAKEUP and calendar.is_working(day):
        errors["date"] = [_("The office works on this date anyway.")]
    if kind not in Holiday.Kind.values:
        errors["kind"] = [_("Choose a day off or a make-up working day.")]
    if errors:
        raise Refused(_("The date was not added."), fields=errors)
