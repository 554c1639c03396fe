"""The cash sheet of state fees (practice.md 7): what was recorded on a day, by way of payment and by procedure.

No money is taken here. A line is an act of a dossier: a receipt that was recorded, an exemption that was granted, either of
them taken back. It stands on the sheet of its day; what happens after the day was closed stands on the next one, and what is
taken back names the act that it takes back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from thonso.core.base.clock import local
from thonso.dossiers.models import Charge, Dossier, Event
from thonso.dossiers.models.dossier import OF_FEES
from thonso.dossiers.services.moves import payload_of
from thonso.insight.models import CashLine, CashSheet
from thonso.insight.rules.cash import Closed, sheet_day
from thonso.insight.rules.periods import Span

WAY: dict[str, str] = {Charge.Way.RECEIPT: "Hệ thống thu", Charge.Way.PORTAL: "Cổng DVCQG"}


@dataclass(frozen=True, slots=True)
class Line:
    """`kind`: paid, exempt, void (of a recorded payment), unexempt (of an exemption). `amount` and `given_back` in đồng."""

    event: Event
    kind: str
    dossier: Dossier
    amount: int
    way: str = ""
    reference: str = ""
    paid_on: date | None = None
    full: int | None = None
    reason: str = ""
    proof: str = ""
    first: Event | None = None  # the act that is taken back
    given_back: int = 0
    refund: str = ""
    payee: str = ""

    @property
    def spared(self) -> int | None:
        """Đồng that an exemption spares; None where the procedure knows no amount."""
        return None if self.full is None else self.full - self.amount


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one sheet in the order in which they were made. `sheet` is None while the day is open."""

    day: date
    lines: tuple[Line, ...]
    sheet: CashSheet | None

    def of(self, kind: str) -> list[Line]:
        return [line for line in self.lines if line.kind == kind]

    @property
    def taken(self) -> int:
        return sum(line.amount for line in self.of("paid"))

    @property
    def taken_back(self) -> int:
        return sum(line.amount for line in self.of("void"))

    @property
    def given_back(self) -> int:
        return sum(line.given_back for line in self.of("void"))

    @property
    def left(self) -> int:
        """What the payers of the day have paid in the end; less than nothing when more was given back than taken."""
        return self.taken - self.given_back

    def by_way(self) -> list[tuple[str, int, int]]:
        return _summed(self.of("paid"), lambda line: WAY.get(line.way, line.way))

    def by_procedure(self) -> list[tuple[str, int, int]]:
        return _summed(self.of("paid"), lambda line: line.dossier.procedure_name)


def _summed(lines: Iterable[Line], key: Callable[[Line], str]) -> list[tuple[str, int, int]]:
    """(words, how many, đồng), by the words."""
    counted: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        counted[key(line)].append(line.amount)
    return [(words, len(amounts), sum(amounts)) for words, amounts in sorted(counted.items())]


def of(commune_id: UUID, day: date) -> Day:
    """The sheet of a day, closed or as it stands now."""
    sheet = CashSheet.objects.filter(commune_id=commune_id, day=day).first()
    return as_closed(sheet) if sheet else as_open(commune_id, day, closed_days(commune_id))


def as_closed(sheet: CashSheet) -> Day:
    acts = Event.objects.filter(pk__in=CashLine.objects.filter(sheet=sheet).values("event"))
    return Day(sheet.day, tuple(_lines(acts)), sheet)


def as_open(commune_id: UUID, day: date, closed: Closed) -> Day:
    """What belongs on the open sheet of this day: its own acts, and what came after an earlier day was closed."""
    acts = _loose(commune_id, closed.since(day), day)
    return Day(day, tuple(_lines(act for act in acts if sheet_day(local(act.at).date(), closed) == day)), None)


def closed_days(commune_id: UUID) -> Closed:
    found = CashSheet.objects.filter(commune_id=commune_id).aggregate(first=Min("day"), last=Max("day"))
    return Closed(found["first"], found["last"])


def _loose(commune_id: UUID, first: date, last: date) -> QuerySet[Event]:
    """Acts of these days that stand on no closed sheet."""
    span = Span(first, last)
    acts = Event.objects.filter(OF_FEES, commune_id=commune_id, at__gte=span.start, at__lt=span.end)
    return acts.filter(~Exists(CashLine.objects.filter(event_id=OuterRef("pk"))))


