"""The lobby: the machine at which people draw a number, and the screen that calls them. Neither knows who they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access import limits
from thonso.core.access.audience import audience
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.counter import access, printing
from thonso.counter.models import Lobby, Ticket
from thonso.counter.screen import screen as screen_of
from thonso.counter.services import tickets
from thonso.counter.words import WHY_DRAWN
from thonso.dossiers.views import sent
from thonso.dossiers.views.papers import pdf

A_MINUTE = 30  # a full lobby at eight in the morning draws fewer


@dataclass(frozen=True, slots=True)
class Machine:
    """At which a number is drawn: `at` is the address of the page of one."""

    ref: Ref
    commune_id: UUID
    at: Callable[[Ticket], str]


def draw_at(request: HttpRequest, machine: Machine, template: str, **more: Any) -> HttpResponse:
    """Large keys, one a kind of business; 1 to 9 on the number pad press them."""
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            ticket = _draw(request, machine)
        except Refused as refusal:
            errors = refusal.fields or {"business": [refusal.message]}
        else:
            return redirect(machine.at(ticket))
    page = {
        "businesses": access.businesses(machine.commune_id),
        "whys": WHY_DRAWN,
        "errors": errors,
        "transaction_id": uuid4(),
        **more,
    }
    return render(request, template, page, status=422 if errors else 200)


def drawn_at(request: HttpRequest, machine: Machine, ticket_id: UUID, template: str, **more: Any) -> HttpResponse:
    """The number that was just drawn; the page goes back by itself."""
    return render(request, template, {"ticket": _of_commune(machine.commune_id, ticket_id), **more})


def _draw(request: HttpRequest, machine: Machine) -> Ticket:
    limits.hit(f"lobby:{machine.ref.id}", A_MINUTE, 60)
    business = access.business(machine.commune_id, request.POST.get("business", ""))
    if business is None:
        raise Refused(fields={"business": [str(access.CHOOSE)]})
    chosen = sent.transaction_id(request.POST.get("transaction_id", ""))
    why = request.POST.get("why", "")
    return tickets.draw(machine.ref, business, why if why in dict(WHY_DRAWN) else "", chosen)


def _machine(lobby: Lobby, key: str) -> Machine:
    return Machine(Ref("lobby", lobby.pk), lobby.commune_id, lambda one: reverse("counter:drawn", args=[key, one.pk]))


@audience("public")
@never_cache
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, key: str) -> HttpResponse:
    return draw_at(request, _machine(access.lobby(key), key), "counter/lobby.html", key=key)


@audience("public")
@never_cache
@require_GET
def drawn(request: HttpRequest, key: str, ticket_id: UUID) -> HttpResponse:
    return drawn_at(request, _machine(access.lobby(key), key), ticket_id, "counter/drawn.html", key=key)


@audience("public")
@never_cache
@require_GET
def drawn_print(request: HttpRequest, key: str, ticket_id: UUID) -> HttpResponse:
    ticket = _of_commune(access.lobby(key).commune_id, ticket_id)
    return pdf(printing.ticket(ticket), ticket.label)


def _of_commune(commune_id: UUID, ticket_id: UUID) -> Ticket:
    rows = Ticket.objects.select_related("business", "commune")
    found = rows.filter(pk=ticket_id, commune_id=commune_id, day=today()).first()
    if found is None:
        raise access.absent()
    return found


@audience("public")
@never_cache
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """The call screen for the television. `phan`: only what changes, which the page's script asks for."""
    commune_id = stable_id("commune", settings.COMMUNE_CODE)
    page = {"screen": screen_of(commune_id, now())}
    part = "counter/screen_part.html" if request.GET.get("phan") == "1" else "counter/screen.html"
    return render(request, part, page)
