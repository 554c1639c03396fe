"""What holds of documents, pure: states, urgency, how a number and symbol are written, what may be the same document."""

import re
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from thonso.core.base.text import fold
from thonso.core.workdays.rules import Calendar

STATES: Final[dict[str, tuple[Any, str]]] = {
    "waiting": (_("Waiting to be registered"), "soon"),
    "registered": (_("Registered"), "ok"),
    "directed": (_("Being dealt with"), "info"),
    "done": (_("Dealt with"), "ok"),
    "returned": (_("Returned to its sender"), "plain"),
    "withdrawn": (_("Secret document – withdrawn from the system"), "plain"),
}
# Exactly one leads; the others answer to whoever leads.
PARTS: Final[dict[str, Any]] = {"lead": _("in charge"), "help": _("helps"), "info": _("for information")}
TASK_STATES: Final[dict[str, tuple[Any, str]]] = {
    "open": (_("being done"), "info"),
    "done": (_("done"), "ok"),
    "given_back": (_("given back"), "soon"),
    "passed_on": (_("passed on"), "plain"),
    "replaced": (_("ended by another instruction"), "plain"),
    "closed": (_("ended with the document"), "plain"),
}
ACTS: Final[dict[str, Any]] = {
    "present": _("Presented"),
    "instruct": _("Instruction"),
    "see": _("Opened it"),
    "opine": _("Opinion"),
    "finish": _("Done"),
    "read": _("Read it"),
    "give_back": _("Given back to the leader"),
    "pass_on": _("Passed on"),
}
CHANNELS: Final[dict[str, Any]] = {
    "file": _("as a file"),
    "scan": _("on paper, scanned"),
    "paper": _("on paper only"),
}
# NĐ 30/2020 art. 8: three degrees of urgency above an ordinary document, by their place here.
URGENCIES: Final[tuple[Any, ...]] = (_("ordinary"), _("urgent"), _("very urgent"), _("express"))
URGENCY_WORDS: Final = {"urgent": 1, "very_urgent": 2, "express": 3}

_SPACES = re.compile(r"\s+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_NUMBER_LINE = re.compile(r"^\s*(?:số|so)\s*:?\s*", re.IGNORECASE)
EARLIEST: Final = date(1945, 9, 2)
"""The first day on which a document of this State can be dated."""
SOON: Final = timedelta(days=2)
"""Ours: from how many days before its day on something is due soon."""
LARGEST: Final = 99_999
"""No register of a commune goes beyond it in a year (as `numbers.outside`)."""


def tidy_code(text: str) -> str:
    """'Số: 12 / QĐ – UBND' is '12/QĐ-UBND': no blanks, plain hyphens, without the word before it."""
    plain = _SPACES.sub("", _DASHES.sub("-", _NUMBER_LINE.sub("", text)))
    return plain.strip(".;,")


def same_key(code: str, dated: date | None) -> str:
    """Two documents with one number, symbol and date are most likely one; '' where one of them is missing."""
    folded = fold(tidy_code(code))
    number, slash, rest = folded.partition("/")
    number = number.lstrip("0") or number
    return f"{number}{slash}{rest}|{dated:%Y%m%d}"[:200] if folded and dated else ""


_SHORT: Final = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "ttg": "thu tuong chinh phu"}


def may_be_one_sender(first: str, second: str) -> bool:
    """Whether two names may be of one organ: alike but for case, diacritics and abbreviations, or one with more of its place
    than the other ("Sở Nội vụ", "Sở Nội vụ tỉnh Lào Cai"). Unknown, it may be any."""
    one, other = (
        {part for word in re.findall(r"\w+", fold(name)) for part in _SHORT.get(word, word).split()}
        for name in (first, second)
    )
    return one <= other or other <= one


def register_by(arrived: date, urgency: int, calendar: Calendar) -> date:
    """The last day on which it is to be registered: the same day, at latest the next working day; what is urgent at once
    (NĐ 30/2020 art. 4)."""
    return arrived if urgency else calendar.add(arrived, 1)


def counted(text: str) -> int:
    """'057' is 57; -1 for what is no number, or has more digits than any number here."""
    digits = text.strip()
    plain = digits.lstrip("0") or "0"
    return int(plain) if digits.isascii() and digits.isdigit() and len(plain) <= 9 else -1