def _open_days(commune_id: UUID, closed: Closed, first: date, last: date) -> set[date]:
    """The days whose open sheets have a line. A demand alone is no line."""
    acts = _loose(commune_id, first, last).values_list("kind", "facts", "at")
    days = (sheet_day(local(at).date(), closed) for kind, facts, at in acts if stands(kind, facts))
    return {day for day in days if day is not None}


def stands(kind: str, facts: dict[str, Any]) -> bool:
    """Whether an act is a line: not a demand of the whole fee, nor one that was taken back before anybody paid."""
    if kind == "ask_payment":
        return facts["amount"] == 0 or (facts["full"] is not None and facts["amount"] < facts["full"])
    return kind == "record_payment" or facts.get("was") in {"paid", "exempt"}


def oldest_open(commune_id: UUID, before: date) -> date | None:
    """The first day before this one on which something is recorded that no sheet holds; None when all is closed. What lies
    before the first sheet of all is no matter: the sheets begin with it."""
    closed = closed_days(commune_id)
    if closed.last is None or closed.last >= before:
        return None
    found = _open_days(commune_id, closed, closed.since(before), before - timedelta(days=1))
    return min((one for one in found if one < before), default=None)


def _lines(acts: Iterable[Event]) -> Sequence[Line]:
    found = sorted(acts, key=lambda one: (one.at, one.pk))
    dossiers = Dossier.objects.select_related("hamlet").in_bulk([one.dossier_id for one in found])
    firsts = _taken_back([one for one in found if one.kind == "void_payment"])
    return [_line(one, dossiers[one.dossier_id], firsts.get(one.pk)) for one in found if stands(one.kind, one.facts)]


def _taken_back(voids: Sequence[Event]) -> dict[UUID, Event]:
    """What each of these takes back: the last demand, exemption or payment of its dossier before it."""
    before = Event.objects.filter(OF_FEES, dossier_id__in=[one.dossier_id for one in voids]).order_by("seq")
    acts: dict[UUID, list[Event]] = defaultdict(list)
    for one in before if voids else ():
        acts[one.dossier_id].append(one)
    found = {}
    for one in voids:
        earlier = [act for act in acts[one.dossier_id] if act.seq < one.seq and act.kind != "void_payment"]
        if earlier:
            found[one.pk] = earlier[-1]
    return found


def _line(act: Event, dossier: Dossier, first: Event | None) -> Line:
    facts = act.facts
    said = payload_of(act, dossier) or {}
    if act.kind == "record_payment":
        return Line(
            act, "paid", dossier, facts["amount"], way=facts["way"], reference=said.get("reference", ""),
            paid_on=date.fromisoformat(facts["paid_on"]),
        )  # fmt: skip
    if act.kind == "ask_payment":
        return Line(
            act,
            "exempt",
            dossier,
            facts["amount"],
            full=facts["full"],
            reason=said.get("exemption", ""),
            proof=said.get("proof", ""),
        )
    paid = payload_of(first, dossier) or {} if first else {}
    return Line(
        act, "void" if facts["was"] == "paid" else "unexempt", dossier, facts["amount"],
        way=first.facts.get("way", "") if first else "", reference=paid.get("reference", ""), reason=said["reason"],
        first=first, given_back=facts.get("refunded", 0), refund=said.get("refund", ""), payee=said.get("payee", ""),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lately:
    """The last month of sheets: those that are closed, and the days on whose open sheet something stands."""

    first: date
    closed: Closed
    sheets: dict[date, CashSheet]
    open: set[date]

    def days(self, until: date) -> list[tuple[date, CashSheet | None]]:
        found = sorted({*self.open, *self.sheets, until}, reverse=True)
        return [(day, self.sheets.get(day)) for day in found if day <= until]

    def to_close_before(self, day: date) -> date | None:
        """An earlier day that must be closed first."""
        return min((one for one in self.open if one < day), default=None) if self.closed.last else None


def lately(commune_id: UUID, until: date) -> Lately:
    first, closed = until - timedelta(days=31), closed_days(commune_id)
    sheets = {one.day: one for one in CashSheet.objects.filter(commune_id=commune_id, day__gte=first)}
    return Lately(first, closed, sheets, _open_days(commune_id, closed, min(first, closed.since(first)), until))
