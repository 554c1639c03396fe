"""What a TV can show: slots in their order, and who fills them. A wing above registers its source when it starts.

A panel is drawn in a public room: a source gives nothing by which a resident could be known.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from thonso.core.units.models import Unit

# Meetings and prices have no wing yet: their slots keep the order.
SLOTS: Final = ("meeting", "today", "mobile", "support", "prices", "guide")


@dataclass(frozen=True, slots=True)
class Panel:
    slot: str
    kicker: str
    title: str
    lines: tuple[str, ...] = ()
    listed: bool = False  # lines are things of a list, not sentences


Source = Callable[[Unit, date], Iterable[Panel]]
_sources: dict[str, list[Source]] = {slot: [] for slot in SLOTS}


def register(slot: str, source: Source) -> None:
    """`source(hamlet, day)` gives the panels of this slot, or none: a slot that has nothing is not shown."""
    if source not in _sources[slot]:
        _sources[slot].append(source)


def of(hamlet: Unit, day: date) -> list[Panel]:
    return [panel for slot in SLOTS for source in _sources[slot] for panel in source(hamlet, day)]
