"""Numbers drawn and called. Whoever calls claims a ticket by one update, so two who call at once never get the same."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, Q
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local, now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.journal import once
from thonso.core.journal.work import Work, transact
from thonso.core.numbers import rules as numbers
from thonso.core.numbers.services import take
from thonso.counter.models import Booking, Business, Counter, Ticket, Visit
from thonso.counter.rules.order import IN_A_ROW, Waiting, goes_ahead, in_order
from thonso.dossiers.models import Dossier

VERB = "ticket.draw"
MOST = 999  # a label has three digits; no commune sees more in a day


def draw(
    by: Ref, business: Business, why: str, transaction_id: UUID, *, appointed_at: datetime | None = None
) -> Ticket:
    """The next number of this business today; the same press twice is one number. Raises Refused."""
    if why not in Ticket.Why.values:
        raise Refused(_("Please choose from the list."), fields={"why": [_("Unknown.")]})
    if not business.active:
        raise Refused(_("No numbers are drawn for this any more."), fields={"business": [_("Please choose again.")]})
    body = {"business": str(business.pk), "why": why}
    if answer := once.replay(business.commune_id, by.id, transaction_id, VERB, body):
        return Ticket.objects.select_related("business").get(pk=answer["ticket"])
    try:
        return _draw(by, business, why, transaction_id, body, appointed_at)
    except IntegrityError:
        # The same press, first by a moment: its number is ours.
        if answer := once.replay(business.commune_id, by.id, transaction_id, VERB, body):
            return Ticket.objects.select_related("business").get(pk=answer["ticket"])
        raise


def _draw(
    by: Ref,
    business: Business,
    why: str,
    transaction_id: UUID,
    body: dict[str, str],
    appointed_at: datetime | None,
) -> Ticket:
    with transact(business.commune_id) as work:
        day = local(work.at).date()
        number = take(
            work, commune_id=business.commune_id, organ="counter", book=f"ticket-{business.letter}",
            period=numbers.day_key(day),
        )  # fmt: skip
        if number > MOST:
            raise Refused(_("No more numbers today. Please ask at the counter."))
        ticket = Ticket.objects.create(
            commune_id=business.commune_id,
            day=day,
            business=business,
            label=f"{business.letter}{number:03d}",
            why=why,
            appointed_at=appointed_at,
            drawn_at=work.at,
            since=work.at,
        )
        work.note("ticket.drawn", by, Ref("ticket", ticket.pk), facts={"label": ticket.label, "why": why})
        once.remember(work, by.id, transaction_id, VERB, body, {"ticket": str(ticket.pk)})
    return ticket


def came(actor: Actor, whose: Dossier | Booking, business: Business, counter: Counter | None) -> Ticket:
    """Whoever has an appointment is here: a number that goes ahead when the hour comes. Once a day; again gives the same.

    `whose`: the dossier that was given an hour, or an hour that was booked before there is one. Raises Refused, Stale.
    """
    policy.require(actor, "serve", policy.New("ticket", whose.commune_id))
    hour = whose.appointed_at if isinstance(whose, Dossier) else whose.at
    if hour is None or local(hour).date() != local(now()).date():
        raise Refused(_("This appointment is not for today. Set another hour first."))
    mine = {"dossier_id": whose.pk} if isinstance(whose, Dossier) else {"booking_id": whose.pk}
    known = Ticket.objects.filter(day=local(now()).date(), **mine).select_related("business").first()
    if known is not None:
        return known
    try:
        with transact(whose.commune_id) as work:
            if isinstance(whose, Booking):
                _came_as_booked(work, whose)
            ticket = draw(
                actor.ref, business, "appointment", stable_id("came", f"{whose.pk}:{local(work.at).date()}"),
                appointed_at=hour,
            )  # fmt: skip
            Ticket.objects.filter(pk=ticket.pk).update(wanted=counter, **mine)
    except IntegrityError:
        raise Stale(_("A colleague has just noted that this person came.")) from None
    ticket.refresh_from_db()
    return ticket


def _came_as_booked(work: Work, booking: Booking) -> None:
    if not Booking.objects.filter(pk=booking.pk, end="").update(end=Booking.End.CAME, ended_at=work.at):
        raise Stale(_("This hour was given back, or a colleague has just noted that this person came."))


def waiting_at(counter: Counter, at: datetime) -> list[Ticket]:
    """Who waits for this counter, in the order in which it calls."""
    found = {one.pk: one for one in _waiting(counter, local(at).date())}
    rows = [
        Waiting(one.pk, one.since, one.why, one.appointed_at, one.returned, one.wanted_id) for one in found.values()
    ]
    return [found[one.id] for one in in_order(rows, counter.pk, at, _ahead_before(counter, at))]


def _waiting(counter: Counter, day: date) -> list[Ticket]:
    rows = Ticket.objects.filter(commune_id=counter.commune_id, day=day, state=Ticket.State.WAITING)
    here = Q(business__in=counter.businesses.all(), wanted=None) | Q(wanted=counter)
    return list(rows.filter(here).select_related("business").order_by("since", "pk"))


def _ahead_before(counter: Counter, at: datetime) -> int:
    rows = Ticket.objects.filter(commune_id=counter.commune_id, day=local(at).date(), called_at__isnull=False)
    last = rows.order_by("-called_at").values_list("ahead", flat=True)[:IN_A_ROW]
    return next((n for n, ahead in enumerate(last) if not ahead), len(last))


def call_next(actor: Actor, counter: Counter) -> Ticket | None:
    """Whoever is at the counter is done; the next comes. None while nobody waits. Raises Stale when somebody else sits
    there."""
    _require(actor, counter)
    while True:
        queue = waiting_at(counter, now())
        if not queue:
            with transact(counter.commune_id) as work:
                _finish(work, actor, counter)
            return None
        chosen = queue[0]
        try:
            with transact(counter.commune_id) as work:
                _finish(work, actor, counter)
                _claim(work, actor, counter, chosen)
        except _Faster:
            continue  # another counter was: nothing of this try stays, and the next is looked for
        except IntegrityError:
            raise Stale(_("Somebody else has just called at this counter. Please look again.")) from None
        chosen.refresh_from_db()
        return chosen


class _Faster(Exception):
    """Somebody else has called this number in the meantime."""


def _claim(work: Work, actor: Actor, counter: Counter, ticket: Ticket) -> None:
    row = Waiting(ticket.pk, ticket.since, ticket.why, ticket.appointed_at, ticket.returned, ticket.wanted_id)
    claimed = Ticket.objects.filter(pk=ticket.pk, state=Ticket.State.WAITING).update(
        state=Ticket.State.CALLED, counter=counter, called_at=work.at, calls=F("calls") + 1,
        ahead=goes_ahead(row, work.at), called_by=actor.ref.id,
    )  # fmt: skip
    if not claimed:
        raise _Faster
    work.note("ticket.called", actor.ref, Ref("ticket", ticket.pk), facts={"counter": counter.number})


def call_again(actor: Actor, ticket: Ticket) -> None:
    """The same number once more, on the screen too."""
    _change(actor, ticket, "called", from_=Ticket.State.CALLED, called_at=now(), calls=F("calls") + 1)


def skip(actor: Actor, ticket: Ticket) -> None:
    """Called and nobody came: the number may come back the same day."""
    _change(actor, ticket, "absent", from_=Ticket.State.CALLED, state=Ticket.State.ABSENT, counter=None)


def come_back(actor: Actor, ticket: Ticket) -> None:
    """She was outside: she goes before those who have not been called yet, after those who wait like her."""
    _change(
        actor, ticket, "came_back", from_=Ticket.State.ABSENT, state=Ticket.State.WAITING, since=now(), returned=True
    )


def send_on(actor: Actor, ticket: Ticket, *, business: Business | None = None, counter: Counter | None = None) -> None:
    """To another counter, or to whoever does the other business; the number stays the same."""
    if (business is None) == (counter is None):
        raise Refused(_("Choose where the number is sent."), fields={"to": [_("Please choose from the list.")]})
    there: dict[str, object] = {"wanted": counter} if counter else {"business": business, "wanted": None}
    _change(
        actor, ticket, "sent_on", from_=Ticket.State.CALLED, state=Ticket.State.WAITING, counter=None, returned=True,
        **there,
    )  # fmt: skip


def finish(actor: Actor, ticket: Ticket) -> None:
    _change(actor, ticket, "finished", from_=Ticket.State.CALLED, state=Ticket.State.DONE, ended_at=now())


def serve(actor: Actor, ticket: Ticket, visit: Visit) -> None:
    """The visit that was begun for whoever holds this number."""
    policy.require(actor, "serve", ticket)
    Ticket.objects.filter(pk=ticket.pk, visit=None, state=Ticket.State.CALLED).update(visit=visit)


def sit(actor: Actor, commune_id: UUID, counter: Counter | None) -> None:
    """This officer serves there from now on, or nowhere. Raises Stale when a colleague sits there."""
    policy.require(actor, "serve", policy.New("ticket", commune_id))
    with transact(commune_id) as work:
        Counter.objects.filter(commune_id=commune_id, officer_id=actor.ref.id).update(officer_id=None)
        if counter is None:
            return
        if not Counter.objects.filter(pk=counter.pk, officer_id=None, active=True).update(officer_id=actor.ref.id):
            raise Stale(_("A colleague sits at this counter."))
        work.note("counter.taken", actor.ref, Ref("counter", counter.pk), facts={"number": counter.number})


def _require(actor: Actor, counter: Counter) -> None:
    policy.require(actor, "serve", policy.New("ticket", counter.commune_id))
    if counter.officer_id != actor.ref.id:
        raise Stale(_("You do not sit at this counter any more. Please choose your counter again."))


def _finish(work: Work, actor: Actor, counter: Counter) -> None:
    rows = Ticket.objects.filter(counter=counter, state=Ticket.State.CALLED)
    for id_ in rows.values_list("pk", flat=True):
        if rows.filter(pk=id_).update(state=Ticket.State.DONE, ended_at=work.at):
            work.note("ticket.finished", actor.ref, Ref("ticket", id_))


def _change(actor: Actor, ticket: Ticket, verb: str, *, from_: str, **columns: object) -> None:
    policy.require(actor, "serve", ticket)
    with transact(ticket.commune_id) as work:
        if not Ticket.objects.filter(pk=ticket.pk, state=from_, day=local(work.at).date()).update(**columns):
            raise Stale(_("This number has moved on meanwhile. Please look at the list again."))
        work.note(f"ticket.{verb}", actor.ref, Ref("ticket", ticket.pk), facts={"label": ticket.label})
