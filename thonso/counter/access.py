"""The only code that loads from the counter what a user named: it loads and authorises in one step."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local, now, today
from thonso.core.base.errors import Absent, Refused
from thonso.counter.models import (
    Booking,
    Business,
    Counter,
    Lobby,
    Outage,
    Slip,
    SlipBatch,
    Ticket,
    Visit,
    VisitDossier,
)
from thonso.counter.services.visits import LEFT_OPEN
from thonso.dossiers import access as dossiers
from thonso.dossiers.models import Dossier, Draft
from thonso.dossiers.rules.states import State

ACCEPTED = State.ACCEPTED.value

CHOOSE = gettext_lazy("Please choose what you came for.")


def absent() -> Absent:
    return Absent(_("There is no such page, or it is not for you."))


def desk_commune(actor: Actor) -> UUID:
    """The commune at whose one-stop desk this actor works. Raises Absent."""
    found = next((g.commune_id for g in actor.grants if g.role == "one_stop" and g.commune_id), None)
    if found is None:
        raise absent()
    return found


def visits(actor: Actor) -> QuerySet[Visit]:
    return Visit.objects.filter(policy.visible(actor, "serve", Visit)).select_related("officer", "commune")


def visit(actor: Actor, visit_id: UUID) -> Visit:
    """A visit of one's own desk, open or not. Raises Absent."""
    found = visits(actor).filter(pk=visit_id).first()
    if found is None:
        hidden = Visit.objects.filter(pk=visit_id).first()
        if hidden is not None:
            policy.require(actor, "serve", hidden, words=absent().message)  # journals the denial and raises Absent
        raise absent()
    return found


def open_visit(actor: Actor, commune_id: UUID) -> Visit | None:
    """The visit this officer serves now; one that was left open is over, whether the worker has ended it or not."""
    if not actor.account_id:
        return None
    rows = Visit.objects.filter(
        officer_id=actor.account_id, commune_id=commune_id, ended_at=None, touched_at__gt=now() - LEFT_OPEN
    )
    return rows.first()


def dossiers_of(actor: Actor, visit: Visit) -> list[Dossier]:
    """The dossiers of a visit that this actor may read, in the order in which they were dealt with."""
    ids = _ids(visit)
    found = {one.pk: one for one in dossiers.listed(actor).filter(pk__in=ids).select_related("hamlet", "commune")}
    return [found[id_] for id_ in ids if id_ in found]


def begun_in(visit: Visit) -> QuerySet[Draft]:
    """Forms that were begun in it and not sent."""
    return Draft.objects.filter(pk__in=_ids(visit), filed_at=None).order_by("created_at")


def waiting_for(actor: Actor, visit: Visit, without: Iterable[UUID]) -> list[Dossier]:
    """Open dossiers of whoever is served (also as an heir) and of the household, which could be dealt with now too."""
    rows = dossiers.listed(actor).exclude(holder_role="").exclude(pk__in=list(without))
    rows = rows.filter(commune_id=visit.commune_id)
    if not visit.household_id and not visit.resident_id:
        return []
    hers = Q(household_id=visit.household_id) if visit.household_id else Q(subject_resident_id=visit.resident_id)
    if visit.resident_id:
        hers |= Q(heir_resident_id=visit.resident_id)
    rows = rows.filter(hers)
    return list(rows.select_related("hamlet").order_by("-filed_at")[:10])


def _ids(visit: Visit) -> list[UUID]:
    return list(VisitDossier.objects.filter(visit=visit).order_by("at", "id").values_list("dossier_id", flat=True))


def editable_commune(actor: Actor) -> UUID:
    """The commune whose counters this actor may set up. Raises Absent."""
    for commune_id in dict.fromkeys(g.commune_id for g in actor.grants if g.commune_id):
        if policy.can(actor, "edit", policy.New("counter", commune_id)):
            return commune_id
    raise absent()


def businesses(commune_id: UUID, *, active: bool = True) -> list[Business]:
    rows = Business.objects.filter(commune_id=commune_id).order_by("letter")
    return list(rows.filter(active=True) if active else rows)


def business(commune_id: UUID, text: str) -> Business | None:
    """A kind of business of this commune by its letter, as a form or a number key names it."""
    return Business.objects.filter(commune_id=commune_id, letter=text.strip().upper()[:1], active=True).first()


def counters(commune_id: UUID) -> list[Counter]:
    rows = Counter.objects.filter(commune_id=commune_id, active=True).prefetch_related("businesses")
    return list(rows.order_by("number"))


def counter(commune_id: UUID, number: str) -> Counter | None:
    if not (number.isascii() and number.isdigit() and len(number) < 3):
        return None
    return Counter.objects.filter(commune_id=commune_id, number=int(number), active=True).first()


