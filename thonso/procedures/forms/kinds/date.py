"""Dates typed as "12/3/1985", and where day or month may be unknown as "3/1985" or "1985"; three boxes are read too."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures.forms.kinds.base import Context, Errors, Kind, one_text
from thonso.procedures.forms.shape import Field
from thonso.procedures.partial_date import PartialDate, read

_TYPED = re.compile(r"^(?:(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ])?(\d{4})$")
_EARLIEST = 1900


class Date(Kind):
    """Canonical: "1985-03-12", "1985-03" or "1985"; the shorter ones only where the field allows an unknown day."""

    name = "date"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        if isinstance(raw, Mapping):
            parts = [(one_text(raw.get(key)) or "").strip() for key in ("day", "month", "year")]
        else:
            text = (one_text(raw) or "").strip()
            parts = _split(text)
            if text and not parts:
                return None, {"": [_("Please enter the date as day/month/year, for example 12/3/1985.")]}
        if not any(parts):
            return None, {} if raw in (None, "", [], {}) or isinstance(raw, Mapping | str) else {"": [self._how(field)]}
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts if part):
            return None, {"": [_("Please enter the date in digits, for example 12/3/1985.")]}
        day, month, year = (int(part) if part else 0 for part in parts)
        if problem := _impossible(day, month, year, parts) or _refused(PartialDate(year, month, day), field, context):
            return None, {"": [problem]}
        return str(PartialDate(year, month, day)), {}

    def _how(self, field: Field) -> str:
        return _("Please enter the date as day/month/year, for example 12/3/1985.")

    def missing(self, field: Field) -> Errors:
        if field.unknown:
            return {"": [_("Please enter the date; the year alone will do.")]}
        return {"": [_("Please enter day, month and year.")]}

    def text(self, value: Any, field: Field, context: Context) -> str:
        found = read(value)
        return found.shown if found else str(value)

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" if field.unknown else r"^\d{4}-\d{2}-\d{2}$"}

    def typed(self, value: Any) -> str:
        """What to put back into the box: dd/MM/yyyy, or the very keystrokes when they make no date."""
        if isinstance(value, Mapping):
            return "/".join(part for key in ("day", "month", "year") if (part := one_text(value.get(key)) or ""))
        found = read(value)
        return found.shown if found else one_text(value) or ""


def _split(text: str) -> list[str]:
    found = read(text)
    if found:
        return [str(found.day or ""), str(found.month or ""), f"{found.year:04d}"]
    match = _TYPED.match(text)
    return [match[1] or "", match[2] or "", match[3]] if match else []


def _impossible(day: int, month: int, year: int, parts: list[str]) -> str:
    if not parts[2] or len(parts[2]) != 4:
        return _("Please enter the year in four digits, for example 1985.")
    if year < _EARLIEST or year > 2199:
        return _("The year %(year)d does not look right. Please check it.") % {"year": year}
    if parts[0] and not parts[1]:
        return _("There is a day but no month. Please enter the month, or clear the day.")
    if (parts[1] and not month) or month > 12:
        return _("A month is a number from 1 to 12.")
    if (parts[0] and not day) or day > 31:
        return _("A day is a number from 1 to 31.")
    if day and read(f"{year:04d}-{month:02d}-{day:02d}") is None:
        return _("Month %(month)d of %(year)d has no day %(day)d. Please check the date.") % {
            "month": month,
            "year": year,
            "day": day,
        }
    return ""


def _refused(value: PartialDate, field: Field, context: Context) -> str:
    if not field.unknown and not value.day:
        return _("This date needs day, month and year.")
    if field.time_way == "past" and value.first > context.today:
        return _("This date has not come yet. Please check it.")
    if field.time_way == "future" and value.last < context.today:
        return _("This date has passed. Please choose a day from today on.")
    return ""
