"""On which day's sheet an act stands. Days are closed one after the other, so all up to the last closed one are closed."""

from dataclasses import dataclass
from datetime import date, timedelta

BACK = timedelta(days=62)
"""How far before the last closed day an act may be dated (entered after a power cut) and still be found."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The first and the last day that were closed in a commune; None before any was."""

    first: date | None = None
    last: date | None = None

    def since(self, day: date) -> date:
        """From when on acts may belong on the sheet of that day or of an earlier open one."""
        if self.first is None or self.last is None:
            return day
        return min(day, max(self.first, self.last - BACK))


def sheet_day(day: date, closed: Closed) -> date | None:
    """The day itself; for what came after it was closed, the day after the last closed one. None before the first sheet."""
    if closed.first is None or closed.last is None or day > closed.last:
        return day
    return closed.last + timedelta(days=1) if day >= closed.first else None
