"""How numbers are written: tracking codes, official codes, document numbers, volumes of a book. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from thonso.core.units.rules import canonical_unit_code

# A dossier code as the province systems write it (reference: 4 digits from provinces, 6 or 7 from ministry portals).
OFFICIAL_CODE = re.compile(r"^[A-Z]\d{2}(\.\d{1,3})*-\d{6}-\d{4,7}\Z", re.ASCII)
TRACKING_CODE = re.compile(r"^TS-(\d{6})-(\d{4,7})\Z", re.ASCII)
_TYPED_TRACKING = re.compile(r"^(?:TS-?)?(\d{6})-?(\d{4,7})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Code:
    """A code taken apart: whose (empty for a tracking code), the day it was given, the number of that day."""

    unit: str
    day: date
    number: int


def day_key(day: date) -> str:
    """261124 for 24 November 2026."""
    return f"{day:%y%m%d}"


def tracking_code(day: date, number: int) -> str:
    """TS-261124-0007: given at filing from the server's date. Past 9999 it simply grows longer."""
    return f"TS-{day_key(day)}-{_counted(number):04d}"


def official_code(unit_code: str, day: date, number: int) -> str:
    """H38.12.3-261124-0001. `unit_code` as the province lists it; the older reversed form is accepted."""
    return f"{canonical_unit_code(unit_code)}-{day_key(day)}-{_counted(number):04d}"


def parse_tracking_code(text: str) -> Code | None:
    """What a person typed: blanks, small letters and long dashes are forgiven. None when it cannot be a code."""
    found = TRACKING_CODE.match(_tidied(text))
    day = _day(found[1]) if found else None
    return Code("", day, int(found[2])) if found and day and int(found[2]) else None


def as_printed(text: str) -> str:
    """A code the way it stands on paper, from the way people type it: "ts 261124 0007", or only "261124-0007", is
    TS-261124-0007."""
    tidied = _tidied(text)
    loose = _TYPED_TRACKING.match(tidied)
    return f"TS-{loose[1]}-{loose[2]}" if loose else tidied


def parse_official_code(text: str) -> Code | None:
    tidied = _tidied(text)
    if not OFFICIAL_CODE.match(tidied):
        return None
    unit, key, number = tidied.rsplit("-", 2)
    day = _day(key)
    return Code(unit, day, int(number)) if day else None


def document_number(number: int, *symbol: str) -> str:
    """05/QĐ-UBND from (5, "QĐ", "UBND"), 12/UBND-VP from (12, "UBND", "VP"): below 10 with a nought (NĐ 30/2020)."""
    return f"{_counted(number):02d}/{'-'.join(symbol)}"


def volume(number: int, years: str, symbol: str) -> str:
    """The "quyển số" of a certification book: 01/2026-SCT/BS. `years`: 2026, or 2026-2027 for a book of two years."""
    return f"{_counted(number):02d}/{years}-{symbol}"


def _counted(number: int) -> int:
    if number < 1:
        raise ValueError("numbers begin at 1")
    return number


def _tidied(text: str) -> str:
    return re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"\s+", "", text)).upper()


def _day(key: str) -> date | None:
    try:
        return date(2000 + int(key[:2]), int(key[2:4]), int(key[4:]))
    except ValueError:
        return None
