"""Days as the people of a story say them, seen from whatever day and hour the tests run at."""

from datetime import date, timedelta

from django.conf import settings

from thonso.core.base import clock
from thonso.core.workdays.loading import read
from thonso.core.workdays.models import Holiday
from thonso.core.workdays.rules import Calendar


def written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def next_working_day() -> date:
    """The first day after today on which the office works, by the calendar that ships."""
    days, _hours = read(settings.CATALOGUE / "holidays.yaml")
    off, on = (frozenset(day for day, row in days.items() if row["kind"] == kind) for kind in Holiday.Kind.values)
    return Calendar(off, on).next_working(clock.today() + timedelta(days=1))
