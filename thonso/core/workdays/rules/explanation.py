"""Why this date: one Day for every date from reception to the end of the limit, and the same in sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import overload

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from thonso.core.workdays.rules import words
from thonso.core.workdays.rules.calendar import ONE_DAY, Calendar, days_between
from thonso.core.workdays.rules.clock import Course, Kind, Pause, Rule, course


@dataclass(frozen=True, slots=True)
class Day:
    """What one date is for the clock.

    `kind`: received (before the clock starts) | start | counted | weekend | holiday | pause | due. `number` is the
    count reached on that date, `minutes` the office time used on it (hours only). A make-up day keeps its kind.
    """

    date: date
    kind: str
    label: str
    number: int | None = None
    minutes: int | None = None
    make_up: bool = False


@dataclass(frozen=True, slots=True)
class Explanation(Sequence[Day]):
    """The days in order (iterate over it), the sentences, and the same `due` that `due()` gives."""

    days: tuple[Day, ...]
    sentences: tuple[str, ...]
    due: datetime | None
    paused_since: datetime | None = None

    def __len__(self) -> int:
        return len(self.days)

    @overload
    def __getitem__(self, index: int) -> Day: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Day]: ...
    def __getitem__(self, index: int | slice) -> Day | Sequence[Day]:
        return self.days[index]


def explain(
    start: datetime, rule: Rule, pauses: Iterable[Pause], calendar: Calendar, *, until: date | None = None
) -> Explanation:
    """Every date from reception to the due day. While a pause is open, to `until` (today) or to the day it began."""
    run = course(start, rule, pauses, calendar)
    dates = _dates(run, run.received.date(), until)
    days = _by_hours(run, dates, calendar) if rule.kind == Kind.HOURS else _by_days(run, rule.amount, dates, calendar)
    told = [words.received(run), words.limit(rule, run), *_sentences(run, rule.kind, dates, calendar)]
    if run.extension is not None:
        more = _dates(run.extension, run.due_day, until)[1:]
        days[-1] = _first_limit(days[-1])
        days += [_extended(day) for day in _by_days(run.extension, rule.extended, more, calendar)]
        told += [words.extended(rule.extended), *_sentences(run.extension, Kind.WORKING_DAYS, more, calendar)]
    return Explanation(tuple(days), (*told, words.ends(run.final)), run.final.due, run.final.open_since)


def whole_days(first: date, count: int, calendar: Calendar) -> Explanation:
    """The same of what lasts `count` whole working days after the date on which it began, whatever day that was: a list that
    hangs. `due` is the closing of the last."""
    last = calendar.add(first, count)
    days, number = [Day(first, "start", pgettext("day of a clock", "begins, not counted"))], 0
    for date_ in list(days_between(first, last))[1:]:
        number += calendar.is_working(date_)
        if not calendar.is_working(date_):
            day = _off(date_, calendar)
        elif date_ == last:
            day = _due(date_, number, calendar)
        else:
            day = Day(date_, "counted", pgettext("day of a clock", "day %(n)d") % {"n": number}, number)
        days.append(_marked(day, calendar))
    after = [day.date for day in days[1:]]
    told = [*words.skipped(after, calendar), *words.made_up(after, calendar)]
    return Explanation(tuple(days), tuple(told), calendar.closing(last))


def _dates(run: Course, first: date, until: date | None) -> list[date]:
    if run.open_since is None:
        return list(days_between(first, run.due_day))
    open_day = run.open_since.date()
    return list(days_between(first, max(open_day, until or open_day, run.start.date())))


def _first_limit(day: Day) -> Day:
    """The date that was due before the extension."""
    return replace(day, kind="counted", label=pgettext("day of a clock", "%(label)s at first") % {"label": day.label})


def _extended(day: Day) -> Day:
    if day.number is None:
        return day
    return replace(day, label=pgettext("day of a clock", "extension, %(label)s") % {"label": day.label})


def _by_days(run: Course, amount: int, dates: list[date], calendar: Calendar) -> list[Day]:
    open_from = _first_open_day(run, calendar)
    every_day = run.every_day
    found, number = [], 0
    for date_ in dates:
        paused = date_ in run.paused or (open_from is not None and date_ >= open_from and date_ > run.start.date())
        counts = date_ > run.start.date() and not paused and number < amount
        counts = counts and (every_day or calendar.is_working(date_))
        number += counts
        reached = number if counts else None
        if run.due is not None and date_ == run.due_day:
            day = _due(date_, reached, calendar)
        elif date_ <= run.start.date():
            day = _before(date_, run, calendar)
        elif paused and (every_day or calendar.is_working(date_)):
            day = Day(date_, "pause", pgettext("day of a clock", "clock stands still"))
        elif counts:
            day = Day(date_, "counted", pgettext("day of a clock", "day %(n)d") % {"n": number}, number)
        else:
            day = _off(date_, calendar)
        found.append(_marked(day, calendar))
    return found


def _first_open_day(run: Course, calendar: Calendar) -> date | None:
    """From which date an open pause shows: the day it began is still counted, unless it would have been the last."""
    if run.open_since is None:
        return None
    first = calendar.snap(max(run.open_since, run.start)).date()
    return first if first >= run.due_day else first + ONE_DAY


def _by_hours(run: Course, dates: list[date], calendar: Calendar) -> list[Day]:
    used: dict[date, timedelta] = {}
    for begin, end in run.pieces:
        used[begin.date()] = used.get(begin.date(), timedelta()) + (end - begin)
    found = []
    for date_ in dates:
        length = used.get(date_, timedelta())
        minutes, said = int(length.total_seconds() // 60), {"length": words.hours(length)}
        if date_ < run.start.date():
            day = _before(date_, run, calendar)
        elif run.due is not None and date_ == run.due_day:
            day = Day(date_, "due", pgettext("day of a clock", "due, %(length)s") % said, minutes=minutes)
        elif date_ == run.start.date():
            day = Day(date_, "start", pgettext("day of a clock", "received, %(length)s") % said, minutes=minutes)
        elif length:
            day = Day(date_, "counted", said["length"], minutes=minutes)
        elif calendar.is_working(date_):
            day = Day(date_, "pause", pgettext("day of a clock", "clock stands still"), minutes=0)
        else:
            day = _off(date_, calendar)
        found.append(_marked(day, calendar))
    return found


def _before(date_: date, run: Course, calendar: Calendar) -> Day:
    if date_ == run.start.date():
        same_day = run.received.date() == date_
        label = pgettext("day of a clock", "received") if same_day else pgettext("day of a clock", "the clock starts")
        return Day(date_, "start", label)
    if date_ == run.received.date():
        return Day(date_, "received", pgettext("day of a clock", "received outside office hours"))
    return _off(date_, calendar)


def _due(date_: date, number: int | None, calendar: Calendar) -> Day:
    label = (
        pgettext("day of a clock", "due")
        if number is None
        else pgettext("day of a clock", "day %(n)d, due") % {"n": number}
    )
    return Day(date_, "due", label, number)


def _off(date_: date, calendar: Calendar) -> Day:
    if date_ in calendar.holidays:
        return Day(date_, "holiday", calendar.name_of(date_) or _("Public holiday"))
    return Day(date_, "weekend", words.weekday(date_))


def _marked(day: Day, calendar: Calendar) -> Day:
    """Add what the date is besides: a make-up working day, or a day off that a calendar clock counts all the same."""
    if calendar.is_make_up(day.date):
        label = _("%(label)s (make-up working day)") % {"label": day.label}
        return Day(day.date, day.kind, label, day.number, day.minutes, make_up=True)
    if day.kind == "counted" and not calendar.is_working(day.date):
        label = f"{day.label} ({_off(day.date, calendar).label})"
        return Day(day.date, day.kind, label, day.number, day.minutes)
    return day


def _sentences(run: Course, kind: Kind | str, dates: list[date], calendar: Calendar) -> list[str]:
    after = [day for day in dates if day > run.start.date()]
    found = [] if kind == Kind.CALENDAR_DAYS else words.skipped(after, calendar)
    found += words.made_up([day for day in after if day not in run.paused], calendar)
    found += [words.stopped(pause, moved, kind) for pause, moved in run.stops]
    if run.rolled_from is not None and run.due is not None:
        found.append(words.rolled(run.rolled_from, run.due_day))
    return found
