"""What stands in the box of a record, read strictly: who was helped, by which form, with which answers and photos. Pure.

`LAYOUT` is counted up whenever a phone writes it differently; the two before it are still taken, since a phone may come
down the mountain with a record of last month.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.base.errors import Refused
from thonso.core.files.rules import is_sha256

DAMAGED = gettext_lazy("This record is damaged. Export it to a file and take it to the commune.")
LAYOUT = 2
TAKEN = frozenset(range(max(1, LAYOUT - 2), LAYOUT + 1))
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
MOST_PHOTOS = 30
FOUND = ("verdict", "seen", "note")


@dataclass(frozen=True, slots=True)
class Photo:
    """`sha256` of the photo itself, `box` of its sealed bytes; `paper` where it is of a paper and not of a question."""

    sha256: str
    box: str
    name: str
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Helped:
    """The session in which the villager was helped, as the phone held it."""

    id: UUID
    given: Mapping[str, Any]
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What an officer did on a mobile day: where and when it was taken in; how each paper was found and who was present,
    where it was received there too."""

    day: UUID
    at: datetime
    received: bool = False
    papers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    present: tuple[str, ...] = ()
    listed: UUID | None = None


@dataclass(frozen=True, slots=True)
class Text:
    helped: Helped
    version: UUID
    representation: str
    answers: Mapping[str, Any]
    photos: tuple[Photo, ...]
    beside: Mapping[str, Any] = field(default_factory=dict)
    slip: str = ""
    taken: Taken | None = None


def read(found: Mapping[str, Any]) -> Text:
    """Raises Refused for a layout that is not taken, or a record that is none."""
    layout = found.get("layout")
    if not isinstance(layout, int) or layout not in TAKEN:
        raise Refused(
            _("This record was made by an application that is too old. Export it to a file and ask the commune.")
        )
    try:
        helped = _mapping(found["helped"])
        return Text(
            helped=Helped(UUID(str(helped["id"])), helped, _moment(helped["started_at"])),
            version=UUID(str(found["version"])),
            representation=str(found.get("representation") or "self")[:20],
            answers=_mapping(found.get("answers") or {}),
            photos=tuple(_photo(one) for one in list(found.get("photos") or [])[:MOST_PHOTOS]),
            beside=_mapping(found.get("beside") or {}),
            slip=str(found.get("slip") or "")[:40],
            taken=_taken(found["taken"]) if found.get("taken") else None,
        )
    except (KeyError, TypeError, ValueError):
        raise Refused(DAMAGED) from None


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError
    return value


def _moment(value: Any) -> datetime:
    found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    if found.tzinfo is None:
        raise ValueError
    return found


def _taken(value: Any) -> Taken:
    one = _mapping(value)
    papers = {str(key)[:60]: _found(given) for key, given in _mapping(one.get("papers") or {}).items()}
    present = tuple(str(who)[:60] for who in list(one.get("present") or [])[:10])
    listed = UUID(str(one["listed"])) if one.get("listed") else None
    return Taken(UUID(str(one["day"])), _moment(one["at"]), bool(one.get("received")), papers, present, listed)


def _found(value: Any) -> dict[str, str]:
    return {part: str(said)[:300] for part, said in _mapping(value).items() if part in FOUND}


def _photo(value: Any) -> Photo:
    one = _mapping(value)
    sha256, box, paper = str(one["sha256"]), str(one["box"]), str(one.get("paper") or "")
    if not is_sha256(sha256) or not is_sha256(box) or (paper and not _KEY.fullmatch(paper)):
        raise ValueError
    return Photo(sha256, box, str(one.get("name") or "")[:150], paper)
