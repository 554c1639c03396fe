"""The officer's day at the counter: whom she calls, whom she serves, who has an appointment, what is to be handed over."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import local, now, today
from thonso.counter import access
from thonso.counter.models import Business, Counter, Ticket
from thonso.counter.services import tickets
from thonso.counter.words import WHY, WHY_DRAWN
from thonso.dossiers import presenting, queues
from thonso.dossiers.rules.states import State

SHOWN = 12
TOO_LATE = timedelta(minutes=30)  # after the hour: did not come, as far as the desk knows


@audience("staff")
@never_cache
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune_id = access.desk_commune(actor)
    counters, businesses = access.counters(commune_id), access.businesses(commune_id)
    counter = next((one for one in counters if one.officer_id == actor.account_id), None)
    waiting = tickets.waiting_at(counter, now()) if counter else []
    standing = list(access.tickets(actor).filter(state__in=[Ticket.State.CALLED, Ticket.State.ABSENT]))
    visits = list(access.visits(actor).filter(started_at__date=today()).order_by("-started_at")[:20])
    context: dict[str, Any] = {
        "counters": counters,
        "businesses": businesses,
        "counter": counter,
        "free": [one for one in counters if one.officer_id is None],
        "called": next((one for one in standing if counter and one.counter_id == counter.pk and _called(one)), None),
        "waiting": [_row(one) for one in waiting[:SHOWN]],
        "count": len(waiting),
        "absent": [_row(one) for one in standing if not _called(one)],
        "to": _places(counters, businesses, counter),
        "kinds": [(one.letter, str(one)) for one in businesses],
        "whys": WHY_DRAWN,
        "mine": access.open_visit(actor, commune_id),
        "others": [one for one in visits if one.ended_at is None and one.officer_id != actor.account_id],
        "ended": [one for one in visits if one.ended_at is not None][:5],
        "transaction_id": uuid4(),
        "booked": _booked(actor, commune_id),
        "expected": [
            {"booking": one, "missing": not one.end and one.at + TOO_LATE < now()}
            for one in access.expected(actor, commune_id)
        ],
        "to_hand_over": queues.counts(actor).get("tra_ket_qua", 0),
        "now": now(),
    }
    return render(request, "counter/day.html", context)


def _booked(actor: Actor, commune_id: UUID) -> list[dict[str, Any]]:
    """Each appointment with whether somebody came for it: the number drawn for it, or what was done since."""
    rows, at = access.appointments(actor, commune_id), now()
    came = {one.dossier_id: one for one in access.tickets(actor).filter(dossier_id__isnull=False)} if rows else {}
    found = []
    for dossier in rows:
        ticket, hour = came.get(dossier.pk), dossier.appointed_at
        assert hour is not None
        waits = dossier.status is State.ACCEPTED and ticket is None
        found.append({
            "dossier": dossier,
            "ticket": ticket,
            "state": presenting.office_state(dossier),
            "expected": waits and local(hour).date() == local(at).date(),
            "missing": waits and hour + TOO_LATE < at,
        })  # fmt: skip
    return found


def _called(ticket: Ticket) -> bool:
    return ticket.state == Ticket.State.CALLED


def _row(ticket: Ticket) -> dict[str, Any]:
    return {
        "ticket": ticket,
        "why": WHY.get(ticket.why, ""),
        "minutes": int((now() - ticket.drawn_at).total_seconds() // 60),
    }


def _places(counters: list[Counter], businesses: list[Business], here: Counter | None) -> list[tuple[str, Any]]:
    """Where a number can be sent on to."""
    found = [(f"quay-{one.number}", _("Counter %(n)d") % {"n": one.number}) for one in counters if one != here]
    return found + [(f"viec-{one.letter}", one.name) for one in businesses]
