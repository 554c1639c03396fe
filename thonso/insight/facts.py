"""What the tables are counted from: a few columns of every dossier that stands in a period, and nothing of its people.

What is still open comes from the partial index of open rows, what was answered since the period began from that of completed
ones, so an old commune's table costs what the period holds. Four statements, however many dossiers there are.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from thonso.core.base.clock import now
from thonso.core.units.models import Unit
from thonso.dossiers import queues
from thonso.dossiers.models import Dossier, Event, Pause
from thonso.insight.rules.counting import Life
from thonso.insight.rules.periods import Span
from thonso.procedures.access import definitions

_COLUMNS = (
    *("id", "commune_id", "procedure_code", "hamlet_id", "channel", "state"),
    *("filed_at", "received_at", "completed_at", "due_at", "version_id", "extended"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The dossiers of a period, and what their procedures are called: code to (field, name)."""

    span: Span
    at: datetime
    lives: tuple[Life, ...]
    procedures: dict[str, tuple[str, str]]


def of(communes: Collection[UUID], span: Span, *, clocks: bool = True) -> Facts:
    """Everything that stands in the tables of this span, in the order of filing. Without `clocks` nobody asks whether those
    that are still open are late."""
    at = now()
    rows = sorted([*_rows(communes, span)], key=lambda row: (row[6], row[0]))
    paused = _paused(communes, span.at(at)) if clocks else set()
    granted = _granted_later(rows, span, at) if clocks else {}
    lives = []
    versions: dict[UUID, None] = {}
    for id_, commune, procedure, hamlet, channel, state, filed, received, completed, due, version, _extended in rows:
        versions[version] = None
        life = Life(id_, commune, procedure, hamlet, channel, state, filed, received, completed, due, id_ in paused)
        lives.append(replace(life, due_at=granted[id_]) if id_ in granted else life)
    texts = definitions(list(versions))
    names = {texts[one].code: (texts[one].field, texts[one].name) for one in sorted(versions)}
    return Facts(span, at, tuple(lives), names)


def _rows(communes: Collection[UUID], span: Span) -> Iterable[tuple[Any, ...]]:
    known = Dossier.objects.filter(commune_id__in=communes, filed_at__lt=span.end).order_by()
    standing = known.filter(queues.OPEN, completed_at=None).values_list(*_COLUMNS)
    yield from standing.union(known.filter(completed_at__gte=span.start).values_list(*_COLUMNS), all=True)


def _paused(communes: Collection[UUID], at: datetime) -> set[UUID]:
    """Whose clock stood at that hour."""
    stood = Pause.objects.filter(Q(end=None) | Q(end__gt=at), start__lt=at, dossier__commune_id__in=communes)
    return set(stood.values_list("dossier_id", flat=True))


def _granted_later(rows: Iterable[tuple[Any, ...]], span: Span, at: datetime) -> dict[UUID, datetime]:
    """The date that held at the end of a period that is over, where a later one was granted since."""
    if span.end >= at:
        return {}
    ids = [row[0] for row in rows if row[11] and (row[8] is None or row[8] >= span.end)]
    later = Event.objects.filter(dossier_id__in=ids, kind="extend", at__gte=span.end).order_by("-seq")
    found: dict[UUID, datetime] = {}
    for dossier_id, facts in later.values_list("dossier_id", "facts"):
        if facts.get("before"):
            found[dossier_id] = datetime.fromisoformat(facts["before"])  # the first one after the period comes last
    return found


def places(ids: Collection[UUID | None]) -> dict[UUID, Unit]:
    wanted = {one for one in ids if one is not None}
    return Unit.objects.in_bulk(list(wanted)) if wanted else {}
