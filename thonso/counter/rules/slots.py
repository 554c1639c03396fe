"""Half hours that can be booked within office hours, and how many places are left in each (measure of our own)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

STEP = timedelta(minutes=30)
NOTICE = timedelta(hours=1)
"""Nobody books an hour that begins sooner: the desk has to see it, and the person to come."""


@dataclass(frozen=True, slots=True)
class Slot:
    at: datetime
    left: int


def half_hours(spans: Iterable[tuple[datetime, datetime]]) -> list[datetime]:
    """The whole half hours of office spans; what is left over at the end of one is too short for anybody."""
    found = []
    for start, end in spans:
        at = start
        while at + STEP <= end:
            found.append(at)
            at += STEP
    return found


def slots(
    spans: Iterable[tuple[datetime, datetime]], places: int, taken: Mapping[datetime, int], at: datetime
) -> list[Slot]:
    """What can still be booked, full half hours too, so that somebody sees that they are full."""
    return [Slot(one, max(0, places - taken.get(one, 0))) for one in half_hours(spans) if one >= at + NOTICE]


def free_place(places: int, taken: Iterable[int]) -> int:
    """The lowest place that nobody has; 0 when all are taken."""
    used = set(taken)
    return next((number for number in range(1, places + 1) if number not in used), 0)
