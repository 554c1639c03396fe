"""A PC that many people use one after the other: what they do there is for a short while, and nothing of it stays.

Which PC is one, a wing above says: its middleware sets `request.shared_pc`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class SharedPc:
    """`turn` counts who used it: it changes with each end. `head` and `bar` are templates of every page there: what it loads, and
    what lies on it."""

    id: "UUID"
    commune_id: "UUID"
    hamlet_id: "UUID | None"
    place: str
    turn: int
    home: str
    head: str
    bar: str


def shared_of(request: HttpRequest) -> SharedPc | None:
    return getattr(request, "shared_pc", None)