def counter_of(actor: Actor, commune_id: UUID) -> Counter | None:
    """Where this officer sits now."""
    if not actor.account_id:
        return None
    return Counter.objects.filter(commune_id=commune_id, officer_id=actor.account_id, active=True).first()


def tickets(actor: Actor) -> QuerySet[Ticket]:
    """Of today; what was drawn yesterday is over."""
    rows = Ticket.objects.filter(policy.visible(actor, "serve", Ticket), day=today())
    return rows.select_related("business", "counter", "commune")


def ticket(actor: Actor, ticket_id: UUID) -> Ticket:
    found = tickets(actor).filter(pk=ticket_id).first()
    if found is None:
        raise absent()
    return found


def lobby(key: str) -> Lobby:
    """The machine whose address has this key. Raises Absent for one that was ended."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    found = Lobby.objects.select_related("commune").filter(digest=digest, ended_at=None).first()
    if found is None:
        raise absent()
    return found


def appointments(actor: Actor, commune_id: UUID) -> list[Dossier]:
    """Whom the desk expects today, and who did not come in the last week and has no other hour yet; by their hour."""
    midnight = _midnight()
    rows = dossiers.listed(actor).filter(commune_id=commune_id, appointed_at__lt=midnight + timedelta(days=1))
    rows = rows.filter(
        Q(appointed_at__gte=midnight) | Q(appointed_at__gte=midnight - timedelta(days=7), state=ACCEPTED)
    )
    return list(rows.order_by("appointed_at")[:40])


def bookings(actor: Actor) -> QuerySet[Booking]:
    """Hours that lie ahead or are of today: one's own, and for the desk all."""
    rows = Booking.objects.filter(policy.visible(actor, "book", Booking), at__gte=_midnight())
    return rows.select_related("commune", "ticket").order_by("at", "place")


def booking(actor: Actor, booking_id: UUID) -> Booking:
    """Raises Absent."""
    found = bookings(actor).filter(pk=booking_id).first()
    if found is None:
        raise absent()
    return found


def expected(actor: Actor, commune_id: UUID) -> list[Booking]:
    """Who has booked an hour of today, by the hour."""
    rows = bookings(actor).filter(commune_id=commune_id, at__lt=_midnight() + timedelta(days=1))
    return list(rows.filter(end__in=["", "came"])[:60])


def _midnight() -> datetime:
    return local(now()).replace(hour=0, minute=0, second=0, microsecond=0)


def after_entry_commune(actor: Actor) -> UUID:
    """Where this actor enters what was filed without power, or approves it. Raises Absent."""
    for commune_id in dict.fromkeys(g.commune_id for g in actor.grants if g.commune_id):
        wanted = policy.New("outage", commune_id)
        if policy.can(actor, "enter", wanted) or policy.can(actor, "approve", wanted):
            return commune_id
    raise absent()


def outages(actor: Actor, action: str = "read") -> QuerySet[Outage]:
    return Outage.objects.filter(policy.visible(actor, action, Outage))


def outage(actor: Actor, outage_id: UUID, action: str) -> Outage:
    found = outages(actor, action).filter(pk=outage_id).first()
    if found is None:
        raise absent()
    return found


def outage_named(actor: Actor, text: str) -> Outage:
    """As a form names it. Raises Refused."""
    try:
        return outage(actor, UUID(text), "enter")
    except (ValueError, Absent):
        raise Refused(fields={"outage": [_("Please choose from the list.")]}) from None


def slips(actor: Actor) -> QuerySet[Slip]:
    return Slip.objects.filter(policy.visible(actor, "enter", Slip)).select_related("batch")


def slip(actor: Actor, code: str) -> Slip:
    """By the code on it. Raises Refused: it is typed or chosen, and may be mistyped."""
    found = slips(actor).filter(code=code.strip().upper()).first()
    if found is None:
        raise Refused(fields={"slip": [_("There is no slip with this code.")]})
    return found


def batches(actor: Actor) -> QuerySet[SlipBatch]:
    return SlipBatch.objects.filter(policy.visible(actor, "enter", SlipBatch)).select_related("commune")


def batch(actor: Actor, batch_id: UUID) -> SlipBatch:
    found = batches(actor).filter(pk=batch_id).first()
    if found is None:
        raise absent()
    return found


def entered_later(actor: Actor, commune_id: UUID) -> list[Dossier]:
    """The newest dossiers that were entered later, for whoever answers for it."""
    rows = dossiers.listed(actor).filter(commune_id=commune_id, entered_at__isnull=False)
    return list(rows.order_by("-entered_at")[:20])
