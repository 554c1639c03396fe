"""Pure rules: how long to wait before the next try, and where a message goes after one. No ORM here."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from thonso.core.base.errors import Refused

# Doubling from 15 seconds to at most an hour, twenty tries span about twelve hours: a night without power.
MAX_ATTEMPTS = 20
FIRST_WAIT = 15.0
LONGEST_WAIT = 3600.0
# The other side is asked a few times (about half an hour) what became of a message; then a person is.
MAX_DOUBT = 8
# After a try of unknown outcome, give what is still on its way time to arrive before the other side is asked about it.
SETTLE_WAIT = 30.0

_MOBILE = re.compile(r"^(?:\+?84|0)([35789]\d{8})$")
_EMAIL = re.compile(r"^[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$")


class Ending(StrEnum):
    """How one try ended, as the channel tells it."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    UNSURE = "unsure"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Next:
    """What becomes of the message: its state, the seconds to wait when queued again, whether it must ask first."""

    state: str
    wait: float = 0.0
    doubtful: bool = False


def backoff(attempt: int, roll: Callable[[], float]) -> float:
    """Seconds before try `attempt + 1`: doubling, at most an hour, between 50 and 100 % so that a crowd spreads out."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(max(attempt, 1) - 1, 30))
    return longest * (0.5 + roll() / 2)


def after(
    ending: Ending, *, attempt: int, doubtful: bool, may_repeat: bool, roll: Callable[[], float], asked: float = 0.0
) -> Next:
    """The next state after try `attempt` (from 1).

    `doubtful`: an earlier try may have arrived and nobody could tell. `may_repeat`: the channel would rather deliver
    twice than never (e-mail, which carries the same Message-ID). `asked`: seconds the other side asked to wait.
    """
    last = attempt >= MAX_ATTEMPTS
    wait = max(backoff(attempt, roll), asked)
    if ending is Ending.SENT:
        return Next("sent")
    if ending is Ending.REJECTED:
        return Next("failed" if doubtful else "dead", doubtful=doubtful)
    if ending is Ending.UNSURE:
        if last or (doubtful and not may_repeat and attempt >= MAX_DOUBT):
            return Next("failed", doubtful=True)
        return Next("queued", max(wait, SETTLE_WAIT), doubtful=not may_repeat)
    if last:
        return Next("failed" if doubtful else "dead", doubtful=doubtful)
    return Next("queued", wait, doubtful=doubtful)


def mobile(text: str) -> str:
    """A Vietnamese mobile number as the networks want it, 84xxxxxxxxx. Refuses landlines and anything else."""
    found = _MOBILE.match(re.sub(r"[ .()-]", "", text))
    if not found:
        raise Refused(_("This is not a Vietnamese mobile number. Please type it like 0912 345 678."))
    return f"84{found[1]}"


def is_mobile(text: str) -> bool:
    """Whether an SMS can go there: people also leave the number of a landline, and that is no fault."""
    return _MOBILE.match(re.sub(r"[ .()-]", "", text)) is not None


def email(text: str) -> str:
    text = text.strip()
    if len(text) > 254 or not _EMAIL.match(text) or ".." in text:
        raise Refused(_("This is not an e-mail address. Please type it like ten@example.vn."))
    return text


def masked(address: str) -> str:
    """What a list may show of a recipient: the last three digits, or the first letter and the domain."""
    if "@" in address:
        name, _sep, domain = address.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"•••••{address[-3:]}" if len(address) > 3 else "•••"
