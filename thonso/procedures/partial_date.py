"""Dates of which only the year, or the year and month, is known: kept as "1985", "1985-03" or "1985-03-12". Pure.

Old people often know no more of their birthday, and a made-up 1 January would print as if it were true.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_SHAPE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    year: int
    month: int = 0  # 0: not known
    day: int = 0

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def shown(self) -> str:
        """dd/MM/yyyy, MM/yyyy or yyyy."""
        return "/".join(reversed(str(self).split("-")))


def read(text: object) -> PartialDate | None:
    """The date that a canonical text means, or None. Raises nothing."""
    match = _SHAPE.match(text) if isinstance(text, str) else None
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if year < 1 or month > 12 or (match[2] and not month) or (match[3] and not day):
        return None
    if day and day > calendar.monthrange(year, month)[1]:
        return None
    return PartialDate(year, month, day)


def whole_years(birth: date, on: date) -> int:
    """Completed years of age on a day; who was born on 29 February is a year older from 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
