"""What following a dossier shows is drawn once for each state it is in, and kept in the process until the state is another.

Nothing is kept by time: each visit reads, in one statement, all that can make the drawing another one (`Standing`), and a
drawing is used only while every part of that is the same. A colleague may be faster than the drawing: then it is newer than
its standing, which never comes back (revisions grow, a calendar's version is new each time), so nobody is shown it again.
Who may see it is decided before, each time anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from thonso.core.base.clock import today
from thonso.core.base.prepared import Prepared
from thonso.core.workdays.services import calendar_for
from thonso.dossiers.models import Dossier

T = TypeVar("T")
MOST = 400  # drawings in a process: about 3 MB of pages


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a dossier as one who follows it sees it. What `moves.write` changes has another revision; dates move
    without one when the calendar changes, and results and ratings are rows of their own."""

    dossier_id: UUID
    revision: int
    due_at: datetime | None
    act_by: datetime | None
    subject_name: str
    rated: bool
    results: tuple[tuple[Any, ...], ...]
    calendar: str
    day: date


_COLUMNS = ("pk", "commune_id", "revision", "due_at", "act_by", "subject_name", "rating__pk")
_RESULT = ("pk", "state", "title", "number", "upload_id", "check_code", "replaced_by__number")
_rows = Prepared(
    lambda code: (
        Dossier.objects.filter(code=code)
        .order_by("pk", "results__result__pk")
        .values_list(*_COLUMNS, *(f"results__result__{name}" for name in _RESULT))
    ),
    str,
)


def standing(code: str, among: Collection[str]) -> Standing | None:
    """How the dossier of this code stands, if it is one of those (ids) whose key was shown; None otherwise."""
    rows = [row for row in _rows(code.upper()) if str(row[0]) in among] if among else []
    if not rows:
        return None
    id_, commune_id, revision, due_at, act_by, name, rating = rows[0][:7]
    results = tuple(tuple(row[7:]) for row in rows if row[0] == id_ and row[7])
    calendar = calendar_for(commune_id).version
    return Standing(id_, revision, due_at, act_by, name, rating is not None, results, calendar, today())


def standing_of(dossier: Dossier) -> Standing:
    """Of a dossier just read, for what tells neither of its results nor of its rating."""
    one, calendar = dossier, calendar_for(dossier.commune_id).version
    return Standing(one.pk, one.revision, one.due_at, one.act_by, one.subject_name, False, (), calendar, today())


class Drawings(Generic[T]):
    """One drawing a dossier, with the standing it was made of (and what else went into it)."""

    def __init__(self) -> None:
        self._kept: dict[UUID, tuple[Standing, Any, T]] = {}

    def of(self, standing: Standing, also: Any = None) -> T | None:
        kept = self._kept.get(standing.dossier_id)
        return kept[2] if kept is not None and kept[:2] == (standing, also) else None

    def keep(self, standing: Standing, drawing: T, also: Any = None) -> None:
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[standing.dossier_id] = (standing, also, drawing)
