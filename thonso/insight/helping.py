"""Help in the hamlets, counted by week and hamlet: how often somebody was helped, how many dossiers came of it, which hamlet
nobody has seen for a fortnight. Sums of hamlets and of weeks, never of one helper for others to look at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from thonso.core.access.actors import Actor
from thonso.core.base.clock import HANOI, local, now, today
from thonso.core.units.models import Unit
from thonso.core.units.services import current, hamlets
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
    """Of a hamlet of today; of one that was split, whose sessions belong to no part alone; or of no hamlet (None)."""

    hamlet: Unit | None
    weeks: tuple[Week, ...]
    last: date | None
    today: bool = True
    parts: tuple[Unit, ...] = ()

    @property
    def helped(self) -> int:
        return sum(week.helped for week in self.weeks)

    @property
    def filed(self) -> int:
        return sum(week.filed for week in self.weeks)

    @property
    def forgotten(self) -> bool:
        """Nobody was helped there for a fortnight."""
        return self.today and (self.last is None or today() - self.last > FORTNIGHT)


@dataclass(frozen=True, slots=True)
class Help:
    lines: tuple[Line, ...]
    totals: tuple[Week, ...]

    @property
    def whole(self) -> Week:
        return total(self.totals)

    @property
    def last(self) -> date | None:
        return max((line.last for line in self.lines if line.last), default=None)


def of_commune(commune: Unit) -> Help:
    """Every hamlet of today, those first where nobody was for longest; what was merged counts where it went."""
    sessions, filed = _counted(Q(commune_id=commune.pk))
    there = {hamlet.pk: hamlet for hamlet in hamlets(commune.pk)}
    units = Unit.objects.in_bulk({row[0] for row in sessions if row[0]} - set(there)) | there
    heirs = {pk: [unit] if pk in there else current(unit) for pk, unit in units.items()}
    rows: dict[UUID | None, list[_Row]] = {pk: [] for pk in there}
    seen: dict[UUID, date] = {}
    for row in sessions:
        heir = [unit for unit in heirs[row[0]] if unit.pk in there] if row[0] else []
        rows.setdefault(heir[0].pk if len(heir) == 1 else row[0], []).append(row)
        # To which part of a split hamlet the citizen belonged nobody wrote down: neither is forgotten for that.
        for unit in heir:
            seen[unit.pk] = max(row[1], seen.get(unit.pk, row[1]))
    lines = [Line(there[pk], _weeks(rows.pop(pk), filed), seen.get(pk)) for pk in there]
    lines.sort(key=lambda line: (not line.forgotten, line.last or date.min, line.hamlet.folded if line.hamlet else ""))
    lines += [
        Line(
            units[pk] if pk else None,
            _weeks(old, filed),
            max(row[1] for row in old),
            False,
            tuple(unit for unit in heirs[pk] if unit.pk in there) if pk else (),
        )
        for pk, old in rows.items()
    ]
    return Help(tuple(lines), _weeks(sessions, filed))


def own(actor: Actor) -> tuple[Week, ...]:
    """One's own weeks, the newest first: for oneself alone."""
    sessions, filed = _counted(Q(helper_id=actor.id))
    return tuple(reversed(_weeks(sessions, filed)))


def total(weeks: Sequence[Week]) -> Week:
    """Of all of them, from the first on."""
    return Week(
        min(week.first for week in weeks),
        sum(week.helped for week in weeks),
        sum(week.filed for week in weeks),
        sum(week.minutes for week in weeks),
    )


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
