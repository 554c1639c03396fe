"""What an officer reads under "why this date?": each sentence names what was counted, what was not, and why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from thonso.core.workdays.rules import explain
from thonso.core.workdays.tests.worked_dates import Case, load

CALENDAR, CASES = load()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def case(say: str) -> Case:
    return next(case for case in CASES if case.say == say)


def told(say: str) -> list[str]:
    found = case(say)
    return list(explain(found.received, found.rule, found.pauses, CALENDAR).sentences)


def test_a_pause_over_a_holiday_is_told_day_by_day() -> None:
    found = case("Chờ bổ sung 2 ngày làm việc")
    days = explain(found.received, found.rule, found.pauses, CALENDAR)
    assert [(f"{day.date:%d/%m}", day.kind, day.label) for day in days] == [
        ("16/11", "start", "received"),
        ("17/11", "counted", "day 1"),
        ("18/11", "counted", "day 2"),
        ("19/11", "pause", "clock stands still"),
        ("20/11", "pause", "clock stands still"),
        ("21/11", "weekend", "Saturday"),
        ("22/11", "weekend", "Sunday"),
        ("23/11", "counted", "day 3"),
        ("24/11", "holiday", "Ngày Văn hóa Việt Nam"),
        ("25/11", "counted", "day 4"),
        ("26/11", "due", "day 5, due"),
    ]
    assert list(days.sentences) == [
        "Received at 09:00 on Monday 16/11/2026.",
        "The time limit is 5 working days, counted from the day after receipt.",
        "Weekends are not counted: 21/11–22/11/2026.",
        "Ngày Văn hóa Việt Nam is not counted: 24/11/2026.",
        "The clock stood still from 10:00 on Wednesday 18/11/2026 to 14:00 on Friday 20/11/2026: "
        "2 working days not counted.",
        "The result is due at 17:00 on Thursday 26/11/2026.",
    ]


def test_an_extension_is_told_after_the_first_date() -> None:
    found = case("Trường hợp thường")
    days = explain(found.received, replace(found.rule, extended=2), (), CALENDAR)
    assert [(f"{day.date:%d/%m}", day.kind, day.label) for day in days][-5:] == [
        ("19/11", "counted", "day 3, due at first"),
        ("20/11", "counted", "extension, day 1"),
        ("21/11", "weekend", "Saturday"),
        ("22/11", "weekend", "Sunday"),
        ("23/11", "due", "extension, day 2, due"),
    ]
    assert list(days.sentences)[-3:] == [
        "Extended by 2 working days, counted after the first due date.",
        "Weekends are not counted: 21/11–22/11/2026.",
        "The result is due at 17:00 on Monday 23/11/2026.",
    ]


def test_a_reception_outside_office_hours_says_from_when_it_counts() -> None:
    assert told("Nhận 17:01: tính như nhận đầu giờ thứ Hai")[0] == (
        "Received at 17:01 on Friday 20/11/2026, outside office hours: "
        "counted as received at 07:00 on Monday 23/11/2026."
    )


def test_a_make_up_day_is_named() -> None:
    assert "Saturday 22/08/2026 is a make-up working day and is counted." in told("Thứ Bảy làm bù được tính")


def test_a_last_day_off_says_that_it_moved() -> None:
    assert told("Ngày cuối là 1/1: lùi qua cuối tuần")[-2] == (
        "The last day, Friday 01/01/2027, is a day off, so the limit ends on the next working day, Monday 04/01/2027."
    )


def test_an_open_pause_says_that_there_is_no_date_yet() -> None:
    assert told("Chưa bổ sung: đang dừng, chưa có ngày hẹn")[-1] == (
        "The clock has stood still since 10:00 on Wednesday 18/11/2026. The date is set when it runs again."
    )


def test_while_it_stands_still_the_days_are_shown_up_to_today() -> None:
    found = case("Chưa bổ sung: đang dừng, chưa có ngày hẹn")
    days = explain(found.received, found.rule, found.pauses, CALENDAR, until=date(2026, 11, 20))
    assert [(f"{day.date:%d/%m}", day.kind, day.number) for day in days] == [
        ("16/11", "start", None),
        ("17/11", "counted", 1),
        ("18/11", "counted", 2),
        ("19/11", "pause", None),
        ("20/11", "pause", None),
    ]


def test_the_fifteen_oclock_rule_is_said() -> None:
    assert "received after 15:00" in told("Nhận 15:01: trả ngày làm việc sau")[1]
    assert "received by 15:00" in told("Nhận đúng 15:00: trả trong ngày")[1]


def test_a_pause_too_short_to_move_the_date_is_told_all_the_same() -> None:
    assert "not long enough to move the date" in told("Bổ sung ngay trong buổi: ngày hẹn không đổi")[-2]


def test_hours_are_told_for_each_day() -> None:
    found = case("Qua ngày 24/11")
    days = explain(found.received, found.rule, found.pauses, CALENDAR)
    assert [(day.kind, day.label, day.minutes) for day in days] == [
        ("start", "received, 6 hours", 360),
        ("holiday", "Ngày Văn hóa Việt Nam", None),
        ("due", "due, 2 hours", 120),
    ]
