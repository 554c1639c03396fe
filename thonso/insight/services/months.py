"""A month is closed by the director of the centre or a leader, in its order, and opened again with a reason, the last first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import Max
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.policy import New
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.insight import kept, months
from thonso.insight.models import MonthBook


@dataclass(frozen=True, slots=True)
class Counted:
    """What is kept, made ready before the transaction. `received`: of our own, without what was received for others."""

    seen: str
    received: int
    tables: dict[str, Any]
    lines: list[dict[str, Any]]


def counted(commune: Unit, first: date) -> Counted:
    found = months.figures(commune, first)
    return Counted(found.seen, found.received, *months.whole(found, commune))


def close(
    work: Work, actor: Actor, commune: Unit, first: date, counted: Counted, *, seen: str, note: str = ""
) -> MonthBook:
    """Close the month with `counted`. `seen` is the digest of what the closer had before the eyes: when something came
    meanwhile she looks again. Raises Refused for a month that goes on, out of its order, or with slips that wait."""
    policy.require(actor, "close", New("month_book", commune.pk))
    if local(work.at).date() < months.after(first):
        raise Refused(_("This month is not over yet."))
    last = months.standing(months.books(commune.pk))
    if last is not None and last.first >= first:
        raise _already()
    if last is not None and months.after(last.first) != first:
        words = _("Close %(month)s first: months are closed one after the other.")
        raise Refused(words % {"month": f"{months.after(last.first):%m/%Y}"})
    if waiting := months.unentered(commune.pk, first):
        words = _("First enter and receive what was taken in without power, or strike the slip out: %(codes)s.")
        raise Refused(words % {"codes": ", ".join(waiting[:10])})
    if seen != counted.seen:
        raise Stale(_("Something was recorded since you opened the month. Please look at it again."))
    tables, lines = counted.tables, counted.lines
    turns = MonthBook.objects.filter(commune=commune, first=first).aggregate(last=Max("turn"))["last"] or 0
    try:
        book = MonthBook.objects.create(
            commune=commune, first=first, turn=turns + 1, closed_by_id=actor.ref.id, closed_by_name=actor.name,
            closed_at=work.at, note=clean(note, limit=300), digest=kept.digest(tables, lines), layouts=months.layouts_of(first),
            tables=tables, register=lines, received=counted.received,
        )  # fmt: skip
    except IntegrityError as closed:  # by somebody else at the same moment
        raise _already() from closed
    said = {"month": f"{first:%Y-%m}", "turn": book.turn, "received": book.received, "digest": book.digest}
    work.note("month_book.closed", actor.ref, Ref("month_book", book.pk), facts=said)
    return book


def _already() -> Stale:
    return Stale(_("This month is closed already, or a later one is."))


def reopen(work: Work, actor: Actor, book: MonthBook, reason: str) -> None:
    """Something has to go into a closed month. What was closed is kept; closed again, the month says so. Only the last closed
    month: what is carried over into a later one would not be true any more. Raises Refused."""
    policy.require(actor, "reopen", book)
    reason = clean(reason, limit=300)
    if len(reason) < 5:
        raise Refused(
            _("Write why this month is opened again."), fields={"reason": [_("Write the reason in a few words.")]}
        )
    last = months.standing(months.books(book.commune_id))
    if last is not None and last.first > book.first:
        words = _("%(month)s is closed too and rests on this month: open that one again first.")
        raise Refused(words % {"month": f"{last.first:%m/%Y}"})
    rows = MonthBook.objects.filter(pk=book.pk, reopened_at=None)
    if not rows.update(
        reopened_at=work.at, reopened_by_id=actor.ref.id, reopened_by_name=actor.name, why_reopened=reason
    ):
        raise Stale(_("Somebody has opened this month again already."))
    said = {"month": f"{book.first:%Y-%m}", "turn": book.turn}
    work.note("month_book.reopened", actor.ref, Ref("month_book", book.pk), facts=said)
