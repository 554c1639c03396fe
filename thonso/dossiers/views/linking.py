"""Who of the register a dossier is about, when the number that was typed did not say it: found, chosen, and why."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused, Stale
from thonso.core.people import access as people
from thonso.core.people.models import Resident
from thonso.core.search import access as search
from thonso.dossiers import access, presenting
from thonso.dossiers.actions import perform
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.transitions import BY_NAME, why_not
from thonso.dossiers.services import linking
from thonso.dossiers.services.moves import allowed, look_at
from thonso.dossiers.views import sent

SHOWN = 12
ACT = BY_NAME["link_resident"]


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Look for the person, choose, say how one knows. Looking again keeps what was typed; a number is never in an address."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code, ACT.policy)
    detail = reverse("dossiers:detail", args=[dossier.code])
    typed = {name: request.POST.get(name, "").strip()[:500] for name in ("q", "number", "resident", "reason")}
    refusal: Refused | Stale | None = None
    if request.method == "POST" and "look" not in request.POST:
        try:
            id_, seen = sent.transaction_id(request.POST.get("transaction_id", "")), request.POST.get("revision", "")
            data = {"resident": typed["resident"], "reason": typed["reason"]}
            perform(actor, dossier, ACT.name, data, id_, seen=sent.revision(seen))
        except (Refused, Stale) as stopped:
            refusal = stopped
        else:
            messages.success(request, _("Linked. The answers stay as they were filed."))
            return HttpResponseRedirect(detail)
    dossier = access.by_code(actor, code, ACT.policy)
    look = look_at(dossier)
    if ACT not in allowed(actor, dossier, look):
        if refusal:
            raise refusal
        messages.warning(request, str(why_not(ACT, look) or _("This is not yours to do now.")))
        return HttpResponseRedirect(detail)
    if request.method == "GET":
        born = linking.born_in(dossier)
        typed["q"] = f"{dossier.subject_name} {born or ''}".strip()
    rows, more, errors = _candidates(actor, dossier, typed)
    stale = isinstance(refusal, Stale)
    context = {
        "dossier": dossier,
        "detail_url": detail,
        "state": presenting.office_state(dossier),
        "values": typed,
        "choices": [(str(row.pk), linking.shown(row)) for row in rows],
        "more": more,
        "errors": errors | (presenting.faults(refusal) if refusal else {}),
        "message": refusal.message if refusal and not refusal.fields else "",
        "transaction_id": (not stale and request.POST.get("transaction_id")) or str(uuid4()),
        "revision": dossier.revision if stale else request.POST.get("revision") or dossier.revision,
    }
    status = refusal.status if refusal else Refused.status if errors else 200
    return render(request, "dossiers/desk/link.html", context, status=status)


def _candidates(
    actor: Actor, dossier: Dossier, typed: dict[str, str]
) -> tuple[list[Resident], bool, dict[str, list[Any]]]:
    """Those of the register who may be meant. One found by number is opened, so it is journalled under this dossier."""
    if typed["number"]:
        found = people.find_by_id_number(actor, dossier.commune_id, typed["number"], f"dossier {dossier.code}")
        if found is None:
            return [], False, {"number": [_("Nobody in the register has this number, or it is not for you.")]}
        return [found], False, {}
    if not typed["q"]:
        return [], False, {"q": [_("Type a name, or the number on the card.")]}
    result = search.people(actor, dossier.commune_id, typed["q"], SHOWN)
    return [row for row in result.rows if row.status == Resident.Status.HERE], result.more, {}
