"""A visit: begun from the card, the register or words; its dossiers; its list of receipts; taken over and ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused, Stale
from thonso.core.people import access as people
from thonso.core.people.models import Resident
from thonso.core.search import access as search
from thonso.counter import access, printing
from thonso.counter.models import Ticket, Visit
from thonso.counter.services import tickets, visits
from thonso.dossiers import access as dossiers
from thonso.dossiers import certified, presenting
from thonso.dossiers.models import Dossier
from thonso.dossiers.views.papers import pdf
from thonso.procedures.access import pinned

FIELDS = ("name", "id_number", "birth", "sex", "phone")
AT_COUNTER = "at the counter"


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Who stands before the counter? Found in the register, read from the card, or typed."""
    actor = actor_of(request)
    commune_id = access.desk_commune(actor)
    open_ = access.open_visit(actor, commune_id)
    errors: dict[str, Any] = {}
    ticket = _ticket(actor, request.POST.get("ticket", "") or request.GET.get("ve", ""))
    if request.method == "POST" and open_ is None:
        try:
            made = _begin(actor, commune_id, request)
            if ticket is not None:
                tickets.serve(actor, ticket, made)
        except Refused as refusal:
            errors = refusal.fields or {"name": [refusal.message]}
        else:
            return redirect("counter:visit", made.pk)
    text = request.GET.get("q", "").strip()[:80]
    found = search.people(actor, commune_id, text, 12) if text else None
    page: dict[str, Any] = {"open": open_, "text": text, "found": found, "errors": errors, "values": request.POST}
    page["ticket"] = ticket
    return render(request, "counter/begin_visit.html", page, status=422 if errors else 200)


def _ticket(actor: Actor, text: str) -> Ticket | None:
    """The number that was called for this visit, where one was."""
    try:
        return access.tickets(actor).filter(pk=UUID(text), visit=None).first() if text else None
    except ValueError:
        return None


def _begin(actor: Actor, commune_id: UUID, request: HttpRequest) -> Visit:
    chosen: Resident | None = None
    values = {key: request.POST.get(key, "") for key in FIELDS}
    if wanted := request.POST.get("resident", ""):
        try:
            chosen = people.resident(actor, UUID(wanted), AT_COUNTER)
        except ValueError:
            raise access.absent() from None
        values = {"name": chosen.full_name}
    name = values.pop("name")
    return visits.begin(actor, commune_id, name=name, details=values, resident=chosen)


@audience("staff")
@never_cache
@require_GET
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """What is dealt with in this visit, and what else of the household could be."""
    actor = actor_of(request)
    one = access.visit(actor, visit_id)
    rows = access.dossiers_of(actor, one)
    named = certified.named(rows)
    page = {
        "visit": one,
        "mine": one.officer_id == actor.account_id and one.ended_at is None,
        "rows": [{**_row(dossier), "named": named.get(dossier.pk, "")} for dossier in rows],
        "begun": [{"draft": draft, "name": pinned(draft.version_id).name} for draft in access.begun_in(one)],
        "waiting": [_row(dossier) for dossier in access.waiting_for(actor, one, [d.pk for d in rows])],
    }
    return render(request, "counter/visit.html", page)


def _row(dossier: Dossier) -> dict[str, Any]:
    return {"dossier": dossier, "state": presenting.office_state(dossier)}


@audience("staff")
@require_POST
def add(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """A dossier from before is dealt with in this visit: by its code."""
    actor = actor_of(request)
    one = _own(actor, visit_id)
    code = request.POST.get("code", "").strip()[:24]
    found = dossiers.listed(actor).filter(code=code.upper(), commune_id=one.commune_id).first() if code else None
    if found is None:
        messages.error(
            request, _("There is no dossier with this code here. Write the tracking code, like TS-261126-0001.")
        )
    else:
        visits.add(one, found.pk)
    return redirect("counter:visit", one.pk)


@audience("staff")
@require_POST
def take_off(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    one = _own(actor, visit_id)
    dossier = dossiers.by_code(actor, request.POST.get("code", ""))
    visits.take_off(one, dossier.pk)
    return redirect("counter:visit", one.pk)


@audience("staff")
@require_POST
def take_over(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """A colleague was called away: I go on with what was begun."""
    actor = actor_of(request)
    one = access.visit(actor, visit_id)
    visits.take_over(actor, one)
    messages.success(request, _("You go on with this visit. What was begun is below."))
    return redirect("counter:visit", one.pk)


@audience("staff")
@require_POST
def end(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    one = _own(actor, visit_id)
    visits.end(actor, one)
    if called := access.tickets(actor).filter(visit=one, state=Ticket.State.CALLED).first():
        tickets.finish(actor, called)
    messages.success(request, _("The visit of %(name)s has ended.") % {"name": one.name})
    return redirect("counter:day")


@audience("staff")
@never_cache
@require_GET
def receipts(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One list of what was filed in this visit, to take along: on half a sheet, or on the roll of the ticket printer."""
    actor = actor_of(request)
    one = access.visit(actor, visit_id)
    rows = access.dossiers_of(actor, one)
    for dossier in rows:
        policy.require(actor, "print", dossier)
    if not rows:
        raise Refused(_("Nothing has been filed in this visit yet."))
    content = printing.visit_list(actor, one, rows, roll=request.GET.get("kho") == "80mm")
    return pdf(content, f"luot-{one.started_at:%y%m%d-%H%M}")


def _own(actor: Actor, visit_id: UUID) -> Visit:
    """The visit that this officer serves now. Raises Stale for a colleague's, or one that has ended."""
    one = access.visit(actor, visit_id)
    if one.ended_at is not None or one.officer_id != actor.account_id:
        raise Stale(_("This visit has ended, or a colleague serves it. Please look at it again."))
    return one
