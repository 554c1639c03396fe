"""The only code that writes announcements: words for a wall, the next meeting, prices."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from thonso.core.access import phone
from thonso.core.access.actors import Actor
from thonso.core.access.policy import New, require
from thonso.core.base.clock import HANOI, now, today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.tv import reading, rooms
from thonso.tv.models import Announcement

Kind = Announcement.Kind
LONGEST = timedelta(days=60)
PRICES_STAND = timedelta(days=6)
"""Ours: prices nobody has written anew for a week are no longer believed."""
MOST = 12
"""Announcements in one hamlet at a time: with twelve seconds each, more are read by nobody."""
MOST_PHONES = 2
"""Whom to ring about it may stand there; more are a list of people's numbers."""
LIMITS: Final = {"title": 200, "text": 600, "room": 300, "source": 120}
OF_A_MEETING: Final = {**LIMITS, "title": 120, "text": 120}
"""Title, day, place and the button stand on one screen of a TV."""
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d[ .]?){11}\d(?!\d)")
_AMOUNT = re.compile(r"(?<![\d.])[1-9]\d{0,2}(?:\.\d{3})+(?!\d)")
"""6.500 of a price: several in a row are no ID number, which begins with 0 where it is written like this."""

Errors = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An announcement as it was typed; days may be missing. Of a meeting `last` is its day and `text` its place."""

    hamlet: Unit | None
    title: str
    text: str
    first: date | None
    last: date | None
    kind: str = Kind.NOTICE
    hour: time | None = None
    room: str = ""
    source: str = ""


def announce(work: Work, by: Actor, commune: Unit, wanted: Wanted) -> Announcement:
    """Put up for a hamlet, or for every hamlet of the commune. Raises Refused with a sentence at each field."""
    hamlet_id = wanted.hamlet.pk if wanted.hamlet else None
    decision = require(by, "write", New("announcement", commune.pk, hamlet_id=hamlet_id))
    errors: Errors = {}
    limits = OF_A_MEETING if wanted.kind == Kind.MEETING else LIMITS
    priced = wanted.kind == Kind.PRICES
    typed = {name: _typed(name, getattr(wanted, name), limits[name], errors, priced=priced) for name in limits}
    if not typed["title"] and "title" not in errors:
        errors["title"] = [_("Write what it is about, in a few words.")]
    if not errors and len(phone.mobiles_in(f"{typed['title']}\n{typed['text']}")) > MOST_PHONES:
        errors["text"] = [
            _(
                "At most two phone numbers: everybody in the hamlet house reads them. Give other people's numbers by phone."
            )
        ]
    first = wanted.first or today()
    last = wanted.last or (first + PRICES_STAND if priced else first)
    starts_at = _meeting(wanted, typed, errors) if wanted.kind == Kind.MEETING else None
    if priced:
        _prices(typed, errors)
    _days(first, last, errors)
    if reading.reaching(wanted.hamlet, commune).filter(last__gte=first, first__lte=last).count() >= MOST:
        errors.setdefault("title", []).append(
            _("Twelve announcements hang there on these days already. Take one down first: more are read by nobody.")
        )
    if errors:
        raise Refused(_("The announcement was not put up."), fields=errors)
    row = Announcement.objects.create(
        commune=commune, hamlet=wanted.hamlet, kind=wanted.kind, starts_at=starts_at, first=first, last=last,
        written_at=work.at, written_by=by.id, **typed,
    )  # fmt: skip
    facts = {"hamlet": wanted.hamlet.code if wanted.hamlet else "", "from": first, "to": last, "kind": wanted.kind}
    if row.room:
        facts["room"] = rooms.host(row.room)
    work.note("announcement.written", by.ref, Ref("announcement", row.pk), facts=facts, acting_for=decision.acting_for)
    return row


def take_down(work: Work, by: Actor, row: Announcement) -> None:
    """Twice is once."""
    decision = require(by, "write", row)
    if row.ended_at is None:
        Announcement.objects.filter(pk=row.pk).update(ended_at=work.at)
        work.note("announcement.ended", by.ref, Ref("announcement", row.pk), acting_for=decision.acting_for)


def _days(first: date, last: date, errors: Errors) -> None:
    if "last" in errors:
        return
    if last < today():
        errors["last"] = [_("That day is past. Choose today or a later day.")]
    elif last < first:
        errors["last"] = [_("The last day is before the first.")]
    elif last - max(first, today()) >= LONGEST or first - today() >= LONGEST:
        errors["last"] = [_("At most 60 days at once.")]


def _meeting(wanted: Wanted, typed: dict[str, str], errors: Errors) -> datetime | None:
    if wanted.last is None:
        errors.setdefault("last", [_("Write the day of the meeting.")])
    if wanted.hour is None:
        errors.setdefault("hour", [_("Write the hour like 7:30 or 19:00.")])
    if not typed["text"]:
        errors.setdefault("text", [_("Write where the meeting is held.")])
    if typed["room"]:
        try:
            rooms.host(typed["room"])
        except Refused as refusal:
            errors.setdefault("room", [refusal.message])
    if wanted.last is None or wanted.hour is None:
        return None
    at = datetime.combine(wanted.last, wanted.hour, HANOI)
    if wanted.last == today() and at < now():
        errors.setdefault("hour", [_("That hour is past.")])
    return at


def _prices(typed: dict[str, str], errors: Errors) -> None:
    if not typed["text"]:
        errors.setdefault("text", [_("Write one thing with its price in each line.")])
    if not typed["source"]:
        errors.setdefault("source", [_("Write who says so: the trader, the market, the office.")])


def _typed(field: str, value: str, limit: int, errors: Errors, *, priced: bool) -> str:
    try:
        text = clean(value, limit=limit, multiline=field == "text")
    except Refused as refusal:
        errors[field] = [refusal.message]
        return ""
    if field != "room" and _ID_NUMBER.search(_AMOUNT.sub("đ", text) if priced else text):
        errors[field] = [_("This looks like somebody's ID number. Everybody in the hamlet reads the TV: leave it out.")]
    return text
