"""What holds for every clock, whatever the calendar, the hour of reception and the pauses."""

from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from thonso.core.base.clock import HANOI
from thonso.core.workdays.rules import Calendar, Kind, Pause, Rule, due, merge, office_time
from thonso.core.workdays.tests.strategies import (
    calendars,
    closed_pauses,
    days,
    moments,
    open_pauses,
    rules,
    several_pauses,
)


def with_holiday(calendar: Calendar, day: date) -> Calendar:
    return Calendar({**dict.fromkeys(calendar.holidays, ""), day: ""}, calendar.make_up_days, calendar.hours)


@given(moments, rules, several_pauses, calendars, days)
def test_a_holiday_added_never_makes_it_earlier(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], calendar: Calendar, day: date
) -> None:
    before, after = due(start, rule, pauses, calendar), due(start, rule, pauses, with_holiday(calendar, day))
    assert before is not None
    assert after is not None
    assert after >= before


@given(moments, rules, several_pauses, closed_pauses, calendars)
def test_a_pause_added_never_makes_it_earlier(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], extra: Pause, calendar: Calendar
) -> None:
    before, after = due(start, rule, pauses, calendar), due(start, rule, (*pauses, extra), calendar)
    assert before is not None
    assert after is not None
    assert after >= before


def test_a_weekend_that_two_pauses_share_is_moved_once() -> None:
    """The papers came on Friday after hours, which is Monday morning; what is asked for on Saturday adds nothing before."""

    def at(day: int, hour: int) -> datetime:
        return datetime(2026, 12, day, hour, tzinfo=HANOI)

    rule, calendar = Rule(Kind.CALENDAR_DAYS, 16), Calendar({}, {})
    friday, saturday = Pause(at(17, 9), at(18, 18)), Pause(at(19, 9), at(19, 10))
    assert due(at(1, 9), rule, (friday,), calendar) == at(21, 17)
    assert due(at(1, 9), rule, (friday, saturday), calendar) == at(21, 17)


@given(moments, rules, several_pauses, open_pauses, calendars)
def test_an_open_pause_takes_the_date_away_or_leaves_it(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], stop: Pause, calendar: Calendar
) -> None:
    without = due(start, rule, pauses, calendar)
    assert due(start, rule, (*pauses, stop), calendar) in (None, without)


@given(moments, st.integers(1, 20), calendars, st.data())
def test_a_pause_of_k_whole_working_days_moves_a_working_day_clock_by_exactly_k(
    start: datetime, amount: int, calendar: Calendar, data: st.DataObject
) -> None:
    rule = Rule(Kind.WORKING_DAYS, amount)
    before = due(start, rule, (), calendar)
    assert before is not None
    received = calendar.snap(start, at_close=True)
    # Any office moment at which the clock runs, the due day itself and the day of reception included.
    at = calendar.snap(
        data.draw(st.datetimes(received.replace(tzinfo=None), before.replace(tzinfo=None))).replace(tzinfo=HANOI)
    )
    assume(received <= at < before)
    k = data.draw(st.integers(0, 15))
    until = datetime.combine(calendar.add(at.date(), k), at.timetz())
    after = due(start, rule, (Pause(at, until),), calendar)
    assert after == calendar.closing(calendar.add(before.date(), k))


@given(moments, st.integers(1, 20), calendars, st.data())
def test_a_pause_from_an_opening_to_a_closing_moves_by_the_days_between_them(
    start: datetime, amount: int, calendar: Calendar, data: st.DataObject
) -> None:
    rule = Rule(Kind.WORKING_DAYS, amount)
    before = due(start, rule, (), calendar)
    assert before is not None
    first = calendar.add(calendar.snap(start, at_close=True).date(), data.draw(st.integers(1, amount)))
    k = data.draw(st.integers(1, 15))
    pause = Pause(calendar.opening(first), calendar.closing(calendar.add(first, k - 1)))
    assert due(start, rule, (pause,), calendar) == calendar.closing(calendar.add(before.date(), k))


@given(moments, st.integers(1, 40), calendars, closed_pauses)
def test_an_hour_clock_moves_by_the_office_hours_of_the_pause(
    start: datetime, amount: int, calendar: Calendar, pause: Pause
) -> None:
    rule = Rule(Kind.HOURS, amount)
    limit = due(start, rule, (pause,), calendar)
    assert limit is not None
    assert office_time(start, limit, calendar, (pause,)) == timedelta(hours=amount)


@given(moments, rules, several_pauses, calendars)
def test_the_order_and_the_overlap_of_pauses_do_not_matter(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    expected = due(start, rule, pauses, calendar)
    assert due(start, rule, reversed(pauses), calendar) == expected
    assert due(start, rule, merge(pauses), calendar) == expected
    assert due(start, rule, (*pauses, *pauses), calendar) == expected


@given(moments, rules, several_pauses, calendars)
def test_it_always_ends_in_office_hours_and_never_before_reception(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    limit = due(start, rule, pauses, calendar)
    assert limit is not None
    assert limit > start
    assert calendar.is_working(limit.date())
    if rule.kind != Kind.HOURS or rule.extended:
        assert limit == calendar.closing(limit.date())


@given(moments, moments, rules, calendars)
def test_received_later_is_never_due_earlier(one: datetime, other: datetime, rule: Rule, calendar: Calendar) -> None:
    first, second = sorted([one, other])
    early, late = due(first, rule, (), calendar), due(second, rule, (), calendar)
    assert early is not None
    assert late is not None
    assert early <= late


@given(moments, rules, closed_pauses, calendars, st.integers(0, 5000))
def test_a_pause_that_lasts_longer_is_never_due_earlier(
    start: datetime, rule: Rule, pause: Pause, calendar: Calendar, minutes: int
) -> None:
    assert pause.end is not None
    longer = Pause(pause.start, pause.end + timedelta(minutes=minutes))
    short, long = due(start, rule, (pause,), calendar), due(start, rule, (longer,), calendar)
    assert short is not None
    assert long is not None
    assert short <= long


@given(moments, st.integers(1, 10), st.integers(1, 10), several_pauses, calendars)
def test_an_extension_of_a_working_day_clock_is_so_many_days_more(
    start: datetime, amount: int, more: int, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    extended = Rule(Kind.WORKING_DAYS, amount, extended=more)
    assert due(start, extended, pauses, calendar) == due(
        start, Rule(Kind.WORKING_DAYS, amount + more), pauses, calendar
    )


@given(moments, st.integers(1, 20), several_pauses, calendars)
def test_a_working_day_clock_agrees_with_walking_the_days_one_by_one(
    start: datetime, amount: int, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    """A second, slower way to the same date: each working day lets one day run, each day of pause takes one back."""
    received = calendar.snap(start, at_close=True)
    stops = [
        (calendar.snap(max(p.start, received)).date(), calendar.snap(p.end).date())
        for p in merge(pauses)
        if p.end is not None and p.end > received
    ]
    day, left = received.date(), amount
    while True:
        day += timedelta(days=1)
        if not calendar.is_working(day):
            continue
        # Days after the first and up to the last of a pause stand still: the clock is where it was the day before.
        if not any(first < day <= last for first, last in stops):
            left -= 1
        stopped_today = any(first <= day < last for first, last in stops)
        if left < 0 or (left == 0 and not stopped_today):
            break
    assert due(start, Rule(Kind.WORKING_DAYS, amount), pauses, calendar) == calendar.closing(day)
