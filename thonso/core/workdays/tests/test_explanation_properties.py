"""The explanation says the same as the date: every day once, as many counted as the limit has, the last one due."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from thonso.core.workdays.rules import Calendar, Kind, Pause, Rule, due, explain
from thonso.core.workdays.tests.strategies import calendars, moments, open_pauses, rules, several_pauses

KINDS = {"received", "start", "counted", "weekend", "holiday", "pause", "due"}


@given(moments, rules, several_pauses, calendars)
def test_it_agrees_with_due_and_names_every_date_once(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    told = explain(start, rule, pauses, calendar)
    limit = due(start, rule, pauses, calendar)
    assert limit is not None
    assert told.due == limit
    first = start.astimezone(limit.tzinfo).date()
    assert [day.date for day in told] == [first + timedelta(days=n) for n in range((limit.date() - first).days + 1)]
    assert told[-1].kind == "due"
    assert [day.kind for day in told].count("due") == 1
    assert {day.kind for day in told} <= KINDS
    assert all(day.label for day in told)


@given(moments, st.integers(1, 20), several_pauses, calendars)
def test_as_many_working_days_are_counted_as_the_limit_has(
    start: datetime, amount: int, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    told = explain(start, Rule(Kind.WORKING_DAYS, amount), pauses, calendar)
    assert [day.number for day in told if day.number] == list(range(1, amount + 1))
    assert told[-1].number == amount
    assert all(calendar.is_working(day.date) for day in told if day.number or day.kind == "pause")


@given(moments, st.integers(1, 30), several_pauses, calendars)
def test_as_many_days_are_counted_as_a_calendar_limit_has(
    start: datetime, amount: int, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    told = explain(start, Rule(Kind.CALENDAR_DAYS, amount), pauses, calendar)
    assert [day.number for day in told if day.number] == list(range(1, amount + 1))


@given(moments, st.integers(1, 80), several_pauses, calendars)
def test_the_hours_of_the_days_add_up(
    start: datetime, amount: int, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    told = explain(start, Rule(Kind.HOURS, amount), pauses, calendar)
    minutes = sum(day.minutes or 0 for day in told)
    # Each date rounds its seconds down; the pauses are drawn in whole minutes, so nothing is lost here.
    assert minutes == amount * 60


@given(moments, st.integers(1, 20), calendars, st.data())
def test_as_many_days_stand_still_as_the_pause_took(
    start: datetime, amount: int, calendar: Calendar, data: st.DataObject
) -> None:
    rule = Rule(Kind.WORKING_DAYS, amount)
    first = calendar.add(calendar.snap(start, at_close=True).date(), data.draw(st.integers(0, amount)))
    k = data.draw(st.integers(0, 10))
    at = calendar.opening(first) + timedelta(hours=1)
    at = max(at, calendar.snap(start))
    pause = Pause(at, datetime.combine(calendar.add(at.date(), k), at.timetz()))
    told = explain(start, rule, (pause,), calendar)
    assert [day.kind for day in told].count("pause") == k


@given(moments, rules, several_pauses, open_pauses, calendars, st.integers(0, 40))
def test_while_a_pause_is_open_no_day_is_due_and_the_last_shown_is_today(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], stop: Pause, calendar: Calendar, ahead: int
) -> None:
    until = stop.start.date() + timedelta(days=ahead)
    told = explain(start, rule, (*pauses, stop), calendar, until=until)
    if told.due is None:
        assert told.paused_since is not None
        assert "due" not in {day.kind for day in told}
        assert told[-1].date >= until
    counted = [day.number for day in told if day.number]
    first = counted[: counted.index(1, 1)] if 1 in counted[1:] else counted  # an extension counts from one again
    assert first == list(range(1, len(first) + 1))
    assert len(counted) <= rule.amount + rule.extended


@given(moments, rules, several_pauses, calendars)
def test_every_holiday_and_make_up_day_on_the_way_is_named(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    for day in explain(start, rule, pauses, calendar):
        if day.kind == "holiday":
            assert day.label == "Lễ"
        assert day.make_up == calendar.is_make_up(day.date)
        if day.kind == "weekend":
            assert date.weekday(day.date) >= 5
