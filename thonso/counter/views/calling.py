"""The officer at a counter: where she sits, whom she calls, what becomes of a number."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, submit
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work
from thonso.counter import access, printing
from thonso.counter.services import tickets
from thonso.counter.words import WHY_DRAWN
from thonso.dossiers import access as dossiers
from thonso.dossiers.views import sent
from thonso.dossiers.views.papers import pdf

ACTS = {
    "goi-lai": tickets.call_again,
    "vang": tickets.skip,
    "tro-lai": tickets.come_back,
    "xong": tickets.finish,
}


@audience("staff")
@require_POST
def sit(request: HttpRequest) -> HttpResponse:
    """At which counter I serve today; none: I go away from it."""
    actor = actor_of(request)
    commune_id = access.desk_commune(actor)
    wanted = request.POST.get("number", "")
    counter = access.counter(commune_id, wanted)
    if wanted and counter is None:
        raise Refused(_("There is no such counter. Please choose from the list."))
    tickets.sit(actor, commune_id, counter)
    return redirect("counter:day")


@audience("staff")
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    """Whoever is here is done, the next one comes; the same press twice calls one number."""
    actor = actor_of(request)
    counter = access.counter_of(actor, access.desk_commune(actor))
    if counter is None:
        raise Refused(_("Choose the counter at which you sit first."))
    here = counter

    def act(_work: Work) -> Done:
        called = tickets.call_next(actor, here)
        return reverse("counter:day"), "" if called else _("Nobody waits for your counter now.")

    return submit(request, actor, here.commune_id, "ticket.call", act)


@audience("staff")
@require_POST
def act(request: HttpRequest, ticket_id: UUID, what: str) -> HttpResponse:
    """Called again, nobody came, came back, done."""
    if what not in ACTS:
        raise access.absent()
    actor = actor_of(request)
    ACTS[what](actor, access.ticket(actor, ticket_id))
    return redirect("counter:day")


@audience("staff")
@require_POST
def send_on(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """To another counter (`quay-2`) or another business (`viec-B`)."""
    actor = actor_of(request)
    ticket = access.ticket(actor, ticket_id)
    kind, _dash, name = request.POST.get("to", "").partition("-")
    counter = access.counter(ticket.commune_id, name) if kind == "quay" else None
    business = access.business(ticket.commune_id, name) if kind == "viec" else None
    tickets.send_on(actor, ticket, counter=counter, business=business)
    messages.success(request, _("%(label)s has been sent on.") % {"label": ticket.label})
    return redirect("counter:day")


@audience("staff")
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """A number drawn at the desk, for whoever cannot use the machine."""
    actor = actor_of(request)
    commune_id = access.desk_commune(actor)
    business = access.business(commune_id, request.POST.get("business", ""))
    if business is None:
        raise Refused(access.CHOOSE, fields={"business": [access.CHOOSE]})
    chosen = sent.transaction_id(request.POST.get("transaction_id", ""))
    why = request.POST.get("why", "")
    ticket = tickets.draw(actor.ref, business, why if why in dict(WHY_DRAWN) else "", chosen)
    messages.success(request, _("Number %(label)s has been drawn.") % {"label": ticket.label})
    return redirect("counter:day")


@audience("staff")
@require_POST
def came(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody with an appointment is here: a number for this counter, or for the first kind of business."""
    actor = actor_of(request)
    commune_id = access.desk_commune(actor)
    dossier = dossiers.by_code(actor, code)
    counter = access.counter_of(actor, commune_id)
    kinds = access.businesses(commune_id)
    if not kinds or dossier.commune_id != commune_id:
        raise Refused(_("No kinds of business are set up yet."))
    ticket = tickets.came(actor, dossier, kinds[0], counter)
    messages.success(request, _("Number %(label)s has been drawn.") % {"label": ticket.label})
    return redirect("counter:day")


@audience("staff")
@never_cache
@require_GET
def ticket_print(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    ticket = access.ticket(actor_of(request), ticket_id)
    return pdf(printing.ticket(ticket), ticket.label)
