"""Days as the people of a story say them, seen from whatever day and hour the tests run at."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from thonso.core.base import clock
from thonso.core.workdays.loading import read
from thonso.core.workdays.models import Holiday
from thonso.core.workdays.rules import Calendar
from thonso.procedures import catalogue


def while_in_force(code: str) -> pytest.MarkDecorator:
    """A story of a procedure that has ended is left out, and named: the one that came after it needs a story of its own."""
    last = next(one.valid_to for _text, one in catalogue.read_all() if one.code == code)
    return pytest.mark.skipif(last is not None and clock.today() > last, reason=f"procedure {code} ended on {last}")


def written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def next_working_day() -> date:
    """The first day after today on which the office works, by the calendar that ships."""
    days, _hours = read(settings.CATALOGUE / "holidays.yaml")
    off, on = (frozenset(day for day, row in days.items() if row["kind"] == kind) for kind in Holiday.Kind.values)
    return Calendar(off, on).next_working(clock.today() + timedelta(days=1))
