"""What the screen in the lobby shows: numbers and counters, never a name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from thonso.core.base.clock import local
from thonso.counter import access
from thonso.counter.models import Ticket

NEW = timedelta(seconds=25)  # how long a call stands out


@dataclass(frozen=True, slots=True)
class Place:
    number: int
    label: str  # '' while nobody is there
    calls: int
    new: bool


@dataclass(frozen=True, slots=True)
class Screen:
    at: datetime
    places: list[Place]
    last: list[tuple[str, int]]  # called before, with the counter
    waiting: list[tuple[str, str, int]]  # letter, name, how many


def screen(commune_id: UUID, at: datetime) -> Screen:
    today = Ticket.objects.filter(commune_id=commune_id, day=local(at).date())
    called = list(today.filter(called_at__isnull=False).select_related("counter").order_by("-called_at")[:40])
    here = {one.counter_id: one for one in called if one.state == Ticket.State.CALLED}
    places = []
    for counter in access.counters(commune_id):
        one = here.get(counter.pk)
        if one is not None or counter.officer_id:
            fresh = one is not None and one.called_at is not None and at - one.called_at < NEW
            places.append(Place(counter.number, one.label if one else "", one.calls if one else 0, fresh))
    last = [
        (one.label, one.counter.number) for one in called if one.counter is not None and one.state == Ticket.State.DONE
    ]
    counts = dict(today.filter(state=Ticket.State.WAITING).order_by().values_list("business_id").annotate(Count("pk")))
    waiting = [(one.letter, one.name, counts.get(one.pk, 0)) for one in access.businesses(commune_id)]
    return Screen(at, places, last[:6], waiting)
