"""The one search of the public: what this commune takes dossiers for, and after it what the national catalogue knows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from thonso.procedures import access, searching
from thonso.procedures.access import Offered
from thonso.procedures.national import access as national
from thonso.procedures.national.access import Title

MOST = 50  # national procedures a page
HERE = "xa-nay"  # the filter for what this commune takes itself
FIT = 0.4  # of the best that was found: what fits less is noise
# What the commune's committee decides is more often what somebody at its door means.
NEARER = 1.15
CLEARLY = 1.15


@dataclass(slots=True)
class Found:
    offered: list[Offered] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    more: bool = False
    titles_first: bool = False  # what was asked for is clearly none of what this commune takes itself
    offered_count: int = 0
    sectors: Sequence[tuple[str, int]] = ()
    places: dict[str, int] = field(default_factory=dict)


def find(commune_id: UUID, on: date, question: str, sector: str = "", place: str = "") -> Found:
    """What was asked for, best first; without a question or a sector all that is offered, and the sectors to look through.

    `place` narrows to one kind of office (`national.places`) or to what this commune takes (HERE).
    """
    offered, titles = access.published(commune_id, on), national.titles()
    mine = {one.code for one in offered}
    others = [one for one in titles if one.code not in mine]
    found = Found(offered_count=len(offered), places=dict(Counter(one.place for one in others)))
    if place and place != HERE:
        others = [one for one in others if one.place == place]
    if sector:
        offered = []
        others = [one for one in others if one.sector == sector]
    if place not in ("", HERE, "commune"):
        offered = []
    if place == HERE:
        others = []
    found.sectors = sorted(Counter(one.sector for one in others).items(), key=lambda pair: (-pair[1], pair[0]))
    if not question:
        found.offered = offered
        found.titles = others if sector or place else []
    else:
        _rank(found, offered, others, question)
    found.more = len(found.titles) > MOST
    found.titles = found.titles[:MOST]
    return found


def _rank(found: Found, offered: list[Offered], others: list[Title], question: str) -> None:
    entries = [searching.entry_of(one.definition) for one in offered]
    entries += [searching.entry(one.code, (one.name,), one.sector) for one in others]
    points = searching.scores(entries, question)
    mine, theirs = max(points[: len(offered)], default=0.0), max(points[len(offered) :], default=0.0)
    least = FIT * max(mine, theirs)
    found.titles_first = theirs > CLEARLY * mine
    fits = sorted(zip(points, offered, strict=False), key=lambda pair: -pair[0])
    found.offered = [one for worth, one in fits if worth > 0 and worth >= least]
    worths = [
        (worth * (NEARER if one.place == "commune" else 1.0), one)
        for worth, one in zip(points[len(offered) :], others, strict=True)
        if worth > 0 and worth >= least
    ]
    found.titles = [one for _worth, one in sorted(worths, key=lambda pair: -pair[0])]
