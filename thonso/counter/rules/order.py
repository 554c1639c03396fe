"""Whose turn it is. Pure.

Those who go before others: the elderly, people with disabilities, the pregnant or with a small child, people with merits
(Luật Người cao tuổi, Luật Người khuyết tật, Pháp lệnh ưu đãi người có công: theo trí nhớ, cần xác minh which of them a
one-stop desk must call first), whoever has an appointment whose hour has come, and whoever was sent on or came back.
Not more than two of them in a row, so that nobody who waits is overtaken for ever (measure of our own).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

BEFORE_OTHERS = frozenset({"elderly", "disabled", "pregnant", "merit"})
IN_A_ROW = 2
EARLY = timedelta(minutes=10)  # an appointment counts from then on


@dataclass(frozen=True, slots=True)
class Waiting:
    id: Any
    since: datetime
    why: str = ""
    appointed_at: datetime | None = None
    returned: bool = False
    wanted: Any = None  # the counter it was sent to; None: any that does its business


def goes_ahead(one: Waiting, at: datetime) -> bool:
    due = one.appointed_at is not None and at >= one.appointed_at - EARLY
    return one.returned or one.why in BEFORE_OTHERS or due


def in_order(waiting: Sequence[Waiting], counter: Any, at: datetime, ahead_before: int = 0) -> list[Waiting]:
    """In the order in which this counter would call them. `ahead_before`: how many were called ahead of others just now."""
    here = [one for one in waiting if one.wanted in {None, counter}]
    sent = sorted((one for one in here if one.wanted == counter), key=lambda one: one.since)
    ahead = sorted((one for one in here if one.wanted is None and goes_ahead(one, at)), key=lambda one: one.since)
    plain = sorted((one for one in here if one.wanted is None and not goes_ahead(one, at)), key=lambda one: one.since)
    order, streak = list(sent), ahead_before
    while ahead or plain:
        first = bool(ahead) and (not plain or streak < IN_A_ROW or ahead[0].since <= plain[0].since)
        order.append(ahead.pop(0) if first else plain.pop(0))
        streak = streak + 1 if first else 0
    return order
