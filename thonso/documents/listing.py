"""Documents page by page, by keyset: the register of a year, what waits to be registered, what waits for this person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.documents import access, books, keyset
from thonso.documents.keyset import LAST, Key, Keys, moment, number
from thonso.documents.models import DocumentTask, Incoming
from thonso.documents.organs import ORGANS

PAGE: Final = 50
NEVER: Final = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`year`, `words` and `state` are of the register; an organ that is not named is the first that this person reads."""

    queue: str = "register"
    organ: str = ""
    year: int | None = None
    words: str = ""
    state: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Each document with the task of the person, where it is her own work. `cut`: the search found more than it gives."""

    rows: list[tuple[Incoming, DocumentTask | None]]
    next_cursor: str
    cut: bool = False


def page(actor: Actor, wanted: Wanted) -> Page:
    """A cursor that cannot be read begins anew. Raises Refused for an organ or queue there is not, Absent for who may read no
    register."""
    if wanted.queue not in QUEUES:
        raise Refused(_("There is no such list."), fields={"queue": [", ".join(QUEUES)]})
    if wanted.organ and wanted.organ not in ORGANS:
        raise _no_organ(list(ORGANS))
    rows, cut = QUEUES[wanted.queue](actor, wanted)
    found, following = keyset.page(rows, _ORDER[wanted.queue], wanted.cursor, PAGE)
    return Page([_pair(one) for one in found], following, cut)


def _pair(row: Incoming | DocumentTask) -> tuple[Incoming, DocumentTask | None]:
    return (row.incoming, row) if isinstance(row, DocumentTask) else (row, None)


# --- the lists --------------------------------------------------------------------------------------------------------

Rows = tuple[QuerySet[Any], bool]


def _register(actor: Actor, wanted: Wanted) -> Rows:
    commune, organs = access.commune_of(actor)
    keys = [one.key for one in organs]
    organ, year = wanted.organ or keys[0], wanted.year or today().year
    if organ not in keys:
        raise _no_organ(keys)
    rows, cut = books.registered(commune.pk, organ, year), False
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.words:
        rows, cut = books.found(rows, commune.pk, organ, year, wanted.words)
    return rows.select_related("leader", "upload"), cut


def _waiting(actor: Actor, wanted: Wanted) -> Rows:
    return _of(access.waiting(actor), wanted.organ).select_related("leader", "upload"), False


def _before_me(actor: Actor, wanted: Wanted) -> Rows:
    return _of(access.before_leader(actor), wanted.organ).select_related("leader", "upload"), False


def _mine(actor: Actor, wanted: Wanted) -> Rows:
    rows = access.tasks(actor).annotate(due=Coalesce("due_on", Value(NEVER)))
    rows = rows.filter(incoming__organ=wanted.organ) if wanted.organ else rows
    return rows.select_related("incoming__leader", "incoming__upload", "account"), False


def _of(rows: QuerySet[Incoming], organ: str) -> QuerySet[Incoming]:
    return rows.filter(organ=organ) if organ else rows


QUEUES: Final[dict[str, Callable[[Actor, Wanted], Rows]]] = {
    "register": _register,
    "waiting": _waiting,
    "before_me": _before_me,
    "mine": _mine,
}


_ORDER: Final[dict[str, Keys]] = {
    "register": (Key("number", number, down=True),),
    "waiting": (Key("urgency", number, down=True), Key("arrived_at", moment), LAST),
    "before_me": (Key("urgency", number, down=True), Key("presented_at", moment), LAST),
    "mine": (Key("due", date.fromisoformat), Key("given_at", moment), LAST),
}


def _no_organ(keys: list[str]) -> Refused:
    return Refused(_("Please choose from the list."), fields={"organ": [", ".join(keys)]})
