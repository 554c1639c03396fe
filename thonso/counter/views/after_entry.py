"""Nhập bù: the pad that is printed while there is power, the outage, and each slip entered with its true hour."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import HANOI, today
from thonso.core.base.errors import Refused
from thonso.counter import access, printing
from thonso.counter.models import Slip
from thonso.counter.services import after_entry as services
from thonso.dossiers.views.papers import pdf

FIELDS = ("count", "day", "began", "ended", "reason", "slip", "outage", "hour")


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def after_entry(request: HttpRequest) -> HttpResponse:
    """Everything of it on one page, in the order in which it happens."""
    actor = actor_of(request)
    commune_id = access.after_entry_commune(actor)
    errors: dict[str, Any] = {}
    part = request.POST.get("part", "")
    if request.method == "POST":
        try:
            return redirect(_do(actor, commune_id, part, request))
        except Refused as refusal:
            errors = refusal.fields or {"slip": [refusal.message]}
    slips = list(access.slips(actor).filter(state=Slip.State.FREE).order_by("code")[:100])
    outages = list(access.outages(actor).order_by("-began_at")[:10])
    approved = [one for one in outages if one.state == "approved"]
    page = {
        "errors": errors,
        "values": {"day": f"{today():%d/%m/%Y}"} | {key: request.POST.get(key, "") for key in FIELDS if request.POST},
        "part": part,
        "enters": policy.can(actor, "enter", policy.New("outage", commune_id)).allow,
        "approves": policy.can(actor, "approve", policy.New("outage", commune_id)).allow,
        "batches": list(access.batches(actor).order_by("-printed_at")[:5]),
        "outages": outages,
        "slips": [(one.code, one.code) for one in slips],
        "count": len(slips),
        "approved": [(str(one.pk), _span(one.began_at, one.ended_at)) for one in approved],
        "entered": access.entered_later(actor, commune_id),
    }
    return render(request, "counter/after_entry.html", page, status=422 if errors else 200)


def _span(began: datetime, ended: datetime) -> str:
    first, last = began.astimezone(HANOI), ended.astimezone(HANOI)
    return f"{first:%H:%M} – {last:%H:%M %d/%m/%Y}" if first.date() == last.date() else (
        f"{first:%H:%M %d/%m} – {last:%H:%M %d/%m/%Y}"
    )  # fmt: skip


def _do(actor: Actor, commune_id: UUID, part: str, request: HttpRequest) -> str:
    """One of the three forms of the page; gives where to go on. Raises Refused with its fields."""
    post = request.POST
    if part == "print":
        text = post.get("count", "").strip()
        services.print_pad(actor, commune_id, int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0)
        messages.success(
            request, _("The pad is ready: print it while there is power. Its numbers are given to nobody else.")
        )
    elif part == "outage":
        day = post.get("day", "")
        began, ended = _moment(day, post.get("began", ""), "began"), _moment(day, post.get("ended", ""), "ended")
        services.propose(actor, commune_id, began, ended, post.get("reason", ""))
        messages.success(
            request, _("Written down. The director of the centre approves it; then the slips can be entered.")
        )
    elif part == "spoil":
        services.spoil(actor, access.slip(actor, post.get("slip", "")), post.get("reason", ""))
        messages.success(request, _("The slip has been struck out. Its number is given to nobody else."))
    elif part == "enter":
        slip, outage = access.slip(actor, post.get("slip", "")), access.outage_named(actor, post.get("outage", ""))
        at = _moment(f"{outage.began_at.astimezone(HANOI):%d/%m/%Y}", post.get("hour", ""), "hour")
        services.write_hour(actor, slip, outage, at)
        return reverse("dossiers:desk_choose") + f"?phieu={slip.pk}"
    else:
        raise access.absent()
    return reverse("counter:after_entry")


def _moment(day: str, hour: str, field: str) -> datetime:
    """'26/11/2026' and '08:40' as a moment in Hanoi time. Raises Refused."""
    text = f"{day.strip()} {hour.strip().replace('h', ':').replace('.', ':')}"
    try:
        return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=HANOI)
    except ValueError:
        words = _("Write the day as 26/11/2026 and the hour as 08:40.")
        raise Refused(words, fields={field: [words]}) from None


@audience("staff")
@require_POST
def decide(request: HttpRequest, outage_id: UUID) -> HttpResponse:
    """The director of the centre agrees, or not."""
    actor = actor_of(request)
    services.decide(actor, access.outage(actor, outage_id, "approve"), approve=request.POST.get("approve") == "yes")
    messages.success(request, _("Saved."))
    return redirect("counter:after_entry")


@audience("staff")
@never_cache
@require_GET
def pad(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The register and the slips of one pad, to be printed."""
    actor = actor_of(request)
    batch = access.batch(actor, batch_id)
    return pdf(printing.pad(batch, services.count_print(actor, batch)), f"nhap-bu-{batch.printed_at:%y%m%d-%H%M}")
