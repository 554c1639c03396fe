"""What the administrator or the director of the centre sets up: kinds of business, counters, printers, the lobby."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused
from thonso.counter import access
from thonso.counter.models import Counter, Lobby
from thonso.counter.services import bookings
from thonso.counter.services import setup as services


@audience("admin", "staff")
@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune_id = access.editable_commune(actor)
    errors: dict[str, Any] = {}
    key, part = "", request.POST.get("part", "")
    if request.method == "POST":
        try:
            key = _save(actor, commune_id, part, request)
        except Refused as refusal:
            errors = refusal.fields or {"letter": [refusal.message]}
        else:
            if not key:
                messages.success(request, _("Saved."))
                return redirect("counter:setup")
    page = {
        "businesses": access.businesses(commune_id, active=False),
        "counters": list(
            Counter.objects.filter(commune_id=commune_id).prefetch_related("businesses").order_by("number")
        ),
        "lobby": Lobby.objects.filter(commune_id=commune_id, ended_at=None).first(),
        "address": request.build_absolute_uri(reverse("counter:lobby", args=[key])) if key else "",
        "rule": bookings.rule_of(commune_id),
        "errors": errors,
        "part": part,
        "values": request.POST if errors else {},
        "sizes": _sizes(),
        "copies": [("1", _("one copy")), ("2", _("two copies"))],
        "letters": [(one.letter, str(one)) for one in access.businesses(commune_id)],
    }
    return render(request, "counter/setup.html", page, status=422 if errors else 200)


def _sizes() -> list[tuple[str, Any]]:
    return [
        (Counter.Size.A5X2.value, _("A4 sheet, two copies to be cut")),
        (Counter.Size.A4.value, _("A4 sheet, one copy")),
    ]


def _save(actor: Actor, commune_id: Any, part: str, request: HttpRequest) -> str:
    post = request.POST
    if part == "business":
        services.set_business(
            actor, commune_id, post.get("letter", ""), post.get("name", ""), active=post.get("active") != "no"
        )
    elif part == "counter":
        chosen = [one for one in access.businesses(commune_id) if one.letter in post.getlist("letters")]
        services.set_counter(
            actor, commune_id, _whole(post.get("number", ""), "number"), chosen,
            size=post.get("size", ""), copies=_whole(post.get("copies", "1"), "copies"),
            shift=(_millimetres(post.get("shift_x", ""), "shift_x"), _millimetres(post.get("shift_y", ""), "shift_y")),
            active=post.get("active") != "no",
        )  # fmt: skip
    elif part == "booking":
        bookings.set_rule(
            actor, commune_id, _whole(post.get("places", ""), "places"), _whole(post.get("ahead", ""), "ahead")
        )
    elif part == "lobby":
        return services.new_lobby(actor, commune_id)
    elif part == "lobby_end":
        services.end_lobby(actor, commune_id)
    else:
        raise access.absent()
    return ""


def _whole(text: str, field: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        raise Refused(_("Write a whole number."), fields={field: [_("Please check.")]})
    return int(text)


def _millimetres(text: str, field: str) -> float:
    """'-1,5' → -1.5; empty is none."""
    text = text.strip().replace(",", ".") or "0"
    whole = text.removeprefix("-")
    if not (whole.replace(".", "", 1).isdigit() and whole.isascii() and len(text) < 7):
        raise Refused(_("Write millimetres, for example 2 or -1,5."), fields={field: [_("Please check.")]})
    return float(text)
