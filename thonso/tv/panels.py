"""What a TV can show: slots in their order, and who fills them. A wing above registers its source when it starts.

A panel is drawn in a public room: a source gives nothing by which a resident could be known.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from thonso.core.units.models import Unit

Slot = Literal["meeting", "today", "mobile", "support", "prices", "guide"]
SLOTS: Final[tuple[Slot, ...]] = get_args(Slot)


@dataclass(frozen=True, slots=True)
class Panel:
    slot: Slot
    kicker: str
    title: str
    lines: tuple[str, ...] = ()
    listed: bool = False  # lines are things of a list, not sentences
    join: str = ""  # where a meeting is held online, one button away


Source = Callable[[Unit, date], Iterable[Panel]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """`source(hamlet, day)` gives panels of any slots, or none: a slot that has nothing is not shown."""
    if source not in _sources:
        _sources.append(source)


def of(hamlet: Unit, day: date) -> list[Panel]:
    return sorted(
        (panel for source in _sources for panel in source(hamlet, day)), key=lambda one: SLOTS.index(one.slot)
    )
