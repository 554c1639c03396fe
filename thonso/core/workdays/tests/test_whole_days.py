"""What lasts some whole working days after the date on which it began: each date with its reason, the last as `add` says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.workdays.rules import Calendar, whole_days

CALENDAR = Calendar(holidays={date(2026, 4, 30): "Ngày Chiến thắng", date(2026, 5, 1): "Quốc tế Lao động"})


def test_weekends_and_holidays_are_named_and_not_counted() -> None:
    found = whole_days(date(2026, 4, 28), 3, CALENDAR)
    assert [(day.date.day, day.kind, day.number) for day in found] == [
        (28, "start", None), (29, "counted", 1), (30, "holiday", None), (1, "holiday", None), (2, "weekend", None),
        (3, "weekend", None), (4, "counted", 2), (5, "due", 3),
    ]  # fmt: skip
    assert any("Ngày Chiến thắng" in sentence for sentence in found.sentences)
    assert found.due == CALENDAR.closing(date(2026, 5, 5))


@pytest.mark.parametrize("first", [date(2026, 11, 28), date(2026, 11, 29)])
def test_it_may_begin_on_a_day_off(first: date) -> None:
    found = whole_days(first, 3, CALENDAR)
    assert found[0].kind == "start"
    assert found[-1].date == date(2026, 12, 2)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 40))
def test_every_date_is_there_once_and_as_many_are_counted(first: date, count: int) -> None:
    days = list(whole_days(first, count, CALENDAR))
    assert [day.date for day in days] == [first + timedelta(days=n) for n in range(len(days))]
    assert days[-1].date == CALENDAR.add(first, count)
    assert [day.number for day in days if day.number] == list(range(1, count + 1))
