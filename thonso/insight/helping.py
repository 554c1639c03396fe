"""Help in the hamlets, counted by week and hamlet: how often somebody was helped, how many dossiers came of it, which hamlet
nobody has seen for a fortnight. Sums of hamlets and of weeks, never of one helper for others to look at."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from thonso.core.access.actors import Actor
from thonso.core.base.clock import HANOI, local, now, today
from thonso.core.units.models import Unit
from thonso.core.units.services import hamlets
from thonso.dossiers.models import AssistSession, Dossier

WEEKS = 8
FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Week:
    """`first` is its Monday."""

    first: date
    helped: int = 0
    filed: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    hamlet: Unit
    weeks: tuple[Week, ...]
    last: date | None

    @property
    def helped(self) -> int:
        return sum(week.helped for week in self.weeks)

    @property
    def filed(self) -> int:
        return sum(week.filed for week in self.weeks)

    @property
    def forgotten(self) -> bool:
        """Nobody was helped there for a fortnight."""
        return self.last is None or today() - self.last > FORTNIGHT


def of_commune(commune: Unit) -> list[Line]:
    """Every hamlet of today, those first where nobody was for longest."""
    sessions, filed = _counted(Q(commune_id=commune.pk))
    seen: dict[UUID, date] = {}
    for hamlet_id, day, _minutes, _id in sessions:
        if hamlet_id:
            seen[hamlet_id] = max(day, seen.get(hamlet_id, day))
    lines = [
        Line(
            hamlet,
            _weeks([row for row in sessions if row[0] == hamlet.pk], filed),
            seen.get(hamlet.pk),
        )
        for hamlet in hamlets(commune.pk)
    ]
    return sorted(lines, key=lambda line: (not line.forgotten, line.last or date.min, line.hamlet.folded))


def own(actor: Actor) -> tuple[Week, ...]:
    """One's own weeks, the newest first: for oneself alone."""
    sessions, filed = _counted(Q(helper_id=actor.id))
    return tuple(reversed(_weeks(sessions, filed)))


_Row = tuple[UUID | None, date, int, UUID]  # hamlet, day, minutes, session


def _counted(whose: Q) -> tuple[list[_Row], Counter[UUID]]:
    """Sessions since the first of the weeks, and how many dossiers were filed in each."""
    since = datetime.combine(_monday(today()) - timedelta(weeks=WEEKS - 1), datetime.min.time(), HANOI)
    rows = AssistSession.objects.filter(whose, started_at__gte=since).order_by("started_at", "pk")
    sessions: list[_Row] = [
        (hamlet_id, local(began).date(), _minutes(began, ended), id_)
        for id_, hamlet_id, began, ended in rows.values_list("pk", "hamlet_id", "started_at", "ended_at")
    ]
    filed = Dossier.objects.filter(assist_session_id__in=rows.values("pk"))
    return sessions, Counter(id_ for id_ in filed.values_list("assist_session_id", flat=True) if id_)


def _minutes(began: datetime, ended: datetime | None) -> int:
    """Of one session; one that a phone held without signal ends when it is told, so more than two hours are no help."""
    return min(120, max(0, int(((ended or now()) - began).total_seconds() // 60)))


def _weeks(sessions: list[_Row], filed: Counter[UUID]) -> tuple[Week, ...]:
    this = _monday(today())
    firsts = [this - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    by_week = {first: [row for row in sessions if _monday(row[1]) == first] for first in firsts}
    return tuple(
        Week(first, len(rows), sum(filed[row[3]] for row in rows), sum(row[2] for row in rows))
        for first, rows in by_week.items()
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
