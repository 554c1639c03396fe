"""The resident's own dossiers, and sending papers that were asked for: as owner, as helper in session, or by code and key."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused
from thonso.core.files.rules import is_sha256
from thonso.core.files.services import store
from thonso.dossiers import access, actions, presenting, scopes
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.states import State
from thonso.dossiers.services.filing import upload_owner
from thonso.dossiers.services.moves import payload_of
from thonso.dossiers.views import sent, shown_keys
from thonso.dossiers.views.tracking import tracked_dossier
from thonso.procedures.access import pinned


@audience("signed_in")
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I filed or what is about me, newest first, and forms I began."""
    actor = actor_of(request)
    rows = [{"dossier": d, "state": presenting.state(d), "due": presenting.due(d)} for d in access.own(actor)[:50]]
    drafts = [
        {"draft": d, "name": pinned(d.version_id).name} for d in access.drafts_of(actor).select_related("version")[:10]
    ]
    return render(request, "dossiers/public/mine.html", {"rows": rows, "drafts": drafts})


@audience("signed_in")
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """The owner takes the dossier back."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code, "withdraw")
    id_ = sent.transaction_id(request.POST.get("transaction_id", ""))
    actions.perform(actor, dossier, "withdraw", {"reason": request.POST.get("reason", "")}, id_)
    return HttpResponseRedirect(reverse("dossiers:tracked", args=[dossier.code]))


def keyholder(request: HttpRequest, dossier: Dossier) -> Actor:
    """Who sends papers: the owner or officer who may; else whoever has shown the key, named as such in the history."""
    actor = actor_of(request)
    if policy.can(actor, "supplement", dossier).allow or not shown_keys.has(request, dossier.pk):
        return actor
    return scopes.keyholder(dossier, actor.name or _("Whoever holds the key"))


@audience("public")
@never_cache
@require_http_methods(["GET", "POST"])
def supply(request: HttpRequest, code: str) -> HttpResponse:
    """The papers that were asked for, one box each; the clock runs on when they are sent."""
    dossier = tracked_dossier(request, code)
    asked = dossier.events.filter(kind="ask_supplement").order_by("-seq").first()
    if dossier.status is not State.SUPPLEMENT or asked is None:
        return HttpResponseRedirect(reverse("dossiers:tracked", args=[dossier.code]))
    items = payload_of(asked, dossier)["items"]
    errors: dict[str, list[str]] = {}
    files: list[dict[str, str]] = []
    transaction_id = request.POST.get("transaction_id") or str(uuid4())
    if request.method == "POST":
        actor = keyholder(request, dossier)
        files, errors = _stored(request, actor, dossier, items)
        if not errors:
            try:
                data = {"files": files, "note": request.POST.get("note", "")}
                actions.perform(actor, dossier, "supply", data, sent.transaction_id(transaction_id))
            except Refused as refusal:
                errors = {k: [str(m) for m in v] for k, v in refusal.fields.items()} or {"note": [str(refusal.message)]}
            else:
                messages.success(request, _("Your papers have been sent. The clock runs on."))
                return HttpResponseRedirect(reverse("dossiers:tracked", args=[dossier.code]))
    rows = [_row(item, files, errors) for item in items]
    page = {
        "dossier": dossier,
        "rows": rows,
        "errors": errors,
        "note": request.POST.get("note", ""),
        "transaction_id": transaction_id,
        "act_by": dossier.act_by,
    }
    return render(request, "dossiers/public/supply.html", page, status=422 if errors else 200)


def _row(item: dict[str, Any], files: list[dict[str, str]], errors: dict[str, list[str]]) -> dict[str, Any]:
    """One paper that is asked for; what was received of it already need not be chosen again."""
    name = f"paper.{item['paper']}"
    kept = [file["sha256"] for file in files if file["paper"] == item["paper"]]
    return {"item": item, "name": name, "kept": kept, "errors": errors.get(name, [])}


def _stored(request: HttpRequest, actor: Actor, dossier: Dossier, items: list[dict[str, Any]]) -> Any:
    """Each file that came, now or with an earlier try, kept under its sender; a refused file says why.

    An earlier one is named by its hash alone: whether it is the sender's, `attach_check` says as for every file.
    """
    files: list[dict[str, str]] = []
    errors: dict[str, list[str]] = {}
    owner = upload_owner(actor)
    for item in items:
        name = f"paper.{item['paper']}"
        earlier = [sha for sha in request.POST.getlist(f"kept.{item['paper']}") if is_sha256(sha)]
        files += [{"paper": item["paper"], "sha256": sha} for sha in earlier]
        for file in request.FILES.getlist(name):
            try:
                upload = store(owner, dossier.commune_id, file, name=file.name or "", purpose=item["paper"])
            except Refused as refusal:
                errors.setdefault(name, []).append(str(refusal.message))
                continue
            files.append({"paper": item["paper"], "sha256": upload.received_sha256})
    return files, errors
