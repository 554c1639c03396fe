"""Numbers one after another without a gap, inside the caller's transaction: rolled back, the number is free again.

The row of a register is held from `take` to the end of the transaction. Take late: after validation, encryption and
rendering, before the journal's head (decisions: counter, then chain head, last and in that order).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _

from thonso.core.base.clock import local
from thonso.core.base.errors import Absent, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.prepared import planned_cursor
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.numbers import rules
from thonso.core.numbers.models import Issued, Register
from thonso.core.units.rules import canonical_unit_code

TRACKING = ("thonso", "tracking")
OFFICIAL_BOOK = "dossiers"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in its book, and the row that says to what it was given."""

    number: int
    issued_id: UUID
    register_id: UUID


def take(work: Work, *, commune_id: UUID, organ: str, book: str, period: str) -> int:
    """The next number of the book, from 1. Gapless: it is given back when the transaction rolls back."""
    return take_many(work, 1, commune_id=commune_id, organ=organ, book=book, period=period)[0]


def take_many(work: Work, count: int, *, commune_id: UUID, organ: str, book: str, period: str) -> range:
    """`count` numbers at once, for a batch (an import, a day in the hamlet entered later), in one visit."""
    _, last = _advance(count, commune_id, organ, book, period)
    return range(last - count + 1, last + 1)


def issue(work: Work, *, commune_id: UUID, organ: str, book: str, period: str, obj: Ref) -> Number:
    """Give `obj` the next number of the book, for good. An object that holds a number of this book keeps it."""
    there = held(commune_id=commune_id, organ=organ, book=book, period=period, obj=obj)
    if there is not None:
        return there
    register_id, value = _advance(1, commune_id, organ, book, period)
    row = Issued.objects.create(
        commune_id=commune_id,
        register_id=register_id,
        number=value,
        object_kind=obj.kind,
        object_id=obj.id,
        at=work.at,
    )
    return Number(value, row.pk, register_id)


def expected(*, commune_id: UUID, organ: str, book: str, period: str, obj: Ref) -> int:
    """The number that `issue` gives `obj` if nobody comes first. Takes nothing: for what must be drawn beforehand."""
    there = held(commune_id=commune_id, organ=organ, book=book, period=period, obj=obj)
    if there is not None:
        return there.number
    found = Register.objects.filter(commune_id=commune_id, organ=organ, book=book, period=period)
    return (found.values_list("last", flat=True).first() or 0) + 1


def cancel(work: Work, issued_id: UUID, *, actor: Ref, reason: str) -> None:
    """Strike a number out. It stays in the book and is never given again; the object may be given another one."""
    reason = clean(reason, limit=300)
    row = Issued.objects.filter(pk=issued_id, commune_id=work.commune_id).first()
    if row is None:
        raise Absent(_("There is no such number in this book."))
    struck = Issued.objects.filter(pk=row.pk, state=Issued.State.USED).update(
        state=Issued.State.CANCELLED, cancelled_at=max(work.at, row.at), reason=reason
    )
    if not struck:
        raise Stale(_("This number has been cancelled already."))
    work.note("number.cancelled", actor, Ref(row.object_kind, row.object_id), facts={"number": row.number})


def next_tracking_code(work: Work, commune_id: UUID) -> str:
    """The tracking code of a dossier filed now: one counter a commune a day, by the server's date."""
    return next_tracking_codes(work, commune_id, 1)[0]


def next_tracking_codes(work: Work, commune_id: UUID, count: int) -> list[str]:
    day = local(work.at).date()
    organ, book = TRACKING
    numbers = take_many(work, count, commune_id=commune_id, organ=organ, book=book, period=rules.day_key(day))
    return [rules.tracking_code(day, number) for number in numbers]


def next_official_code(work: Work, commune_id: UUID, unit_code: str) -> str:
    """The official code of a dossier received now, where the commune counts its own (`official_numbering` is own)."""
    day, unit = local(work.at).date(), canonical_unit_code(unit_code)
    number = take(work, commune_id=commune_id, organ=unit, book=OFFICIAL_BOOK, period=rules.day_key(day))
    return rules.official_code(unit, day, number)


def held(*, commune_id: UUID, organ: str, book: str, period: str, obj: Ref) -> Number | None:
    """The number of this book that `obj` holds; None where it has none, or where it was struck out."""
    row = Issued.objects.filter(
        commune_id=commune_id,
        register__commune_id=commune_id,
        register__organ=organ,
        register__book=book,
        register__period=period,
        object_kind=obj.kind,
        object_id=obj.id,
        state=Issued.State.USED,
    ).first()
    return Number(row.number, row.pk, row.register_id) if row else None


def _advance(count: int, commune_id: UUID, organ: str, book: str, period: str) -> tuple[UUID, int]:
    """Move the register on and lock it, in one statement that both databases know; gives its id and the last number."""
    if count < 1:
        raise ValueError("take at least one number")
    if not connection.in_atomic_block:
        raise RuntimeError("numbers are taken inside a transaction")
    table = Register._meta.db_table
    values = {"id": new_id(), "commune_id": commune_id, "organ": organ, "book": book, "period": period, "last": count}
    with planned_cursor() as cursor:
        # The table name is our own constant; the values are parameters.
        cursor.execute(
            f"INSERT INTO {table} (id, commune_id, organ, book, period, last) VALUES (%s, %s, %s, %s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (commune_id, organ, book, period) DO UPDATE SET last = {table}.last + excluded.last "
            "RETURNING id, last",
            [_stored(name, value) for name, value in values.items()],
        )
        id_, last = cursor.fetchone()
    return id_ if isinstance(id_, UUID) else UUID(id_), last


def _stored(name: str, value: Any) -> Any:
    field = Register._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field.get_db_prep_value(value, connection)
