"""The states of what was received for another commune, what may be done in each, and codes of other desks."""

import re
from datetime import date
from enum import StrEnum
from typing import Final


class State(StrEnum):
    WAITING = "waiting"  # received, to be handed over to whoever is competent
    PASSED = "passed"
    SUPPLEMENT = "supplement"  # they asked for papers; the person is to bring them here
    ANSWERED = "answered"  # result or refusal is here, to be handed to the person
    CLOSED = "closed"
    CANCELLED = "cancelled"  # given back before it went


class Way(StrEnum):
    HAND = "hand"
    POST = "post"
    PORTAL = "portal"

    @classmethod
    def values(cls) -> list[str]:
        return [one.value for one in cls]


ACTS: Final[dict[str, tuple[frozenset[State], State]]] = {
    "pass_on": (frozenset({State.WAITING, State.SUPPLEMENT}), State.PASSED),
    "told_code": (frozenset({State.PASSED}), State.PASSED),
    "told_missing": (frozenset({State.PASSED}), State.SUPPLEMENT),
    "answered": (frozenset({State.PASSED}), State.ANSWERED),
    "give": (frozenset({State.ANSWERED}), State.CLOSED),
    "give_back": (frozenset({State.WAITING}), State.CANCELLED),
}
"""act → (from which states, to which)."""
OPEN: Final = (State.WAITING, State.PASSED, State.SUPPLEMENT, State.ANSWERED)

_CODE: Final = re.compile(r"(?=.*\d)[A-Z0-9Đ][A-Z0-9Đ./-]{3,39}")


def possible(state: str) -> list[str]:
    return [act for act, (sources, _target) in ACTS.items() if state in sources]


def tidied(code: str) -> str:
    """A code of another desk without blanks, in capitals; '' when it cannot be one (4 to 40 letters and digits, a digit
    among them). Each desk has a system of its own, so nothing more is known of it."""
    found = "".join(code.split()).upper().replace("–", "-").replace("—", "-")
    return found if _CODE.fullmatch(found) else ""


# Working days after which somebody has to look: our own measure, no rule sets one.
TO_GO: Final = 1
TO_ANSWER: Final = 3


def is_forgotten(state: str, their_due: date | None, working_days: int) -> bool:
    """Lies here, or lies there without a day that they promised, for so many working days since it last moved."""
    limit = {State.WAITING: TO_GO, State.PASSED: TO_ANSWER}.get(State(state))
    return limit is not None and their_due is None and working_days > limit


def is_late(state: str, their_due: date | None, today: date) -> bool:
    """Past the day the other side promised. Without one nobody here knows."""
    return state == State.PASSED and their_due is not None and their_due < today
