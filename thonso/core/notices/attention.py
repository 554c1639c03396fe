"""What else needs a person: parts above add their own sections to the page "Needs attention" and to its number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from thonso.core.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """`url` is '' for who may not open it; `why` says what is wrong, `who` in whose post."""

    name: str
    url: str
    detail: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lead: str
    lines: list[Line]
    links: list[tuple[str, str]]  # (address, words): where the actor mends it


Stuck = Callable[[Actor], Sequence[QuerySet[Any, Any]]]
_sections: list[tuple[Stuck, Callable[[Actor], Section | None]]] = []


def register(stuck: Stuck, section: Callable[[Actor], Section | None]) -> None:
    """`stuck` gives the rows to be counted for this actor; `section` shows them, None when there is nothing to show."""
    if (stuck, section) not in _sections:
        _sections.append((stuck, section))


def stuck(actor: Actor) -> list[QuerySet[Any, Any]]:
    return [rows for counted, _section in _sections for rows in counted(actor)]


def sections(actor: Actor) -> list[Section]:
    return [found for _counted, section in _sections if (found := section(actor)) is not None]
