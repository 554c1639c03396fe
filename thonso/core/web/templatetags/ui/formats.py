"""Filters: money, numbers, weights, dates, masked identifiers. Nothing in gives nothing out."""

from datetime import date, datetime
from typing import Any

from thonso.core.web import words
from thonso.core.web.templatetags.ui.library import register


@register.filter
def vnd(value: Any, per: str = "") -> str:
    return "" if value in (None, "") else words.money(int(value), per)


@register.filter
def vnum(value: Any, places: int | None = None) -> str:
    return "" if value in (None, "") else words.number(value, places)


@register.filter
def weight(grams: Any) -> str:
    return "" if grams in (None, "") else words.weight(int(grams))


@register.filter
def filesize_vi(count: Any) -> str:
    return "" if count in (None, "") else words.size(int(count))


@register.filter
def vdate(value: date | None, style: str = "") -> str:
    return words.day(value, style) if value else ""


@register.filter
def vdatetime(value: datetime | None, style: str = "") -> str:
    return words.moment(value, style) if value else ""


@register.filter
def masked(value: str | None) -> str:
    return words.masked(value or "")


@register.filter
def masked_phone(value: str | None) -> str:
    return words.masked_phone(value or "")


@register.filter
def spaced(value: str | None, group: int = 3) -> str:
    return words.spaced(value or "", int(group))
