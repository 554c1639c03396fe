"""Dates of birth, of which the day or the month may not be known."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.people.rules.shapes import Birth, Check

OLDEST = 130


def parse_birth(text: str) -> Birth:
    """'14/05/1968', '05/1968' or '1968'; unknown parts may also be 0, ?, _ or x ('00/00/1968'). Raises Refused."""
    raw = unicodedata.normalize("NFKC", text).strip().lower()
    parts = re.split(r"[/.\-\s]+", raw)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
        parts = parts[::-1]
    if re.fullmatch(r"\d{8}", raw):
        parts = [raw[:2], raw[2:4], raw[4:]]
    known = [0 if re.fullmatch(r"[0?_x…]{1,4}", part) else int(part) if _is_number(part) else -1 for part in parts]
    if not 1 <= len(known) <= 3 or -1 in known or known[-1] < 1000:
        raise Refused(_("Write the date of birth like 14/05/1968, or only 05/1968 or 1968 when the day is not known."))
    day, month, year = [0, 0, *known][-3:]
    try:
        birth = Birth(date(year, month or 1, day or 1), "day" if day and month else "month" if month else "year")
    except ValueError as error:
        raise Refused(_("There is no day %(text)s in the calendar.") % {"text": text.strip()}) from error
    problem = check_birth(birth)
    if problem.errors:
        raise Refused(problem.errors[0])
    return birth


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def check_birth(birth: Birth) -> Check:
    day = today()
    if birth.date > day:
        return Check([_("The date of birth has not come yet.")], [])
    age = day.year - birth.year
    if age > OLDEST:
        return Check([_("By this date the person would be %(age)d years old.") % {"age": age}], [])
    if age > 105:
        return Check([], [_("By this date the person is %(age)d years old. Is that right?") % {"age": age}])
    return Check([], [])


def age_on(birth: Birth, day: date) -> int:
    """Full years; when the day of birth is not known, the most that is possible."""
    return day.year - birth.year - ((day.month, day.day) < (birth.date.month, birth.date.day))
