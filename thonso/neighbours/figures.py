"""What a span's table says of other communes: on a line of its own, since none of it is our resolution."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, Value

from thonso.neighbours.models import Inward, Outward


@dataclass(frozen=True, slots=True)
class Figures:
    """Of what was received for others: `carried` before the span and still here when it began, `desk` and `post` within it;
    `closed` within it (handed to the person, or given back), `standing` when it ended. `ours`: of what is in our own
    table, how many another desk had received."""

    carried: int = 0
    desk: int = 0
    post: int = 0
    closed: int = 0
    standing: int = 0
    ours: int = 0

    @property
    def all(self) -> int:
        return self.carried + self.desk + self.post

    def __bool__(self) -> bool:
        return bool(self.all or self.ours)


def of(communes: Collection[UUID], start: datetime, end: datetime) -> Figures:
    """carried + desk + post = closed + standing."""
    there = Outward.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=start), received_at__lt=end, commune_id__in=communes
    ).values_list("channel", "received_at", "closed_at")
    ours = Inward.objects.filter(
        commune_id__in=communes, dossier__received_at__gte=start, dossier__received_at__lt=end
    ).values_list(Value("ours"), "at", "at")
    return _counted(list(there.union(ours, all=True)), start, end)


def _counted(rows: list[tuple[str, datetime, datetime | None]], start: datetime, end: datetime) -> Figures:
    said = Counter(
        "ours" if channel == "ours" else channel if received >= start else "carried" for channel, received, _end in rows
    )
    closed = sum(ended is not None and ended < end for channel, _received, ended in rows if channel != "ours")
    return Figures(**said, closed=closed, standing=len(rows) - said["ours"] - closed)


def received(commune_id: UUID, start: datetime, end: datetime) -> list[Outward]:
    """For the register, in the order of reception."""
    rows = Outward.objects.filter(commune_id=commune_id, received_at__gte=start, received_at__lt=end)
    return list(rows.select_related("competent").order_by(F("received_at"), "id"))
