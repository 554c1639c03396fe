"""Who is told by voice: results that nobody fetched, and people whom no message reaches (practice 14, 19)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.people.services import phones
from thonso.dossiers import notify
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.states import State
from thonso.outreach.models import Call

MOST = 100
# Where something is to be told: papers are missing, a fee is asked, the result is ready.
TOLD_OF = (State.SUPPLEMENT, State.PAYMENT, State.COMPLETED)


@dataclass(frozen=True, slots=True)
class ToTell:
    dossier: Dossier
    since: datetime | None
    ways: list[Any]  # how news reaches the person, in words
    last: Call | None
    numbers: list[tuple[str, str]]  # of the register: number, whose it is


def unfetched(commune_id: UUID, at: datetime | None = None) -> list[ToTell]:
    """Results that have been ready for `THONSO_UNFETCHED_DAYS` days and that nobody fetched, the oldest first."""
    before = (at or now()) - timedelta(days=settings.UNFETCHED_DAYS)
    rows = Dossier.objects.filter(commune_id=commune_id, state=State.COMPLETED, completed_at__lt=before)
    return _with_calls(rows.select_related("hamlet").order_by("completed_at", "pk")[:MOST])


def only_by_voice(commune_id: UUID) -> list[ToTell]:
    """Something waits for the person, and no message reaches her by herself: neither a mobile phone nor an account is known.
    The helper who filed it hears of it and tells her; where there is none, somebody goes or calls the neighbour."""
    rows = Dossier.objects.filter(commune_id=commune_id, state__in=TOLD_OF, submitter_account_id=None)
    rows = rows.select_related("hamlet").prefetch_related("parties")
    rows = rows.order_by(F("act_by").asc(nulls_last=True), "filed_at", "pk")
    silent = [one for one in rows if not _by_herself(one)]
    told = _with_calls(silent)
    # Who was told of this very state is off the list.
    left = [one for one in told if not (one.last and one.last.state == one.dossier.state and one.last.outcome in DONE)]
    return left[:MOST]


DONE = frozenset({Call.Outcome.REACHED.value, Call.Outcome.THROUGH.value})


def _by_herself(dossier: Dossier) -> bool:
    ways = notify.reached_by(dossier)
    return len(ways) > (1 if dossier.helper_account_id else 0)


def _with_calls(rows: Iterable[Dossier]) -> list[ToTell]:
    found = list(rows)
    last: dict[UUID, Call] = {}
    for call in Call.objects.filter(dossier__in=[one.pk for one in found]).select_related("by").order_by("at", "id"):
        last[call.dossier_id] = call
    people = {one.owner_resident_id for one in found if one.owner_resident_id}
    numbers = phones.of_residents(found[0].commune_id, people) if people else {}
    return [
        ToTell(one, one.completed_at or one.act_by, notify.reached_by(one), last.get(one.pk), _of(numbers, one))
        for one in found
    ]


def _of(numbers: Mapping[UUID, list[tuple[str, str]]], dossier: Dossier) -> list[tuple[str, str]]:
    return numbers.get(dossier.owner_resident_id, []) if dossier.owner_resident_id else []


def record(work: Work, by: Actor, dossier: Dossier, outcome: str) -> Call:
    """Somebody called, or went there. Raises Refused."""
    if outcome not in Call.Outcome.values:
        raise Refused(fields={"outcome": [_("Choose what came of it.")]})
    row = Call.objects.create(
        commune_id=dossier.commune_id,
        dossier=dossier,
        state=dossier.state,
        outcome=outcome,
        by_id=by.ref.id,
        at=work.at,
    )
    work.note("dossier.called", by.ref, Ref("dossier", dossier.pk), facts={"outcome": outcome})
    return row
