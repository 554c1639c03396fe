"""Months that are closed: what stands in their way, what is kept, and what was changed since (practice.md 20, 22)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.policy import New
from thonso.core.base.clock import local, now
from thonso.core.units.models import Unit
from thonso.counter.models import Slip
from thonso.dossiers import queues
from thonso.dossiers.late_entries import BEGAN_ANEW
from thonso.dossiers.models import Dossier, Event
from thonso.insight import facts, kept, layouts, register, table, table_sheet
from thonso.insight.facts import Facts
from thonso.insight.models import MonthBook
from thonso.insight.rules.periods import Span, month

SHOWN = 18  # months of the list
SORTED = ("linh-vuc", "thon")


@dataclass(frozen=True, slots=True)
class Figures:
    """The table of a month as it stands now. `seen`: its digest; a result that is fetched meanwhile moves a line of the
    register and no figure."""

    facts: Facts
    tables: dict[str, Any]
    seen: str

    @property
    def received(self) -> int:
        return len(register.received(self.facts))


def span_of(first: date) -> Span:
    return month(first.year, first.month)


def after(first: date) -> date:
    return span_of(first).last + timedelta(days=1)


def before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def figures(commune: Unit, first: date) -> Figures:
    known = facts.of([commune.pk], span_of(first))
    tables = {SORTED[0]: _table(known, commune, SORTED[0])}
    return Figures(known, tables, kept.digest(tables))


def _table(known: Facts, commune: Unit, by: str) -> dict[str, Any]:
    found = table.of(known, layouts.table(known.span.last), by)
    return kept.packed(table_sheet.of(found, {commune.pk: commune}, opens=False))


def whole(now: Figures, commune: Unit) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Everything that is kept: the tables however they are sorted, and the lines of the register, those of others last."""
    more = {by: _table(now.facts, commune, by) for by in SORTED[1:]}
    lines = register.entries(register.received(now.facts))
    lines += register.for_others(commune, now.facts.span, len(lines) + 1)
    return now.tables | more, kept.packed_lines(lines)


def layouts_of(first: date) -> dict[str, str]:
    last = span_of(first).last
    return {"table": layouts.table(last).since.isoformat(), "register": layouts.register(last).since.isoformat()}


def books(commune_id: UUID) -> list[MonthBook]:
    """Every closing of this commune, the newest first, without what is kept in it."""
    rows = MonthBook.objects.filter(commune_id=commune_id).defer("tables", "register")
    return list(rows.order_by("-first", "-turn")[: SHOWN * 3])


def standing(found: Iterable[MonthBook], first: date | None = None) -> MonthBook | None:
    """The closing that holds: of that month, or of the last month that is closed."""
    holding = [one for one in found if one.reopened_at is None and first in {None, one.first}]
    return max(holding, key=lambda one: one.first, default=None)


def next_to_close(last: MonthBook | None, today: date) -> date:
    """Months are closed one after the other; where none is closed yet, the one that is over last."""
    return after(last.first) if last else before(today.replace(day=1))


def due(actor: Actor) -> list[QuerySet[Unit]]:
    """One row while a month that is over waits for this actor, in a commune that closes its months."""
    mine = [one for one in actor.communes() if policy.can(actor, "close", New("month_book", one)).allow]
    if not mine:
        return []
    held = MonthBook.objects.filter(commune_id=OuterRef("pk"))
    last = before(local(now()).date().replace(day=1))
    return [Unit.objects.filter(Exists(held), ~Exists(held.filter(first__gte=last, reopened_at=None)), pk__in=mine)]


def closed(commune_id: UUID, span: Span) -> MonthBook | None:
    """The closing that holds of a span that is one whole month."""
    if span != span_of(span.first.replace(day=1)):
        return None
    rows = MonthBook.objects.filter(commune_id=commune_id, first=span.first, reopened_at=None)
    return rows.defer("tables", "register").first()


def why_closed(commune_id: UUID, at: datetime) -> str:
    """For what is entered later: the sentence that refuses it, '' while the month of that hour is open."""
    first = local(at).date().replace(day=1)
    rows = MonthBook.objects.filter(commune_id=commune_id, first=first, reopened_at=None)
    book = rows.only("closed_at", "closed_by_name").first()
    if book is None:
        return ""
    return _(
        "The register of %(month)s was closed by %(who)s on %(when)s. The director of the centre or a leader opens that month "
        "again first (Registers and reports, Closing the month); then this can be entered."
    ) % {"month": f"{first:%m/%Y}", "who": book.closed_by_name, "when": f"{local(book.closed_at):%d/%m/%Y}"}


def unentered(commune_id: UUID, first: date) -> list[str]:
    """Codes of slips from a power cut in this month that are not entered, or entered and not received yet."""
    span = span_of(first)
    slips = Slip.objects.filter(commune_id=commune_id, state=Slip.State.FREE)
    waiting = slips.filter(happened_at__gte=span.start, happened_at__lt=span.end).values_list("code", flat=True)
    late = Dossier.objects.filter(queues.OPEN, commune_id=commune_id, entered_at__isnull=False, received_at=None)
    late = late.filter(filed_at__gte=span.start, filed_at__lt=span.end)
    anew = Event.objects.filter(dossier__in=late, kind__in=BEGAN_ANEW).values("dossier_id")
    return sorted(waiting.union(late.exclude(pk__in=anew).values_list("code", flat=True)))


def changed(book: MonthBook, now: Figures) -> bool:
    """Whether its figures are others now. That results were fetched since is no change: the register of a month goes on."""
    return bool(book.tables["linh-vuc"]["rows"] != now.tables["linh-vuc"]["rows"])


def differences(book: MonthBook, now: Figures) -> list[tuple[str, int | str, int | str]]:
    """Figures of the total that are others now than when the month was closed: (head, then, now)."""
    if not changed(book, now):
        return []
    then, today = (kept.unpacked(one["linh-vuc"]) for one in (book.tables, now.tables))
    heads = [
        f"{group.words}: {head.words}" if group.words else head.words for group in then.groups for head in group.heads
    ]
    if len(heads) != len(today.heads):
        return []
    # The line of what was received for others stands beneath the total.
    totals = (next(row.cells for row in reversed(one.rows) if row.level == 0) for one in (then, today))
    pairs = zip(heads, *totals, strict=True)
    return [(head, one.value, other.value) for head, one, other in pairs if one.value != other.value]
