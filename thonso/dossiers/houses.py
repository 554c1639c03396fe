"""The houses of a hamlet for its team: number, head, place, and who has been helped. Of what colleagues did only that they came.

Its reading is journalled, once a day for each reader: a phone asks anew at every signal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local, now
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.people.models import Household, Resident
from thonso.core.units.models import Unit
from thonso.dossiers import access, presenting
from thonso.dossiers.models import AssistSession

LOOKS_BACK = timedelta(days=365)
VERB = "household.listed"
PURPOSE = "helping from house to house"


@dataclass(frozen=True, slots=True)
class Filed:
    name: str
    on: date
    state: Any


@dataclass(slots=True)
class House:
    code: str
    head: str
    address: str
    helped_on: date | None = None  # by anybody of the team
    mine: list[Filed] = field(default_factory=list)


def of_hamlet(actor: Actor, hamlet: Unit) -> list[House]:
    """By number, with what happened in the last year. Journalled."""
    rows = Household.objects.filter(policy.visible(actor, "visit", Household), hamlet=hamlet, valid_to=None)
    found = {
        one.pk: House(one.code, one.head.full_name if one.head else "", one.address)
        for one in rows.select_related("head").order_by("code")
    }
    since = now() - LOOKS_BACK
    for household, at in _helped(found, since):
        day = local(at).date()
        found[household].helped_on = max(found[household].helped_on or day, day)
    for household, filed in _mine(actor, found, since):
        found[household].mine.append(filed)
    _note(actor, hamlet)
    return list(found.values())


def narrowed(houses: Iterable[House], words: str, *, never: bool) -> list[House]:
    """Those whose head or number answers to `words`; `never`: those nobody has been to in the year."""
    asked = fold(words).split()
    return [
        one
        for one in houses
        if all(word in fold(f"{one.head} {one.code}") for word in asked) and not (never and one.helped_on)
    ]


def _helped(houses: Iterable[UUID], since: datetime) -> list[tuple[UUID, datetime]]:
    homes = dict(Resident.objects.filter(household__in=list(houses)).values_list("pk", "household_id"))
    sessions = AssistSession.objects.filter(citizen_resident_id__in=homes, started_at__gte=since)
    return [(homes[who], at) for who, at in sessions.values_list("citizen_resident_id", "started_at") if who]


def _mine(actor: Actor, houses: Iterable[UUID], since: datetime) -> Iterable[tuple[UUID, Filed]]:
    rows = access.filed_by_helper(actor).filter(household_id__in=list(houses), filed_at__gte=since)
    for one in rows.order_by("-filed_at"):
        if one.household_id is not None:
            state = presenting.state(one).words
            yield one.household_id, Filed(one.procedure_name, local(one.filed_at).date(), state)


def _note(actor: Actor, hamlet: Unit) -> None:
    assert hamlet.commune_id is not None
    morning = local(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Entry.objects.filter(commune_id=hamlet.commune_id, actor_id=actor.ref.id, verb=VERB, at__gte=morning)
    if not mine.filter(object_id=hamlet.pk).exists():
        with transact(hamlet.commune_id) as work:
            work.note(VERB, actor.ref, Ref("unit", hamlet.pk), purpose=PURPOSE)
