"""An hour at the counter booked, moved, given back; whoever comes gets a number that goes ahead (practice.md 11, 21)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local, now, today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.people.rules import check_name, parse_phone, tidy_name
from thonso.core.workdays.calendars import calendar_for
from thonso.counter.models import Booking, BookingRule
from thonso.counter.rules import slots as rules
from thonso.procedures.access import published

LABEL = "counter.booking"
MOST = {Booking.How.SELF: 3, Booking.How.HELPER: 20}
"""Hours that lie ahead, of one account: so that nobody keeps a whole day."""
STANDS = ("", "came")


@dataclass(frozen=True, slots=True)
class Wanted:
    at: datetime | None
    name: str
    phone: str = ""
    procedure: str = ""
    how: str = Booking.How.SELF


def rule_of(commune_id: UUID) -> BookingRule:
    """What the commune has set; a commune that has set nothing takes nobody by appointment."""
    return BookingRule.objects.filter(commune_id=commune_id).first() or BookingRule(commune_id=commune_id)


def set_rule(actor: Actor, commune_id: UUID, places: int, ahead: int) -> None:
    """Hours that are booked already stay. Raises Refused."""
    policy.require(actor, "edit", policy.New("counter", commune_id))
    errors: dict[str, list[Any]] = {}
    if not 0 <= places <= 20:
        errors["places"] = [_("From 0 to 20 people in half an hour. 0: no hours are booked.")]
    if not 1 <= ahead <= 60:
        errors["ahead"] = [_("From 1 to 60 days.")]
    if errors:
        raise Refused(_("Please check what is marked."), fields=errors)
    with transact(commune_id) as work:
        row, _made = BookingRule.objects.update_or_create(
            commune_id=commune_id, defaults={"places": places, "ahead": ahead}
        )
        work.note("booking.set_up", actor.ref, Ref("bookingrule", row.pk), facts={"places": places, "ahead": ahead})


def days(rule: BookingRule) -> list[tuple[date, int]]:
    """The working days that can be chosen, each with how many places are left."""
    calendar, found = calendar_for(rule.commune_id), []
    taken = _taken(rule.commune_id, today(), today() + timedelta(days=rule.ahead))
    for more in range(rule.ahead + 1 if rule.places else 0):
        day = today() + timedelta(days=more)
        hours = rules.slots(calendar.spans(day), rule.places, taken, now())
        if hours:
            found.append((day, sum(one.left for one in hours)))
    return found


def hours(rule: BookingRule, day: date) -> list[rules.Slot]:
    """The half hours of a day; none on a day that cannot be chosen."""
    if not rule.places or not today() <= day <= today() + timedelta(days=rule.ahead):
        return []
    calendar = calendar_for(rule.commune_id)
    return rules.slots(calendar.spans(day), rule.places, _taken(rule.commune_id, day, day), now())


def _taken(commune_id: UUID, first: date, last: date) -> dict[datetime, int]:
    rows = Booking.objects.filter(commune_id=commune_id, end__in=STANDS, at__date__gte=first, at__date__lte=last)
    return {local(at): count for at, count in rows.values_list("at").annotate(n=Count("*"))}


def book(work: Work, by: Actor, wanted: Wanted, instead_of: Booking | None = None) -> Booking:
    """An hour for somebody. `instead_of` is given back in the same moment. Raises Refused with the field that is wrong."""
    new = policy.New("booking", work.commune_id, owner_id=by.account_id)
    policy.require(by, "book", new)
    # One after the other: two who take the last place at once do not both get it.
    rule = BookingRule.objects.select_for_update().filter(commune_id=work.commune_id).first()
    errors = _problems(work, by, rule, wanted, instead_of)
    phone = ""
    try:
        phone = parse_phone(wanted.phone) if wanted.phone.strip() else ""
    except Refused as refusal:
        errors["phone"] = [refusal.message]
    if errors or rule is None or wanted.at is None:
        raise Refused(_("The hour was not booked."), fields=errors)
    if instead_of is not None:
        _give_back(work, by, instead_of, Booking.End.MOVED)
    there = Booking.objects.filter(commune_id=work.commune_id, at=wanted.at, end__in=STANDS)
    place = rules.free_place(rule.places, there.values_list("place", flat=True))
    if not place:
        raise Refused(fields={"at": [_("This hour has just been taken. Choose another one.")]})
    id_ = new_id()
    details = crypto.seal_facts(LABEL, id_, {"phone": phone} if phone else {})
    row = Booking.objects.create(
        id=id_, commune_id=work.commune_id, at=wanted.at, place=place, name=tidy_name(wanted.name),
        procedure_code=wanted.procedure, details=details, how=wanted.how, account_id=by.ref.id, made_at=work.at,
    )  # fmt: skip
    work.note("booking.made", by.ref, Ref("booking", id_), facts={"at": wanted.at, "procedure": wanted.procedure})
    return row


def _problems(
    work: Work, by: Actor, rule: BookingRule | None, wanted: Wanted, instead_of: Booking | None
) -> dict[str, list[Any]]:
    errors: dict[str, list[Any]] = {}
    if wrong := check_name(wanted.name).errors:
        errors["name"] = list(wrong)
    if rule is None or not rule.places:
        errors["at"] = [_("The commune books no hours. Come within office hours.")]
    elif wanted.at is None:
        errors["at"] = [_("Choose an hour.")]
    else:
        free = {one.at: one.left for one in hours(rule, local(wanted.at).date())}
        if wanted.at not in free:
            errors["at"] = [_("This hour cannot be booked any more. Choose another one.")]
        elif not free[wanted.at]:
            errors["at"] = [_("This hour has just been taken. Choose another one.")]
    if wanted.procedure and wanted.procedure not in {one.code for one in published(work.commune_id, today())}:
        errors["procedure"] = [_("This procedure is not taken here now.")]
    most = MOST.get(Booking.How(wanted.how))
    if most is not None and instead_of is None:
        ahead = Booking.objects.filter(account_id=by.ref.id, end="", at__gte=work.at, how=wanted.how)
        if ahead.count() >= most:
            errors["at"] = [_("You have %(n)d hours booked already. Give one back first.") % {"n": most}]
    return errors


def cancel(work: Work, by: Actor, row: Booking) -> None:
    """The hour is free for somebody else. Raises Stale when it is over already."""
    policy.require(by, "book", row)
    _give_back(work, by, row, Booking.End.CANCELLED)


def _give_back(work: Work, by: Actor, row: Booking, how: str) -> None:
    if not Booking.objects.filter(pk=row.pk, end="").update(end=how, ended_at=work.at):
        raise Stale(_("This hour was given back already, or the person has come."))
    work.note(f"booking.{how}", by.ref, Ref("booking", row.pk), facts={"at": row.at})


def phone_of(row: Booking) -> str:
    return str(crypto.unseal_facts(LABEL, row.pk, row.details).get("phone", ""))
