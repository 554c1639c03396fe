"""How a clock stands: what is left, what is used, what to remind of and when, and when it is late."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.base.clock import HANOI
from thonso.core.workdays.rules import (
    Calendar,
    Kind,
    Pause,
    Rule,
    due,
    is_late,
    office_time,
    remaining,
    remaining_days,
    reminders,
    standing,
    used,
)
from thonso.core.workdays.tests.strategies import calendars, moments, rules, several_pauses

CALENDAR = Calendar({date(2026, 11, 24): "Ngày Văn hóa Việt Nam"})
FIVE = Rule(Kind.WORKING_DAYS, 5)


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=HANOI)


MONDAY = at("16/11/2026 07:00")
LIMIT = at("23/11/2026 17:00")


def test_it_is_late_the_minute_after_the_office_closed_on_the_due_day() -> None:
    assert due(MONDAY, FIVE, (), CALENDAR) == LIMIT
    assert not is_late(LIMIT, LIMIT)
    assert is_late(LIMIT, LIMIT + timedelta(minutes=1))
    assert not is_late(None, LIMIT)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("16/11/2026 07:00", 5),
        ("20/11/2026 16:00", 1),
        ("22/11/2026 09:00", 1),
        ("23/11/2026 09:00", 0),
        ("23/11/2026 18:00", 0),
        ("24/11/2026 09:00", 0),
        ("25/11/2026 09:00", -1),
        ("30/11/2026 09:00", -4),
    ],
)
def test_the_days_left_are_working_days_and_below_nought_when_late(now: str, left: int) -> None:
    assert remaining_days(LIMIT, at(now), CALENDAR) == left


def test_the_hours_left_run_in_office_hours() -> None:
    assert remaining(LIMIT, at("20/11/2026 16:00"), CALENDAR) == timedelta(hours=9)
    assert remaining(LIMIT, at("23/11/2026 12:00"), CALENDAR) == timedelta(hours=3, minutes=30)
    assert remaining(LIMIT, at("24/11/2026 08:00"), CALENDAR) == timedelta()


def test_reminders_come_at_half_on_the_working_day_before_and_when_due() -> None:
    # Six office days from Monday 7:00 to Monday 17:00: half of them is Wednesday evening.
    assert [(r.kind, r.at) for r in reminders(MONDAY, FIVE, (), CALENDAR)] == [
        ("half", at("18/11/2026 17:00")),
        ("day_before", at("20/11/2026 07:00")),
        ("overdue", LIMIT),
    ]


def test_a_pause_moves_the_reminders_too() -> None:
    pause = Pause(at("17/11/2026 07:00"), at("19/11/2026 07:00"))
    assert [(r.kind, r.at) for r in reminders(MONDAY, FIVE, (pause,), CALENDAR)] == [
        ("half", at("20/11/2026 17:00")),
        ("day_before", at("25/11/2026 07:00")),
        ("overdue", at("26/11/2026 17:00")),
    ]


def test_while_the_clock_stands_still_there_is_nothing_to_remind_of() -> None:
    assert reminders(MONDAY, FIVE, (Pause(at("17/11/2026 07:00")),), CALENDAR) == ()


def test_a_same_day_clock_has_no_day_before() -> None:
    kinds = [r.kind for r in reminders(at("17/11/2026 09:00"), Rule(Kind.SAME_DAY), (), CALENDAR)]
    assert kinds == ["half", "overdue"]


def test_a_clock_that_stands_still_is_not_late_and_uses_nothing_more() -> None:
    stop = (Pause(at("18/11/2026 17:00")),)
    soon = standing(MONDAY, FIVE, stop, CALENDAR, at("19/11/2026 09:00"))
    much_later = standing(MONDAY, FIVE, stop, CALENDAR, at("31/12/2026 09:00"))
    assert soon == much_later
    assert (soon.due, soon.late, soon.left, soon.left_days, soon.used) == (None, False, None, None, 0.5)
    assert soon.paused_since == at("18/11/2026 17:00")


def test_a_pause_after_the_limit_does_not_undo_that_it_is_late() -> None:
    stop = (Pause(at("25/11/2026 09:00")),)
    now = standing(MONDAY, FIVE, stop, CALENDAR, at("26/11/2026 09:00"))
    assert (now.due, now.late, now.left_days) == (LIMIT, True, -2)
    assert now.used > 1


@given(moments, rules, several_pauses, calendars)
def test_the_used_part_is_nought_at_the_start_and_one_when_due(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], calendar: Calendar
) -> None:
    limit = due(start, rule, pauses, calendar)
    assert limit is not None
    assert used(start, rule, pauses, calendar, start) == 0
    assert used(start, rule, pauses, calendar, limit) == pytest.approx(1)


@given(moments, rules, several_pauses, calendars, moments, moments)
def test_the_used_part_never_shrinks(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], calendar: Calendar, one: datetime, other: datetime
) -> None:
    first, second = sorted([one, other])
    assert used(start, rule, pauses, calendar, first) <= used(start, rule, pauses, calendar, second)


@given(moments, rules, several_pauses, calendars)
def test_at_half_time_half_is_used(start: datetime, rule: Rule, pauses: tuple[Pause, ...], calendar: Calendar) -> None:
    half = next(r.at for r in reminders(start, rule, pauses, calendar) if r.kind == "half")
    assert used(start, rule, pauses, calendar, half) == pytest.approx(0.5)


@given(moments, moments, moments, calendars)
def test_office_time_adds_up(one: datetime, two: datetime, three: datetime, calendar: Calendar) -> None:
    a, b, c = sorted([one, two, three])
    assert office_time(a, b, calendar) + office_time(b, c, calendar) == office_time(a, c, calendar)


@given(moments, rules, several_pauses, calendars, st.integers(0, 90))
def test_it_is_late_exactly_when_now_is_past_the_limit(
    start: datetime, rule: Rule, pauses: tuple[Pause, ...], calendar: Calendar, days: int
) -> None:
    now = start + timedelta(days=days)
    stands = standing(start, rule, pauses, calendar, now)
    assert stands.due is not None
    assert stands.late == (now > stands.due)
    assert (stands.left == timedelta()) or not stands.late


def test_a_moment_without_time_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 11, 16, 9), FIVE, (), CALENDAR)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kind", "amount"), [("working_days", 0), ("working_days", 5000), ("same_day", 1), ("hours", -1), ("weeks", 1)]
)
def test_an_impossible_limit_is_a_mistake(kind: str, amount: int) -> None:
    with pytest.raises(ValueError, match=r"possible|not a valid"):
        Rule(kind, amount)


def test_a_pause_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Pause(LIMIT, MONDAY)
