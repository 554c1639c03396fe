"""How a clock stands at a given hour: what is left, which part is used, what to remind of, and whether it is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from thonso.core.workdays.rules.calendar import Calendar, hanoi
from thonso.core.workdays.rules.clock import Pause, Rule, course, merge, running

HALF, DAY_BEFORE, OVERDUE = "half", "day_before", "overdue"


@dataclass(frozen=True, slots=True)
class Reminder:
    """`kind`: half (half of the office time is used), day_before (opening of the working day before), overdue."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """`left_days` are working days after today: 0 on the due day, below 0 for days late. None of it while paused."""

    due: datetime | None
    paused_since: datetime | None
    late: bool
    left: timedelta | None
    left_days: int | None
    used: float


def is_late(due: datetime | None, at: datetime) -> bool:
    """`at` is the hour now, or the hour it was finished. A clock that stands still is not late."""
    return due is not None and at > due


def office_time(after: datetime, upto: datetime, calendar: Calendar, pauses: Iterable[Pause] = ()) -> timedelta:
    """Office hours between two moments in which no pause stood."""
    total = timedelta()
    if upto <= after:
        return total
    for begin, end in running(after, [*pauses, Pause(upto)], calendar):
        total += end - begin
    return total


def remaining(due: datetime, now: datetime, calendar: Calendar) -> timedelta:
    """Office hours left; nothing once it is due."""
    return office_time(now, due, calendar)


def remaining_days(due: datetime, now: datetime, calendar: Calendar) -> int:
    """Working days after today up to the due day; 0 on the due day; -n when the due day was n working days ago."""
    due_day, today = hanoi(due).date(), hanoi(now).date()
    if due_day >= today:
        return calendar.working_days_between(today, due_day)
    return -calendar.working_days_between(due_day, today)


def used(start: datetime, rule: Rule, pauses: Iterable[Pause], calendar: Calendar, now: datetime) -> float:
    """Office time used as a part of the whole: 0.5 is half, above 1 is late. A clock standing still keeps its part."""
    stops = merge(pauses)
    frozen = course(start, rule, stops, calendar).final.open_since
    closed = [pause for pause in stops if pause.end is not None]
    run = course(start, rule, closed, calendar)
    limit = run.final.due
    assert limit is not None
    whole = office_time(run.start, limit, calendar, [pause for pause in closed if pause.start < limit])
    spent = office_time(run.start, min(now, frozen) if frozen else now, calendar, closed)
    return spent / whole if whole else float(now > limit)


def reminders(start: datetime, rule: Rule, pauses: Iterable[Pause], calendar: Calendar) -> tuple[Reminder, ...]:
    """What to remind of and when, in order; nothing while a pause is open (ask again when the clock runs on)."""
    stops = merge(pauses)
    run = course(start, rule, stops, calendar)
    limit = run.final.due
    if limit is None:
        return ()
    before = [p for p in stops if p.start < limit]
    left = office_time(run.start, limit, calendar, before) / 2
    half = run.start
    for begin, end in running(run.start, before, calendar):
        half = min(end, begin + left)
        left -= half - begin
        if not left:
            break
    eve = calendar.opening(calendar.working_day_before(limit.date()))
    found = [Reminder(HALF, half), Reminder(DAY_BEFORE, eve), Reminder(OVERDUE, limit)]
    return tuple(sorted((r for r in found if r.at > run.start), key=lambda r: r.at))


def standing(start: datetime, rule: Rule, pauses: Iterable[Pause], calendar: Calendar, now: datetime) -> Standing:
    """All of it at once, for a queue, a page or a report."""
    stops = merge(pauses)
    run = course(start, rule, stops, calendar).final
    part = used(start, rule, stops, calendar, now)
    if run.due is None:
        return Standing(None, run.open_since, False, None, None, part)
    left, days = remaining(run.due, now, calendar), remaining_days(run.due, now, calendar)
    return Standing(run.due, None, is_late(run.due, now), left, days, part)
