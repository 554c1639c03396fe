"""How the work stands, for those who answer for it: counts, never a dossier or a resident.

What is open is counted in one statement over the partial index of open rows (`dossier_queue`); what was completed lately
over one of its own (`dossier_completed`).
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q

from thonso.core.access.models import Account
from thonso.core.access.policy import NOTHING
from thonso.core.access.roles import ROLES
from thonso.core.base.clock import now
from thonso.dossiers import queues
from thonso.dossiers.holders import nobody_can_act
from thonso.dossiers.models import Complaint, Dossier, Rating
from thonso.dossiers.rules.states import FOR_APPLICANT, State

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Load:
    """Open dossiers, and how many of them are what. `late` holds `late_reception` and `late_paused`, those that were late
    before they began to wait for their applicant; the rest of it are late results."""

    open: int = 0
    late: int = 0
    late_reception: int = 0
    late_paused: int = 0
    soon: int = 0
    to_receive: int = 0
    to_sign: int = 0
    stranded: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def late_result(self) -> int:
        return self.late - self.late_reception - self.late_paused


@dataclass(frozen=True, slots=True)
class Lately:
    """Of the last thirty days: dossiers that were answered or ended, how many of them after their date, how many with an
    extended one; and ratings, how many of them satisfied (4 or 5)."""

    completed: int = 0
    late: int = 0
    extended: int = 0
    rated: int = 0
    satisfied: int = 0

    def __add__(self, other: "Lately") -> "Lately":
        return Lately(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def in_time(self) -> int:
        return self.completed - self.late


@dataclass(frozen=True, slots=True)
class Overview:
    at: datetime
    total: Load
    lately: Lately
    complaints: int  # unanswered
    by_procedure: dict[str, Load]
    procedures: dict[str, str]  # code to name
    by_holder: dict[tuple[str, UUID | None], Load]  # post, and the officer it is assigned to
    by_commune: dict[UUID, tuple[Load, Lately, int]]


def of(communes: Collection[UUID], *, stranded: bool = False) -> Overview:
    """The figures of these communes together, and of each. Four statements, however many dossiers there are.

    `stranded`: count as well on how many of the open ones nobody can act today (`holders.nobody_can_act`).
    """
    at = now()
    groups = list(_open(communes, at, stranded=stranded))
    by_commune, lately, complaints = _summed(groups, "commune_id"), _lately(communes, at), _unanswered(communes)
    return Overview(
        at=at,
        total=sum((load for _group, load in groups), Load()),
        lately=sum(lately.values(), Lately()),
        complaints=sum(complaints.values()),
        by_procedure=_summed(groups, "procedure_code"),
        procedures={group["procedure_code"]: group["name"] for group, _load in groups},
        by_holder=_summed(groups, "holder_role", "assignee_id"),
        by_commune={
            one: (by_commune.get(one, Load()), lately.get(one, Lately()), complaints.get(one, 0)) for one in communes
        },
    )


def _open(communes: Collection[UUID], at: datetime, *, stranded: bool) -> Iterable[tuple[dict[str, Any], Load]]:
    """Open dossiers counted by commune, procedure, post and officer."""
    kinds = queues.conditions(at)
    rows = Dossier.objects.filter(queues.OPEN, commune_id__in=communes)
    counted: Iterable[Any] = rows.values("commune_id", "procedure_code", "holder_role", "assignee_id").annotate(
        name=Max("procedure_name"),
        open=Count("pk"),
        late=Count("pk", filter=kinds["qua-han"]),
        late_reception=Count("pk", filter=kinds["qua-han"] & Q(state=State.SUBMITTED)),
        late_paused=Count("pk", filter=kinds["qua-han"] & Q(state__in=FOR_APPLICANT)),
        soon=Count("pk", filter=kinds["sap-den-han"]),
        to_receive=Count("pk", filter=kinds["cho-tiep-nhan"]),
        to_sign=Count("pk", filter=kinds["cho-ky"]),
        stranded=Count("pk", filter=nobody_can_act() if stranded else NOTHING),
    ).order_by()  # fmt: skip
    for group in counted:
        yield group, Load(*(group[one.name] for one in fields(Load)))


def _summed(groups: Iterable[tuple[dict[str, Any], Load]], *columns: str) -> dict[Any, Load]:
    """By one column, or by several together; what is late first, then what there is most of."""
    found: dict[Hashable, Load] = defaultdict(Load)
    for group, load in groups:
        found[group[columns[0]] if len(columns) == 1 else tuple(group[one] for one in columns)] += load
    return dict(sorted(found.items(), key=lambda row: (-row[1].late, -row[1].open, str(row[0]))))


def _lately(communes: Collection[UUID], at: datetime) -> dict[UUID, Lately]:
    since = at - LATELY
    done = Dossier.objects.filter(commune_id__in=communes, completed_at__gte=since)
    said = Rating.objects.filter(commune_id__in=communes, at__gte=since)
    found: dict[UUID, Lately] = defaultdict(Lately)
    completed = done.values_list("commune_id").annotate(
        # Columns of the index, so that no row of the table is read.
        all=Count("commune_id"),
        late=Count("commune_id", filter=Q(completed_at__gt=F("due_at"))),
        extended=Count("commune_id", filter=Q(extended__gt=0)),
    )
    for commune, every, late, extended in completed.order_by():
        found[commune] += Lately(every, late, extended)
    rated = said.values_list("commune_id").annotate(
        all=Count("commune_id"), good=Count("commune_id", filter=Q(score__gte=4))
    )
    for commune, every, good in rated.order_by():
        found[commune] += Lately(rated=every, satisfied=good)
    return found


def _unanswered(communes: Collection[UUID]) -> dict[UUID, int]:
    rows = Complaint.objects.filter(answered_at=None, commune_id__in=communes)
    counted = rows.values_list("commune_id").annotate(all=Count("*")).order_by()
    return dict(counted)


def holders(found: Overview, *, names: bool) -> list[tuple[str, Load, str]]:
    """Who has the open dossiers in hand: the post, and with `names` the officer they are assigned to; last, how the list
    of the desk is narrowed to them (`queues.in_hands_of`), '' without names."""
    if not names:
        posts: dict[str, Load] = defaultdict(Load)
        for (role, _officer), load in found.by_holder.items():
            posts[role] += load
        return [(str(ROLES.get(role, role)), load, "") for role, load in posts.items()]
    ids = {officer for _role, officer in found.by_holder if officer}
    people = dict(Account.objects.filter(pk__in=ids).values_list("pk", "full_name")) if ids else {}
    return [
        (holder_words(role, people.get(officer) if officer else None), load, f"{role}~{officer or ''}")
        for (role, officer), load in found.by_holder.items()
    ]


def holder_words(role: str, name: str | None) -> str:
    """'Công chức Tư pháp – Hộ tịch: Phạm Thanh Bình', or the post alone while nobody has taken it."""
    post = str(ROLES.get(role, role))
    return f"{post}: {name}" if name else post
