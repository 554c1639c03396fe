"""The clock of a time limit: from the reception, through its pauses, to the moment it is due.

Sources: days are counted from the day after receipt (Civil Code 2015, art. 147); a reception after 15:00 of a same-day
procedure is answered the next working day, and waiting for the applicant is not counted (one-stop decree 118/2025).
What is still to be verified stands in docs/workdays.md. How each kind treats a pause is said at its function.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from thonso.core.workdays.rules.calendar import ONE_DAY, Calendar, Span, days_between, hanoi

LONGEST = {"working_days": 1000, "calendar_days": 1500, "hours": 8000, "same_day": 0}


class Kind(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Rule:
    """A time limit. `amount` is in working days, calendar days or office hours (8 h = 1 day); 0 for a same-day one.

    `cutoff` ("HH:MM") matters for same-day procedures only: received later, it is answered on the next working day.
    `extended` working days were granted on top (gia hạn); they are counted from the first due date on.
    """

    kind: Kind | str
    amount: int = 0
    cutoff: str = "15:00"
    extended: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        lowest = 0 if self.kind == Kind.SAME_DAY else 1
        if not lowest <= self.amount <= LONGEST[self.kind]:
            raise ValueError(f"a time limit of {self.amount} {self.kind} is not possible")
        if not 0 <= self.extended <= LONGEST["working_days"]:
            raise ValueError(f"an extension of {self.extended} days is not possible")
        time.fromisoformat(self.cutoff)

    @property
    def cutoff_time(self) -> time:
        return time.fromisoformat(self.cutoff)


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still, e.g. from the hour a supplement was asked for until it came; open while `end` is None."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause cannot end before it starts")


@dataclass(slots=True)
class Course:
    """How a clock ran. `due` is None while a pause is open; `paused` are the dates not counted because of a pause."""

    received: datetime
    start: datetime
    due: datetime | None = None
    due_day: date = date.min
    paused: set[date] = field(default_factory=set)
    stops: list[tuple[Pause, int]] = field(default_factory=list)
    open_since: datetime | None = None
    rolled_from: date | None = None
    every_day: bool = False  # a calendar clock: days off are counted too
    pieces: list[Span] = field(default_factory=list)
    extension: "Course | None" = None

    @property
    def final(self) -> "Course":
        """The part that ends last: the extension where there is one."""
        return self.extension or self


def due(start: datetime, rule: Rule, pauses: Iterable[Pause], calendar: Calendar) -> datetime | None:
    """When the limit ends, in Hanoi time; None while a pause that began before the limit is open."""
    return course(start, rule, pauses, calendar).final.due


def course(start: datetime, rule: Rule, pauses: Iterable[Pause], calendar: Calendar) -> Course:
    """The limit itself, and after it the extension, if any, which begins when the limit ends."""
    stops = merge(pauses)
    run = _course(start, rule, stops, calendar)
    if rule.extended and run.due is not None:
        run.extension = _course(run.due, Rule(Kind.WORKING_DAYS, rule.extended), stops, calendar)
    return run


def _course(start: datetime, rule: Rule, stops: list[Pause], calendar: Calendar) -> Course:
    run = Course(hanoi(start), calendar.snap(start, at_close=True))
    match rule.kind:
        case Kind.WORKING_DAYS:
            _working_days(run, rule.amount, stops, calendar)
        case Kind.CALENDAR_DAYS:
            _calendar_days(run, rule.amount, stops, calendar)
        case Kind.HOURS:
            _hours(run, timedelta(hours=rule.amount), stops, calendar)
        case Kind.SAME_DAY:
            _same_day(run, rule.cutoff_time, stops, calendar)
    if run.open_since is None and rule.kind != Kind.HOURS:
        run.due = calendar.closing(run.due_day)
    return run


def merge(pauses: Iterable[Pause]) -> list[Pause]:
    """In order, overlapping ones joined, in Hanoi time: nothing is ever taken off twice."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: p.start):
        start, end = hanoi(pause.start), hanoi(pause.end) if pause.end else None
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and start > last.end):
            merged.append(Pause(start, end))
        elif last.end is not None and (end is None or end > last.end):
            merged[-1] = Pause(last.start, end)
    return merged


