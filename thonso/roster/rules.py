"""When somebody is at a support point: which day, which hours, whom the days off touch, where the nearest help is. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.web.words import day as said
from thonso.core.workdays.rules import Calendar
from thonso.core.workdays.rules.words import weekday as named_weekday

EARLIEST, LATEST = time(5), time(22)
SHORTEST = timedelta(minutes=30)
FURTHEST = timedelta(days=366)
LONGEST_AWAY = timedelta(days=120)
_FOR_EVER = date.max
_MONDAY = date(2024, 1, 1)
_EARTH_KM = 6371.0


class Times(Protocol):
    """What a time at a support point is, saved (`models.Duty`) or about to be."""

    hamlet_id: UUID
    helper_id: UUID
    weekday: int | None
    valid_from: date
    valid_to: date | None
    starts: time
    ends: time


class Away(Protocol):
    helper_id: UUID
    first: date
    last: date
    replacement_id: UUID | None


@dataclass(frozen=True, slots=True)
class Span:
    """A post held from a day to a day (open): only then is its holder anywhere as a helper."""

    first: date
    last: date | None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Turn:
    """One time on one day. `who` is nobody when it does not take place: `off` is the name of the day off, or empty when
    the helper is away and nobody stands in. `instead_of` is whom `who` stands in for."""

    hamlet_id: UUID
    day: date
    starts: time
    ends: time
    who: UUID | None
    planned: UUID
    off: str = ""
    single: bool = False  # on this day only, not weekly

    @property
    def instead_of(self) -> UUID | None:
        return self.planned if self.who and self.who != self.planned else None


def weekday_of(times: Times) -> int:
    return times.valid_from.weekday() if times.weekday is None else times.weekday


def is_on(times: Times, day: date) -> bool:
    return (
        times.valid_from <= day
        and (times.valid_to is None or day <= times.valid_to)
        and weekday_of(times) == day.weekday()
    )


def meet(a: Times, b: Times) -> date | None:
    """The first day on which both are at the same hour; None when there is none."""
    if weekday_of(a) != weekday_of(b) or not hours_meet(a.starts, a.ends, b.starts, b.ends):
        return None
    first, last = max(a.valid_from, b.valid_from), min(a.valid_to or _FOR_EVER, b.valid_to or _FOR_EVER)
    day = first + timedelta(days=(weekday_of(a) - first.weekday()) % 7)
    return day if day <= last else None


def hours_meet(starts: time, ends: time, other_starts: time, other_ends: time) -> bool:
    return starts < other_ends and other_starts < ends


def problems(times: Times, *, today: date, calendar: Calendar) -> dict[str, list[str]]:
    """Sentences for what cannot be about a new time, by field of the form."""
    errors: dict[str, list[str]] = {}
    single = times.weekday is None
    first = "day" if single else "valid_from"
    if times.valid_from < today:
        errors[first] = [_("That day is past. Choose today or a later day.")]
    elif times.valid_from > today + FURTHEST:
        errors[first] = [_("That day is more than a year away. Check the year.")]
    elif single and (name := off_on(times.valid_from, calendar)):
        errors[first] = [
            _("%(day)s is a day off (%(name)s). Choose another day.") % {"day": said(times.valid_from), "name": name}
        ]
    if times.valid_to is not None and times.valid_to < times.valid_from:
        errors["valid_to"] = [_("The last day is before the first.")]
    elif not single and times.valid_to and meet(times, times) is None:
        errors["valid_to"] = [_("There is no such weekday between the first day and the last.")]
    if times.ends <= times.starts:
        errors["ends"] = [
            _("This must be later than %(time)s. For the evening write 19:00, not 7:00.")
            % {"time": f"{times.starts:%H:%M}"}
        ]
    elif not (times.starts >= EARLIEST and times.ends <= LATEST):
        errors["starts"] = [_("A support point is open between 5:00 and 22:00. Check the hours.")]
    elif _minutes(times.ends) - _minutes(times.starts) < SHORTEST.total_seconds() / 60:
        errors["ends"] = [_("That is less than half an hour. Check the hours.")]
    return errors


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def off_on(day: date, calendar: Calendar) -> str:
    """The name of a public day off; '' for other days. Evenings and weekends are when helpers are there."""
    return (calendar.name_of(day) or _("day off")) if day in calendar.holidays else ""


def turns(
    duties: Iterable[Times],
    absences: Iterable[Away],
    posts: Mapping[UUID, Iterable[Span]],
    calendar: Calendar,
    first: date,
    days: int,
) -> list[Turn]:
    """Every time in these days, in order. A helper without a post of the commune on a day is not there, nor is one who is
    away; the replacement is, when fit herself."""
    away, found = list(absences), list[Turn]()

    def holds(who: UUID, day: date) -> bool:
        return any(span.holds_on(day) for span in posts.get(who, ()))

    rows = list(duties)
    for offset in range(days):
        day = first + timedelta(days=offset)
        off = off_on(day, calendar)
        for one in rows:
            if not is_on(one, day) or not holds(one.helper_id, day):
                continue
            absence = absent(away, one.helper_id, day)
            who: UUID | None = one.helper_id
            if absence is not None:
                who = absence.replacement_id
                who = who if who and holds(who, day) and absent(away, who, day) is None else None
            found.append(
                Turn(
                    one.hamlet_id,
                    day,
                    one.starts,
                    one.ends,
                    None if off else who,
                    one.helper_id,
                    off,
                    one.weekday is None,
                )
            )
    return sorted(found, key=lambda turn: (turn.day, turn.starts, turn.ends))


def absent(away: Iterable[Away], who: UUID, day: date) -> Away | None:
    return next((one for one in away if one.helper_id == who and one.first <= day <= one.last), None)


def clash(own: Iterable[Turn], other: Iterable[Turn]) -> tuple[Turn, Turn] | None:
    """The first two that are on one day at the same hour."""
    theirs = list(other)
    for one in own:
        for two in theirs:
            if one.day == two.day and hours_meet(one.starts, one.ends, two.starts, two.ends):
                return one, two
    return None


def hours_words(starts: time, ends: time) -> str:
    """'19:00–21:00'; no line ends within it."""
    return f"{starts.hour}:{starts:%M}\u2060–\u2060{ends.hour}:{ends:%M}"


def pattern(duties: Iterable[Times], today: date) -> list[str]:
    """The weekly times in words, days of the same hours together: 'thứ Ba, thứ Năm 19:00–21:00'. What begins later says
    from when."""
    groups: dict[tuple[time, time, date | None], set[int]] = {}
    for one in duties:
        if one.weekday is None or (one.valid_to is not None and one.valid_to < today):
            continue
        since = one.valid_from if one.valid_from > today else None
        groups.setdefault((one.starts, one.ends, since), set()).add(one.weekday)
    lines = []
    for (starts, ends, since), days in sorted(groups.items(), key=lambda group: (group[0][2] or today, min(group[1]))):
        line = f"{week_words(days)} {hours_words(starts, ends)}"
        lines.append(_("%(times)s, from %(day)s") % {"times": line, "day": said(since)} if since else line)
    return lines


def week_words(days: Iterable[int]) -> str:
    """'thứ Ba, thứ Năm'; 'thứ Hai đến thứ Sáu' where they follow each other."""
    ordered = sorted(days)
    names = [named_weekday(_MONDAY + timedelta(days=day)) for day in ordered]
    if len(ordered) > 2 and all(b - a == 1 for a, b in pairwise(ordered)):
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)


def next_turn(found: Iterable[Turn], now: datetime) -> Turn | None:
    """The one that goes on, or comes next. `now` in Hanoi time."""
    return next((one for one in found if one.who and (one.day, one.ends) > (now.date(), now.time())), None)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Between two places, as the crow flies: latitude and longitude in degrees."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(radians, one)) for one in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


def nearest(of: UUID, helped: Iterable[UUID], places: Mapping[UUID, tuple[float, float]]) -> tuple[UUID, float] | None:
    """Of the hamlets where somebody is there, the one nearest to `of`, with the kilometres as the crow flies."""
    if of not in places:
        return None
    far = [(distance_km(places[of], places[one]), one) for one in helped if one != of and one in places]
    return (min(far)[1], min(far)[0]) if far else None
