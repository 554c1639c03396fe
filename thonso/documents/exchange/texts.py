"""Texts, days and moments as they stand in a message. Everything is one line but for what may have several."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Final

from thonso.core.base.clock import HANOI, local
from thonso.core.base.text import printable

# A document of a State office is not older, and none is dated in the next century.
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
_DAY: Final = (
    r"(?:(?P<y>\d{4})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})|(?P<d2>\d{1,2})[/-](?P<m2>\d{1,2})[/-](?P<y2>\d{4}))"
)
_TIME: Final = r"(?P<h>\d{1,2}):(?P<i>\d{2})(?::(?P<s>\d{2}))?(?:[.,]\d+)?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_MOMENT: Final = re.compile(rf"{_DAY}(?:[T ]\s*{_TIME})?", re.ASCII)


def tidy(text: str, *, lines: bool = False) -> str:
    """NFC, without what cannot be printed and with single blanks; in one line unless `lines`."""
    shown = unicodedata.normalize("NFC", printable(text)).replace("\r", "\n")
    if not lines:
        return " ".join(shown.split())
    return "\n".join(" ".join(line.split()) for line in shown.split("\n")).strip()


def read_day(text: str) -> date | None:
    """2026/02/05, 2026-02-05 or 05/02/2026, with or without an hour behind it; None for what is no such day."""
    found = _MOMENT.fullmatch(text)
    return _day(found) if found else None


def read_moment(text: str) -> datetime | None:
    """A day with its hour, which is that of Vietnam where it names no zone; a day alone is its beginning."""
    found = _MOMENT.fullmatch(text)
    day = _day(found) if found else None
    if found is None or day is None:
        return None
    try:
        hour = time(int(found["h"] or 0), int(found["i"] or 0), int(found["s"] or 0))
        zone = found["zone"]
        if zone is None:
            return datetime.combine(day, hour, HANOI)
        return local(datetime.fromisoformat(f"{day.isoformat()}T{hour.isoformat()}{zone.replace('Z', '+00:00')}"))
    except (ValueError, OverflowError):
        return None


def write_day(day: date) -> str:
    return f"{day.year:04}/{day.month:02}/{day.day:02}"


def write_moment(moment: datetime) -> str:
    there = local(moment)
    return f"{write_day(there)} {there.hour:02}:{there.minute:02}:{there.second:02}"


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (int(found[part] or found[f"{part}2"]) for part in "ymd")
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return read if FIRST <= read <= LAST else None
