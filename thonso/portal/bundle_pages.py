"""Bundles as the desk follows them: the list, one begun under the portal's code, one with its offices."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, commune_of, sentences, submit
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work
from thonso.dossiers import access as dossiers
from thonso.portal import bundles
from thonso.portal.models import Bundle, BundlePart
from thonso.procedures import bundles as catalogue

MOST = 100
TONE = {"waiting": "info", "missing": "soon", "done": "ok", "refused": "late"}


def state_words() -> dict[str, str]:
    return {
        "waiting": _("not answered yet"),
        "missing": _("asks for papers"),
        "done": _("done"),
        "refused": _("refused it"),
    }


@audience("staff")
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune_of(actor, "follow", "bundle")
    rows = bundles.mine(actor).order_by("filed_on", "id")
    context = {
        "open": [_shown(row) for row in rows.filter(closed_at=None)[:MOST]],
        "over": [_shown(row) for row in rows.exclude(closed_at=None).order_by("-closed_at")[:20]],
        "kinds": catalogue.in_force(today()),
    }
    return render(request, "portal/bundles.html", context)


def _shown(row: Bundle) -> dict[str, Any]:
    """With its offices in the order of the guide."""
    kind = catalogue.of(row.key, row.filed_on) or catalogue.of(row.key, today())
    there, words = {part.key: part for part in row.parts.all()}, state_words()
    parts = [
        {"about": one, "part": there[one.key], "words": words[there[one.key].state], "tone": TONE[there[one.key].state]}
        for one in (kind.parts if kind else ())
        if one.key in there
    ]
    return {"row": row, "kind": kind, "parts": parts}


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """`?ho-so=` names a dossier of ours that belongs to it: its person and its kind are filled in."""
    actor = actor_of(request)
    commune = commune_of(actor, "follow", "bundle")
    asked = request.GET.get("ho-so", "")
    dossier = dossiers.by_code(actor, asked, "receive") if asked else None
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":

        def act(work: Work) -> Done:
            row = bundles.begin(work, actor, commune, dossier, request.POST.dict())
            return reverse("portal:bundle", args=[row.pk]), _("It is followed here now. Nothing was sent anywhere.")

        try:
            return submit(request, actor, commune.pk, "bundle.begin", act)
        except Refused as refusal:
            errors = sentences(refusal, "code")
    kinds = catalogue.in_force(today())
    first = {"name": dossier.subject_name} if dossier else {}
    if dossier and (kind := catalogue.with_procedure(dossier.procedure_code, today())):
        first["key"] = kind.key
    context = {
        "dossier": dossier, "kinds": kinds, "choices": [(one.key, one.name) for one in kinds],
        "values": request.POST.dict() or first, "errors": errors,
    }  # fmt: skip
    return render(request, "portal/bundle_begin.html", context, status=422 if errors else 200)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, bundle_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = bundles.by_id(actor, bundle_id)
    errors: dict[str, list[Any]] = {}
    key = request.POST.get("part", "")
    typed = {"part": key, "state": request.POST.get(f"state-{key}", ""), "note": request.POST.get(f"note-{key}", "")}
    if request.method == "POST":

        def act(work: Work) -> Done:
            bundles.told(work, actor, row, {**typed, "was": request.POST.get("was", "")})
            return reverse("portal:bundle", args=[row.pk]), _("Written down.")

        try:
            return submit(request, actor, row.commune_id, "bundle.tell", act)
        except Refused as refusal:
            errors = sentences(refusal, f"note-{key}")
    shown = _shown(row)
    parts = [_asked(part, typed, errors) for part in shown["parts"]]
    context = {
        **shown, "parts": parts, "errors": errors,
        "states": [(state, state_words()[state]) for state in BundlePart.State.values],
    }  # fmt: skip
    return render(request, "portal/bundle.html", context, status=422 if errors else 200)


def _asked(part: dict[str, Any], typed: dict[str, str], errors: dict[str, list[Any]]) -> dict[str, Any]:
    """An office with the boxes of its form, and in them what was typed when it came back."""
    key, row = part["about"].key, part["part"]
    names = [f"state-{key}", f"note-{key}"]
    again = typed["part"] == key
    return {
        **part, "names": names, "errors": [errors.get(name) for name in names],
        "state": typed["state"] if again else row.state, "note": typed["note"] if again else row.note,
    }  # fmt: skip
