"""By when the hamlet must have done its part, so that what comes after it still fits before the dossier's date. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from thonso.core.workdays.rules import Calendar
from thonso.core.workdays.rules.calendar import hanoi
from thonso.procedures.definition import Step

HOURS_A_DAY = 8  # as the definitions of procedures count: 8 hours of office time are one working day


def days_after(steps: Iterable[Step], key: str) -> int:
    """Working days that the steps after `key` need. A step that is only gone when somebody objects is not counted."""
    steps = list(steps)
    here = next((at for at, step in enumerate(steps) if step.key == key), len(steps))
    later = [step for step in steps[here + 1 :] if step.kind != "external"]
    return ceil(sum(_hours(step) for step in later) / HOURS_A_DAY)


def _days_of(steps: Iterable[Step], key: str) -> int:
    return ceil(sum(_hours(step) for step in steps if step.key == key) / HOURS_A_DAY)


def _hours(step: Step) -> float:
    return max(step.hours, step.working_days * HOURS_A_DAY)


def task_due(
    steps: Iterable[Step], key: str, *, asked: datetime, due: datetime | None, calendar: Calendar, anew: bool = False
) -> datetime | None:
    """Closing time of the day so many working days before the dossier's date; never before the end of the day it was
    asked on, and never after the dossier's own date. None while the dossier has none.

    A second round (`anew`), after a meeting that did not agree, has as many days as the step itself, from the day it was
    asked: those of the first round are gone, and nobody is late who is only now asked.
    """
    if due is None:
        return None
    steps = list(steps)
    if anew:
        return calendar.closing_after(hanoi(asked).date(), max(1, _days_of(steps, key)))
    day = hanoi(due).date()
    for _day in range(days_after(steps, key)):
        day = calendar.working_day_before(day)
    asked_on = calendar.next_working(hanoi(asked).date())
    if asked >= calendar.closing(asked_on):  # in the evening, when the office's day is over
        asked_on = calendar.next_working(asked_on + timedelta(days=1))
    return min(due, calendar.closing(max(day, asked_on)))
