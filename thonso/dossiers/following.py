"""What following a dossier shows is drawn once for each state it is in, and kept in the process until the state is another.

Nothing is kept by time: each visit reads, in one statement, all that can make the drawing another one (`Standing`), and a
drawing is used only while every part of that is the same. A colleague may be faster than the drawing: then it is newer than
its standing, which never comes back (revisions grow, a calendar's version is new each time), so nobody is shown it again.
Who may see it is decided before, each time anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from thonso.core.base.clock import today
from thonso.core.base.prepared import Prepared
from thonso.core.workdays.services import calendar_for
from thonso.dossiers.filer import KNOWN
from thonso.dossiers.models import Dossier

T = TypeVar("T")
MOST = 200  # drawings of a kind in a process: under 2 MB of pages


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a dossier as one who follows it sees it. What `moves.write` changes has another revision; dates move
    without one when the calendar changes, results and ratings are rows of their own, and whether the account that filed
    it is its owner's (`filer`) changes when the account is tied to somebody."""

    dossier_id: UUID
    facts: tuple[Any, ...]
    calendar: str
    day: date


_rows = Prepared(
    lambda code: (
        Dossier.objects.filter(code=code)
        .annotate(known=KNOWN)
        .order_by("pk", "results__result__pk")
        .values_list(
            "pk", "commune_id", "revision", "due_at", "act_by", "subject_name", "rating__pk", "known",
            *(f"results__result__{name}" for name in ("state", "title", "number", "upload_id", "check_code")),
            "results__result__replaced_by__number",
        )
    ),
    str,
)  # fmt: skip


def standing(code: str, among: Collection[str]) -> Standing | None:
    """How the dossier of this code stands, if it is one of those (ids) whose key was shown; None otherwise."""
    shown = {UUID(one) for one in among}
    # A row for each result, and one where there is none.
    rows = [(id_, row) for row in _rows.raw(code.upper()) if (id_ := _id(row[0])) in shown] if shown else []
    if not rows:
        return None
    first, commune_id = rows[0][0], _id(rows[0][1][1])
    return _stands(first, commune_id, *(row for id_, row in rows if id_ == first))


def standing_of(dossier: Dossier) -> Standing:
    """Of a dossier just read, for what tells neither of its results nor of its rating."""
    one = dossier
    return _stands(one.pk, one.commune_id, one.revision, one.due_at, one.act_by, one.subject_name)


def _stands(id_: UUID, commune_id: UUID, *facts: Any) -> Standing:
    return Standing(id_, facts, calendar_for(commune_id).version, today())


def _id(stored: UUID | str) -> UUID:
    return stored if isinstance(stored, UUID) else UUID(stored)


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
