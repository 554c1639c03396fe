"""A mobile day in words: when it is, what is done there, and what was begun there and is not filed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from thonso.core.access.actors import Actor
from thonso.core.base.clock import today
from thonso.core.web.words import day as said
from thonso.outreach.models import MobileDay
from thonso.procedures.access import published
from thonso.procedures.definition import Definition
from thonso.roster.rules import hours_words


def when(day: MobileDay) -> str:
    return f"{said(day.day, 'long')}, {hours_words(day.starts, day.ends)}"


def offered_on(day: MobileDay) -> list[Definition]:
    """In the order of the catalogue; a procedure stopped since is left out."""
    return [one.definition for one in published(day.commune_id, max(day.day, today())) if one.code in day.procedures]


@dataclass(frozen=True, slots=True)
class Begun:
    """A form of that day which is not filed: whom it is of, masked, how it stands, and where one goes on with it."""

    summary: str
    who: str
    at: datetime
    state: str
    tone: str
    url: str


_tellers: list[Callable[[Actor, MobileDay], list[Begun]]] = []


def register_begun(tell: Callable[[Actor, MobileDay], list[Begun]]) -> None:
    """`tell(actor, day)`: what this person may go on with of what phones began on that day."""
    _tellers.append(tell)


def begun(actor: Actor, day: MobileDay) -> list[Begun]:
    return [one for tell in _tellers for one in tell(actor, day)]
