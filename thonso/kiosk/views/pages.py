"""What stands on a shared PC: its code until it is paired, then nine things to choose from, numbers, and whom to call."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.shared import shared_of
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent
from thonso.core.base.refs import Ref
from thonso.core.web.words import spaced
from thonso.counter.screen import screen as screen_of
from thonso.counter.views.lobby import Machine, draw_at, drawn_at
from thonso.kiosk import device
from thonso.kiosk.choices import choices
from thonso.roster import reading


@audience("public")
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    here = shared_of(request)
    if here is None:
        return _pairing(request)
    # Where nobody has begun anything, there is nobody to ask whether they are still there.
    page = {"choices": choices(here, actor_of(request)), "idle": request.session.is_empty(), "here": here}
    return render(request, "kiosk/home.html", page)


def _pairing(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # A strict cookie stays behind when a link of another site leads here: asked once more, it comes along.
        return HttpResponse(headers={"Refresh": "0; url=" + request.path})
    waiting, secret = device.KIOSK.waiting(request), ""
    if waiting is None:
        waiting, secret = device.KIOSK.ask(request)
    host = settings.PUBLIC_URL.split("//")[-1]
    page = {
        "code": spaced(waiting.code, 3),
        "hamlet_address": f"{host}/thon/may-chung/",
        "desk_address": f"{host}/ban/may-chung/",
    }
    response = render(request, "kiosk/pairing.html", page)
    if secret:
        device.KIOSK.remember(response, secret)
    return response


@audience("public")
@never_cache
@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """The middleware has ended the turn of whoever was at a shared PC; anywhere else there is nothing to end."""
    raise Absent


@audience("public")
@never_cache
@require_GET
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody types or has said that they go on: being asked for renews their session, as any page does."""
    device.here(request)
    return HttpResponse(status=204)


@audience("public")
@never_cache
@require_GET
def call(request: HttpRequest) -> HttpResponse:
    """Who helps here: at a hamlet house as the page of support points says it, in the lobby the counters that are open."""
    here = device.here(request)
    roster = reading.roster(here.commune_id)
    page = {
        "here": here,
        "roster": roster,
        "point": roster.of(here.hamlet_id),
        "places": [] if here.hamlet_id else screen_of(here.commune_id, now()).places,
    }
    return render(request, "kiosk/call.html", page)


def _machine(request: HttpRequest) -> Machine:
    here = device.here(request)
    if here.hamlet_id is not None:
        raise Absent
    return Machine(Ref("kiosk", here.id), here.commune_id, lambda ticket: reverse("kiosk:drawn", args=[ticket.pk]))


@audience("public")
@never_cache
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    return draw_at(request, _machine(request), "kiosk/draw.html")


@audience("public")
@never_cache
@require_GET
def drawn(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    return drawn_at(request, _machine(request), ticket_id, "kiosk/drawn.html")
