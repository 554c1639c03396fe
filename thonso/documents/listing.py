"""Documents page by page, by keyset: the register of a year, what waits to be registered, what waits for this person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.documents import access, books, rules
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
    keys = _ORDER[wanted.queue]
    if values := _read(wanted.cursor, keys):
        rows = rows.filter(_after(keys, values))
    found = list(rows.order_by(*(f"-{key.column}" if key.down else key.column for key in keys))[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return Page([_pair(one) for one in found], _cursor(found[-1], keys) if more else "", cut)


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


def _no_organ(keys: list[str]) -> Refused:
    return Refused(_("Please choose from the list."), fields={"organ": [", ".join(keys)]})


# --- the keyset -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Key:
    column: str
    read: Callable[[str], Any]
    down: bool = False


def _number(text: str) -> int:
    number = rules.counted(text)
    if number < 0:
        raise ValueError(text)
    return number


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


_LAST = _Key("id", UUID)
_ORDER: Final[dict[str, tuple[_Key, ...]]] = {
    "register": (_Key("number", _number, down=True),),
    "waiting": (_Key("urgency", _number, down=True), _Key("arrived_at", _moment), _LAST),
    "before_me": (_Key("urgency", _number, down=True), _Key("presented_at", _moment), _LAST),
    "mine": (_Key("due", date.fromisoformat), _Key("given_at", _moment), _LAST),
}


def _after(keys: tuple[_Key, ...], values: list[Any]) -> Q:
    """What stands behind these values in this order."""
    found, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        found |= same & Q(**{f"{key.column}__{'lt' if key.down else 'gt'}": value})
        same &= Q(**{key.column: value})
    return found


def _cursor(row: Model, keys: tuple[_Key, ...]) -> str:
    values = [getattr(row, key.column) for key in keys]
    return "~".join(one.isoformat() if isinstance(one, date) else str(one) for one in values)


def _read(cursor: str, keys: tuple[_Key, ...]) -> list[Any]:
    """[] for one that cannot be read."""
    try:
        return [key.read(part) for key, part in zip(keys, cursor.split("~"), strict=True)]
    except (ValueError, OverflowError):
        return []
