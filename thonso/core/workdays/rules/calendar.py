"""The calendar of an office: which days it works, from when to when, and what each day off is called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from thonso.core.base.clock import HANOI

Span = tuple[datetime, datetime]
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours of every working day from `since` on, until the next row begins."""

    since: date
    spans: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("office hours must be in order and not empty")


# Only where no row says otherwise: the hours in use are dated data (catalogue/holidays.yaml, model WorkingHours).
STANDARD_HOURS = OfficeHours(date(2000, 1, 1), ((time(7), time(11, 30)), (time(13, 30), time(17))))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off with their names, make-up working days, and dated office hours.

    `holidays` and `make_up_days` may be plain sets where names do not matter. A date that is in both is a holiday.
    `version` changes whenever the rows behind it change: kept beside a stored deadline, it tells what must be computed
    again.
    """

    holidays: Mapping[date, str] | frozenset[date] = field(default_factory=dict)
    make_up_days: Mapping[date, str] | frozenset[date] = field(default_factory=dict)
    hours: tuple[OfficeHours, ...] = (STANDARD_HOURS,)
    version: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "hours", tuple(sorted(self.hours, key=lambda row: row.since)) or (STANDARD_HOURS,))

    def is_working(self, day: date) -> bool:
        return day not in self.holidays and (day.weekday() < SATURDAY or day in self.make_up_days)

    def is_make_up(self, day: date) -> bool:
        return day in self.make_up_days and self.is_working(day)

    def name_of(self, day: date) -> str:
        """The name of a holiday or make-up day; empty for any other day."""
        named = self.holidays if day in self.holidays else self.make_up_days
        return named.get(day, "") if isinstance(named, Mapping) else ""

    def spans(self, day: date) -> tuple[Span, ...]:
        """Office spans of a working day; none on a day off."""
        return self._spans(day) if self.is_working(day) else ()

    def _spans(self, day: date) -> tuple[Span, ...]:
        return tuple((_at(day, start), _at(day, end)) for start, end in self.hours_on(day).spans)

    def hours_on(self, day: date) -> OfficeHours:
        """The office hours that hold on a day, whether or not the office works then."""
        return hours_on(self.hours, day)

    def opening(self, day: date) -> datetime:
        return self._spans(day)[0][0]

    def closing(self, day: date) -> datetime:
        return self._spans(day)[-1][1]

    def next_working(self, day: date) -> date:
        """The day itself when the office works, otherwise the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def working_day_before(self, day: date) -> date:
        day -= ONE_DAY
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself for 0."""
        for _ in range(count):
            day = self.next_working(day + ONE_DAY)
        return day

    def closing_after(self, day: date, count: int) -> datetime:
        """The hour at which the `count`-th working day after `day` ends."""
        return self.closing(self.add(day, count))

    def working_days_between(self, after: date, upto: date) -> int:
        """Working days later than `after` and not later than `upto`."""
        return sum(self.is_working(day) for day in days_between(after + ONE_DAY, upto))

    def snap(self, moment: datetime, *, at_close: bool = False) -> datetime:
        """The first office moment not before `moment`; the very minute of closing is one only with `at_close`."""
        moment = hanoi(moment)
        for start, end in self.spans(moment.date()):
            if moment < end:
                return max(moment, start)
        if at_close and self.is_working(moment.date()) and moment == self.closing(moment.date()):
            return moment
        return self.opening(self.next_working(moment.date() + ONE_DAY))

    def spans_from(self, moment: datetime) -> Iterator[Span]:
        """Office spans from `moment` on, without end."""
        moment = hanoi(moment)
        day = moment.date()
        while True:
            for start, end in self.spans(day):
                if end > moment:
                    yield max(start, moment), end
            day += ONE_DAY


def hours_on(rows: tuple[OfficeHours, ...], day: date) -> OfficeHours:
    """The row that holds on a day, of rows in the order of their first days."""
    row = rows[0]
    for candidate in rows:
        if candidate.since <= day:
            row = candidate
    return row


def days_between(first: date, last: date) -> Iterator[date]:
    """Every date from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def hanoi(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its time zone")
    return moment.astimezone(HANOI)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, HANOI)
