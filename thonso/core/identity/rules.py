"""The text in the QR code of a citizen card, taken apart and checked field by field. Pure.

Whatever is doubtful is refused with a sentence: a wrong name in an official paper costs a villager a second walk.
Whether the number fits the birth year and the sex is asked by `people.rules`, with the person in front of the form.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from thonso.core.base.clock import today as today_here
from thonso.core.base.errors import Refused
from thonso.core.base.text import fold
from thonso.core.identity import repairs

_LIMIT = 2000
_TWELVE = re.compile(r"[0-9]{12}")
_OLD_NUMBER = re.compile(r"|[0-9]{9}|[0-9]{12}")
_EIGHT = re.compile(r"[0-9]{8}")
_DATE_MARKS = re.compile(r"[/.\-]")
_SEXES = {"nam": "male", "nu": "female"}
_OLDEST = 1900
# The alphabet with every tone; f, j, w and z are in names of several peoples.
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LETTERS = frozenset("abcdđefghijklmnopqrstuvwxyz") | {
    unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES
}
_IN_NAMES = frozenset(" '’-.")
# "?" stands where a scanner gave up on a letter.
_LOST = frozenset("?\ufffd")

SENTENCES = {
    "not_a_card": _("This is not the code of a citizen card. Scan the square code on the card, or type the fields."),
    "number": _("The number in the code is not 12 digits. Scan again, or type the fields."),
    "dates": _("The dates in the code are not right. Scan again, or type the fields."),
    "sex": _("The code was not read completely. Scan again, or type the fields."),
    "mangled": _(
        "The scanner lost the Vietnamese letters. Take a photo of the card instead, or type the name and the address."
    ),
}


class CardUnreadable(Refused):
    """`reason`: not_a_card | number | dates | sex | mangled."""

    def __init__(self, reason: str) -> None:
        super().__init__(SENTENCES[reason], fields={"card": [SENTENCES[reason]]})
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Card:
    """What the code says. Nothing of it is verified: anybody can print such a code.

    `birth` is the first possible day when `birth_precision` is "month" or "year". `extra` holds the fields that newer
    cards add, as they are; `repaired` names what had to be put right ("encoding", "separator", "caps_lock").
    """

    number: str
    old_number: str
    full_name: str
    birth: date
    birth_precision: str
    sex: str  # male | female
    address: str
    issued: date | None
    layout: str
    extra: tuple[str, ...] = ()
    repaired: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "old_number": self.old_number,
            "full_name": self.full_name,
            "birth": self.birth.isoformat(),
            "birth_precision": self.birth_precision,
            "sex": self.sex,
            "address": self.address,
            "issued": self.issued.isoformat() if self.issued else None,
            "layout": self.layout,
            "extra": list(self.extra),
            "repaired": list(self.repaired),
        }


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    fields: tuple[str, ...]
    more: bool


@cache
def layouts() -> tuple[Layout, ...]:
    """Data, so that the first real card with other fields changes a file and no code."""
    raw = yaml.safe_load((Path(__file__).parent / "card_layouts.yaml").read_text(encoding="utf-8"))
    return tuple(Layout(entry["layout"], tuple(entry["fields"]), bool(entry.get("more"))) for entry in raw)


def parse_card_text(text: str, *, today: date | None = None) -> Card:
    """The card whose QR code holds `text`, as a scanner typed it or a photo gave it. Raises CardUnreadable."""
    if len(text) > _LIMIT:
        raise CardUnreadable("not_a_card")
    cards: list[Card] = []
    first: CardUnreadable | None = None
    for attempt, repaired in repairs.attempts(text):
        try:
            card = _parse(attempt, repaired, today or today_here())
        except CardUnreadable as refusal:
            first = first or refusal
        else:
            cards += [card] if card not in cards else []
    if len(cards) > 1:
        raise CardUnreadable("mangled")
    if not cards:
        raise first or CardUnreadable("not_a_card")
    return cards[0]


def _parse(text: str, repaired: tuple[str, ...], today: date) -> Card:
    parts = [" ".join(part.split()) for part in text.split("|")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    layout = next((one for one in layouts() if len(parts) == len(one.fields) or _has_more(one, parts)), None)
    if layout is None:
        raise CardUnreadable("not_a_card")
    found = dict(zip(layout.fields, parts, strict=False))
    if not _TWELVE.fullmatch(found["number"]) or not _OLD_NUMBER.fullmatch(found["old_number"]):
        raise CardUnreadable("number")
    _check_letters(found["full_name"], found["address"])
    sex = _SEXES.get(fold(found["sex"]))
    if sex is None:
        raise CardUnreadable("mangled" if _LOST & set(found["sex"]) else "sex")
    birth, precision = _birth(found["birth"], today)
    return Card(
        number=found["number"],
        old_number=found["old_number"],
        full_name=found["full_name"],
        birth=birth,
        birth_precision=precision,
        sex=sex,
        address=found["address"],
        issued=_issued(found["issued"], today),
        layout=layout.name,
        extra=tuple(parts[len(layout.fields) :]),
        repaired=repaired,
    )


def _has_more(layout: Layout, parts: list[str]) -> bool:
    return layout.more and len(parts) > len(layout.fields)


def _birth(text: str, today: date) -> tuple[date, str]:
    """ddmmyyyy; 00 for a day or a month that nobody wrote down."""
    digits = _DATE_MARKS.sub("", text)
    if not _EIGHT.fullmatch(digits):
        raise CardUnreadable("dates")
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    precision = "year" if month == 0 else "month" if day == 0 else "day"
    if month == 0 and day != 0:
        raise CardUnreadable("dates")
    found = _date(year, month or 1, day or 1)
    if found.year < _OLDEST or found > today:
        raise CardUnreadable("dates")
    return found, precision


def _issued(text: str, today: date) -> date | None:
    if not text:
        return None
    digits = _DATE_MARKS.sub("", text)
    if not _EIGHT.fullmatch(digits):
        raise CardUnreadable("dates")
    found = _date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    if found.year < 2000 or found > today:
        raise CardUnreadable("dates")
    return found


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CardUnreadable("dates") from None


def _check_letters(name: str, address: str) -> None:
    """The name and the address are Vietnamese text, and whole.

    An address always has a diacritic ("xã", "thôn"): none in both means that the scanner dropped them all.
    """
    if not name:
        raise CardUnreadable("sex")
    if _LOST & (set(name) | set(address)):
        raise CardUnreadable("mangled")
    if not all(char in _IN_NAMES or _is_vietnamese(char) for char in name):
        raise CardUnreadable("mangled")
    if not all(_is_vietnamese(char) for char in address if char.isalpha()) or not address.isprintable():
        raise CardUnreadable("mangled")
    if (name + address).isascii():
        raise CardUnreadable("mangled")


def _is_vietnamese(char: str) -> bool:
    return char.lower() in _LETTERS
