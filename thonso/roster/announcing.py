"""What wings above tell on the page of support points, hamlet by hamlet: an officer who comes on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Announcement:
    hamlet_id: UUID
    words: str
    url: str


Tell = Callable[[UUID, date], list[Announcement]]
_tellers: list[Tell] = []


def register(tell: Tell) -> None:
    """In `AppConfig.ready`: `tell(commune_id, day)` gives what is announced from that day on."""
    if tell not in _tellers:
        _tellers.append(tell)


def announced(commune_id: UUID, day: date) -> list[Announcement]:
    return [one for tell in _tellers for one in tell(commune_id, day)]
