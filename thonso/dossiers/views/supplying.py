"""Papers that were asked for: sent as owner, as helper in session or by code and key, or brought to the desk by hand."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused, Stale
from thonso.core.files.rules import is_sha256
from thonso.core.files.sentences import ILLEGIBLE
from thonso.core.files.services import store
from thonso.dossiers import access, actions, presenting, scopes, supplements
from thonso.dossiers.action_questions import SEEN
from thonso.dossiers.models import Dossier
from thonso.dossiers.models.dossier import Channel, PaperCheck
from thonso.dossiers.rules.states import State
from thonso.dossiers.services import supplement
from thonso.dossiers.services.filing import upload_owner
from thonso.dossiers.services.moves import payload_of
from thonso.dossiers.views import sent, shown_keys
from thonso.dossiers.views.tracking import tracked_dossier


def keyholder(request: HttpRequest, dossier: Dossier) -> Actor:
    """Who sends papers: the owner or officer who may; else whoever has shown the key, named as such in the history."""
    actor = actor_of(request)
    if policy.can(actor, "supplement", dossier).allow or not shown_keys.has(request, dossier.pk):
        return actor
    return scopes.keyholder(dossier, actor.name or _("The applicant, by code and key"))


@audience("public")
@never_cache
@require_http_methods(["GET", "POST"])
def supply(request: HttpRequest, code: str) -> HttpResponse:
    """The papers that were asked for, one box each; the clock runs on when they are sent."""
    dossier = tracked_dossier(request, code)
    tracked = reverse("dossiers:tracked", args=[dossier.code])
    if (items := _asked(dossier)) is None:
        return HttpResponseRedirect(tracked)
    found = _take_in(request, keyholder(request, dossier), dossier, items) if request.method == "POST" else {}
    if request.method == "POST" and not found["errors"]:
        messages.success(request, _("Your papers have been sent. The clock runs on."))
        return HttpResponseRedirect(tracked)
    page = _page(request, dossier, items, found)
    return render(request, "dossiers/public/supply.html", page, status=_status(found))


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """The same at the desk: a scan, or the paper itself in the officer's hands."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code, "supplement")
    detail = reverse("dossiers:detail", args=[dossier.code])
    if (items := _asked(dossier)) is None:
        return HttpResponseRedirect(detail)
    brought = {item["paper"]: way for item in items if (way := request.POST.get(f"paper.{item['paper']}.brought"))}
    found = _take_in(request, actor, dossier, items, brought) if request.method == "POST" else {}
    if request.method == "POST" and not found["errors"]:
        messages.success(request, _("Taken in. The clock runs on, and the papers can be checked."))
        return HttpResponseRedirect(detail)
    on_paper = dossier.channel in {Channel.DESK, Channel.POST}
    page = {
        **_page(request, dossier, items, found),
        "state": presenting.state(dossier),
        "due": presenting.due(dossier),
        "ways": [
            one for one in SEEN if one[0] in supplement.BY_HAND and (on_paper or one[0] == PaperCheck.Seen.COMPARED)
        ],
    }
    return render(request, "dossiers/desk/bring.html", page, status=_status(found))


def _status(found: dict[str, Any]) -> int:
    if not found:
        return 200
    return Stale.status if found["stale"] else Refused.status


def _asked(dossier: Dossier) -> list[dict[str, Any]] | None:
    """What was asked for last, paper by paper; None when nothing is awaited."""
    asked = dossier.events.filter(kind="ask_supplement").order_by("-seq").first()
    if dossier.status is not State.SUPPLEMENT or asked is None:
        return None
    items: list[dict[str, Any]] = payload_of(asked, dossier)["items"]
    return items


def _take_in(
    request: HttpRequest, actor: Actor, dossier: Dossier, items: list[dict[str, Any]], brought: Any = None
) -> dict[str, Any]:
    """Do it. `errors` by box when it was refused, with the files that need not be chosen again."""
    files, errors = _stored(request, actor, dossier, items)
    stale = False
    if not errors:
        try:
            data = {"files": files, "note": request.POST.get("note", ""), **({"brought": brought} if brought else {})}
            id_ = sent.transaction_id(request.POST.get("transaction_id", ""))
            seen = sent.revision(request.POST.get("revision", ""))
            actions.perform(actor, dossier, "supply", data, id_, seen=seen)
        except (Refused, Stale) as refusal:
            stale = isinstance(refusal, Stale)
            errors = {k: [str(m) for m in v] for k, v in refusal.fields.items()} or {"note": [str(refusal.message)]}
            files = [file for file in files if f"paper.{file['paper']}" not in errors]
    return {"files": files, "errors": errors, "stale": stale}


def _page(request: HttpRequest, dossier: Dossier, items: list[dict[str, Any]], found: dict[str, Any]) -> dict[str, Any]:
    errors, files = found.get("errors", {}), found.get("files", [])
    return {
        "dossier": dossier,
        "rows": [_row(request, item, files, errors) for item in items],
        "errors": errors,
        "note": request.POST.get("note", ""),
        "transaction_id": request.POST.get("transaction_id") or str(uuid4()),
        # Told that it moved on, one sends again what one sees now; refused for another reason, what one saw.
        "revision": dossier.revision if found.get("stale") else request.POST.get("revision") or dossier.revision,
        "act_by": dossier.act_by,
    }


def _row(
    request: HttpRequest, item: dict[str, Any], files: list[dict[str, str]], errors: dict[str, list[str]]
) -> dict[str, Any]:
    """One paper that is asked for; what was received of it already need not be chosen again."""
    name = f"paper.{item['paper']}"
    kept = [file["sha256"] for file in files if file["paper"] == item["paper"]]
    return {
        "item": item,
        "why": supplements.ASKED_FOR.get(item.get("why", ""), ""),
        "name": name,
        "kept": kept,
        "brought_name": f"{name}.brought",
        "brought": request.POST.get(f"{name}.brought", ""),
        "errors": errors.get(name, []),
    }


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
            if not upload.legible and upload.received_sha256 not in earlier:  # asked once
                errors.setdefault(name, []).append(str(ILLEGIBLE))
            files.append({"paper": item["paper"], "sha256": upload.received_sha256})
    return files, errors
