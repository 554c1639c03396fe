"""Booking an hour at the counter: by oneself, by a helper for somebody, by the desk for whoever rings; and who comes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, sentences, submit
from thonso.core.base.clock import HANOI, local, today
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.units.models import Unit
from thonso.core.web import words
from thonso.counter import access
from thonso.counter.models import Booking
from thonso.counter.rules.slots import Slot
from thonso.counter.services import bookings, tickets
from thonso.counter.services.bookings import Wanted
from thonso.dossiers.views.filing.shell import base_of, commune_of
from thonso.procedures.access import published
from thonso.procedures.forms.parsing import printable


@dataclass(frozen=True, slots=True)
class Asking:
    """Who books, where, and in which way."""

    actor: Actor
    commune: Unit
    how: str

    @property
    def base(self) -> str:
        return base_of(self.actor, {"desk": "desk", "helper": "assisted"}.get(self.how, "online"))


def _asking(request: HttpRequest) -> Asking:
    actor = actor_of(request)
    commune = commune_of(actor, request)
    if actor.has("one_stop", commune.pk):
        return Asking(actor, commune, Booking.How.DESK)
    return Asking(actor, commune, Booking.How.HELPER if actor.has("helper") else Booking.How.SELF)


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """First the day, then the half hour and who comes. `doi`: the hour that is given back for it."""
    asking = _asking(request)
    given = request.POST if request.method == "POST" else request.GET
    instead = _instead_of(asking.actor, given.get("doi", ""))
    rule, day = bookings.rule_of(asking.commune.pk), _day(given.get("ngay", ""))
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            return _book(request, asking, instead)
        except Refused as refusal:
            errors = sentences(refusal, "at")
    code = str(printable(given.get("thu-tuc", "")))[:20] or (instead.procedure_code if instead else "")
    offered = {one.code: one.definition.name for one in published(asking.commune.pk, today())}
    page = {
        "base": asking.base,
        "how": asking.how,
        "rule": rule,
        "days": [
            (one, f"{words.weekday(one, short=True)} {words.day(one, 'short')}", left)
            for one, left in bookings.days(rule)
        ],
        "day": day,
        "hours": [_choice(one) for one in bookings.hours(rule, day)] if day else [],
        "procedure": offered.get(code, ""),
        "code": code if code in offered else "",
        "procedures": list(offered.items()),
        "instead": instead,
        "mine": [
            one for one in access.bookings(asking.actor) if one.account_id == asking.actor.account_id and not one.end
        ],
        "errors": errors,
        "values": _typed(request, asking, instead),
    }
    return render(request, "counter/book.html", page, status=422 if errors else 200)


def _book(request: HttpRequest, asking: Asking, instead: Booking | None) -> HttpResponse:
    post = request.POST
    wanted = Wanted(
        _moment(post.get("at", "")), post.get("name", ""), post.get("phone", ""),
        str(printable(post.get("thu-tuc", "")))[:20], asking.how,
    )  # fmt: skip

    def act(work: Work) -> Done:
        made = bookings.book(work, asking.actor, wanted, instead)
        return reverse("counter:booking", args=[made.pk]), _("The hour is booked.")

    return submit(request, asking.actor, asking.commune.pk, "booking.book", act)


def _typed(request: HttpRequest, asking: Asking, instead: Booking | None) -> dict[str, str]:
    if request.method == "POST":
        return {name: request.POST.get(name, "") for name in ("name", "phone", "at", "transaction_id")}
    if instead is not None:
        return {"name": instead.name, "phone": bookings.phone_of(instead)}
    session = asking.actor.assist
    own = asking.actor.name if asking.how == Booking.How.SELF else ""
    return {"name": session.citizen_name if session else own}


def _instead_of(actor: Actor, text: str) -> Booking | None:
    try:
        found = access.booking(actor, UUID(text)) if text else None
    except (ValueError, Absent):
        return None
    return found if found and not found.end else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """As the form's own choices say it: '2026-11-30T08:30'."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=HANOI)
    except ValueError:
        return None


def _choice(slot: Slot) -> dict[str, Any]:
    hour = f"{slot.at:%H:%M}"
    said = hour if slot.left else _("%(hour)s (full)") % {"hour": hour}
    return {"value": f"{slot.at:%Y-%m-%dT%H:%M}", "label": said, "disabled": not slot.left}


@audience("signed_in")
@never_cache
@require_GET
def booking(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """One booked hour, to print or to show; with the way to give it back."""
    asking = _asking(request)
    found = access.booking(asking.actor, booking_id)
    if found.account_id != asking.actor.account_id:
        with transact(found.commune_id) as work:
            work.note("booking.read", asking.actor.ref, Ref("booking", found.pk))
    offered = {one.code: one.definition.name for one in published(found.commune_id, today())}
    page = {
        "base": asking.base, "row": found, "how": asking.how, "phone": bookings.phone_of(found),
        "procedure": offered.get(found.procedure_code, ""), "said": words.day(local(found.at).date(), "long"),
    }  # fmt: skip
    return render(request, "counter/booking.html", page)


@audience("signed_in")
@require_POST
def cancel(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    asking = _asking(request)
    found = access.booking(asking.actor, booking_id)

    def act(work: Work) -> Done:
        bookings.cancel(work, asking.actor, found)
        there = "counter:bookings" if asking.how == Booking.How.DESK else "counter:book"
        return reverse(there), _("The hour was given back.")

    return submit(request, asking.actor, found.commune_id, "booking.cancel", act)


@audience("staff")
@never_cache
@require_GET
def coming(request: HttpRequest) -> HttpResponse:
    """Who has booked, from today on, day by day."""
    actor = actor_of(request)
    commune_id = access.desk_commune(actor)
    rows = [one for one in access.bookings(actor) if one.commune_id == commune_id and one.end in bookings.STANDS]
    names = {one.code: one.definition.name for one in published(commune_id, today())}
    days: dict[date, list[dict[str, Any]]] = {}
    for one in rows:
        row = {"row": one, "procedure": names.get(one.procedure_code, one.procedure_code)}
        days.setdefault(local(one.at).date(), []).append(row)
    page = {"days": list(days.items()), "rule": bookings.rule_of(commune_id), "today": today()}
    return render(request, "counter/bookings.html", page)


@audience("staff")
@require_POST
def came(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """Who booked is here: a number for this counter, or for the first kind of business."""
    actor = actor_of(request)
    commune_id = access.desk_commune(actor)
    row, kinds = access.booking(actor, booking_id), access.businesses(commune_id)
    if not kinds:
        raise Refused(_("No kinds of business are set up yet."))
    ticket = tickets.came(actor, row, kinds[0], access.counter_of(actor, commune_id))
    messages.success(request, _("Number %(label)s has been drawn.") % {"label": ticket.label})
    return redirect("counter:day")