def _working_days(run: Course, amount: int, pauses: list[Pause], calendar: Calendar) -> None:
    """A pause moves the due day by as many working days as lie between its first and its last day.

    The day a supplement is asked for is counted and the day it arrives is not, as for a reception. Asked for on the due
    day itself, that day cannot be counted any more: then the day of arrival is the last one.
    """
    run.due_day = calendar.add(run.start.date(), amount)
    for pause in pauses:
        if pause.start >= calendar.closing(run.due_day):
            return
        if pause.end is None:
            run.open_since = pause.start
            return
        first, last = calendar.snap(max(pause.start, run.start)).date(), calendar.snap(pause.end).date()
        moved = calendar.working_days_between(first, last)
        on_due_day = first == run.due_day
        shown = days_between(first, last - ONE_DAY) if on_due_day else days_between(first + ONE_DAY, last)
        if pause.end > run.start:
            run.stops.append((pause, moved))
        if moved:
            run.paused.update(day for day in shown if calendar.is_working(day))
            run.due_day = calendar.add(run.due_day, moved)


def _calendar_days(run: Course, amount: int, pauses: list[Pause], calendar: Calendar) -> None:
    """A pause moves the last day by its calendar days; only then an end on a day off rolls forward.

    A pause that begins in the days gained by rolling leaves nothing to count: the limit ends on the day it is over.
    What arrives when the office is shut arrives when it opens: of a pause that begins before then, the days until then
    have been moved already.
    """
    run.every_day = True
    arrived = run.start.date()
    last_day = run.start.date() + timedelta(days=amount)
    run.due_day = calendar.next_working(last_day)
    for pause in pauses:
        if pause.start >= calendar.closing(run.due_day):
            break
        if pause.end is None:
            run.open_since = pause.start
            break
        first, last = max(pause.start.date(), arrived), calendar.snap(pause.end).date()
        if pause.end > run.start:
            run.stops.append((pause, max((last - first).days, 0)))
        if last <= first:
            continue
        arrived = last
        shown = days_between(first + ONE_DAY, last) if first < last_day else days_between(first, last - ONE_DAY)
        run.paused.update(shown)
        last_day = last + (last_day - min(first, last_day))
        run.due_day = calendar.next_working(last_day)
    if run.due_day != last_day:
        run.rolled_from = last_day


def _hours(run: Course, amount: timedelta, pauses: list[Pause], calendar: Calendar) -> None:
    """Hours run only while the office is open and no pause stands."""
    for piece in running(run.start, pauses, calendar):
        length = min(piece[1] - piece[0], amount)
        run.pieces.append((piece[0], piece[0] + length))
        amount -= length
        if not amount:
            run.due = run.pieces[-1][1]
            run.due_day = run.due.date()
            break
    limit = run.due
    for pause in pauses:
        if limit is not None and pause.start >= limit:
            break
        if pause.end is None:
            run.open_since = pause.start
        elif pause.end > run.start:
            hours = sum((end - start for start, end in _office(pause, run.start, calendar)), timedelta())
            run.stops.append((pause, int(hours.total_seconds() // 60)))


def _same_day(run: Course, cutoff: time, pauses: list[Pause], calendar: Calendar) -> None:
    """The day of reception, or the next one after the cutoff. The end of a pause is measured like a reception."""

    def answered(moment: datetime) -> date:
        return moment.date() if moment.time() <= cutoff else calendar.add(moment.date(), 1)

    run.due_day = answered(run.start)
    for pause in pauses:
        if pause.start >= calendar.closing(run.due_day):
            return
        if pause.end is None:
            run.open_since = pause.start
            return
        first, last = max(pause.start, run.start).date(), calendar.snap(pause.end)
        later = answered(last)
        if pause.end > run.start:
            run.stops.append((pause, calendar.working_days_between(run.due_day, later)))
        if later > run.due_day:
            between = days_between(first, later - ONE_DAY)
            run.paused.update(day for day in between if day != run.start.date() and calendar.is_working(day))
            run.due_day = later


def running(start: datetime, pauses: Iterable[Pause], calendar: Calendar) -> Iterator[Span]:
    """Office time from `start` on in which no pause stands; ends when an open pause begins, otherwise never."""
    stops = merge(pauses)
    final = next((p.start for p in stops if p.end is None), None)
    for begin, end in calendar.spans_from(start):
        if final is not None and begin >= final:
            return
        for pause in stops:
            if pause.start >= end:
                break
            if pause.start > begin:
                yield begin, pause.start
            begin = max(begin, pause.end) if pause.end is not None else end
            if begin >= end:
                break
        if begin < end:
            yield begin, end


def _office(pause: Pause, start: datetime, calendar: Calendar) -> Iterator[Span]:
    assert pause.end is not None
    for begin, end in calendar.spans_from(max(pause.start, start)):
        if begin >= pause.end:
            return
        yield begin, min(end, pause.end)
