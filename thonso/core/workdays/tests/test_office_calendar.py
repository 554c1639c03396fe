"""Which days the office works, and from when to when."""

from datetime import date, datetime, time

import pytest

from thonso.core.base.clock import HANOI
from thonso.core.workdays.rules import STANDARD_HOURS, Calendar, OfficeHours

SATURDAY, TUESDAY = date(2026, 8, 22), date(2026, 11, 24)


def test_a_date_that_is_both_a_holiday_and_a_make_up_day_is_a_holiday() -> None:
    calendar = Calendar({SATURDAY: "Lễ"}, {SATURDAY: "Làm bù"})
    assert not calendar.is_working(SATURDAY)
    assert not calendar.is_make_up(SATURDAY)
    assert calendar.name_of(SATURDAY) == "Lễ"


def test_plain_sets_of_dates_will_do_where_names_do_not_matter() -> None:
    calendar = Calendar(frozenset({TUESDAY}), frozenset({SATURDAY}))
    assert not calendar.is_working(TUESDAY)
    assert calendar.is_working(SATURDAY)
    assert calendar.name_of(TUESDAY) == ""


def test_hours_change_on_their_day() -> None:
    later = OfficeHours(date(2026, 11, 24), ((time(8), time(12)), (time(13), time(17))))
    calendar = Calendar(hours=(later, STANDARD_HOURS))
    assert calendar.opening(date(2026, 11, 23)) == datetime(2026, 11, 23, 7, tzinfo=HANOI)
    assert calendar.opening(TUESDAY) == datetime(2026, 11, 24, 8, tzinfo=HANOI)


@pytest.mark.parametrize("spans", [(), ((time(11), time(7)),), ((time(7), time(11)), (time(10), time(17)))])
def test_hours_out_of_order_are_a_mistake(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="in order"):
        OfficeHours(date(2026, 1, 1), spans)
