"""The resident's own dossiers, and taking one back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.dossiers import access, actions, presenting
from thonso.dossiers.begun import named
from thonso.dossiers.views import sent


@audience("signed_in")
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I filed or what is about me, newest first, and forms I began."""
    actor = actor_of(request)
    rows = [{"dossier": d, "state": presenting.state(d), "due": presenting.due(d)} for d in access.own(actor)[:50]]
    context = {"rows": rows, "drafts": named(access.drafts_of(actor)[:10])}
    return render(request, "dossiers/public/mine.html", context)


@audience("signed_in")
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """The owner takes the dossier back."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code, "withdraw")
    if actor.has("one_stop", dossier.commune_id):  # at the desk it is asked why, and how the applicant asked
        return HttpResponseRedirect(reverse("dossiers:act", args=[dossier.code, "withdraw"]))
    id_ = sent.transaction_id(request.POST.get("transaction_id", ""))
    actions.perform(actor, dossier, "withdraw", {"reason": request.POST.get("reason", "")}, id_)
    return HttpResponseRedirect(reverse("dossiers:tracked", args=[dossier.code]))
