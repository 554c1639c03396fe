"""A complaint spoken to another helper: she writes it down, learns nothing of the dossier, sees it no more (practice 24)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.limits import network
from thonso.core.base.errors import Absent, Refused, Stale, TooMany
from thonso.dossiers import access
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import voice
from thonso.dossiers.views import sent

KINDS = (
    ("complaint", gettext_lazy("How the dossier was dealt with: slow, unclear, sent to and fro")),
    ("denunciation", gettext_lazy("That somebody of the office broke the law (denunciation)")),
)


@audience("helper")
@never_cache
@require_http_methods(["GET", "POST"])
def spoken(request: HttpRequest) -> HttpResponse:
    """With code and key of the person's slip. What is sent is told back once as a code, and shown to the helper no more."""
    if request.method == "GET":
        return render(request, "dossiers/hamlet/spoken.html", _form())
    post = request.POST
    if post.get("kind") == "denunciation":
        # Nothing of it is kept, not even what was typed: who denounces has a right to be heard by the office itself.
        return render(request, "dossiers/hamlet/spoken.html", {"referred": True})
    try:
        told = _told(actor_of(request), request)
    except (Refused, Absent, TooMany, Stale) as refusal:
        errors = dict(getattr(refusal, "fields", {}) or {"ma": [refusal.message]})
        return render(request, "dossiers/hamlet/spoken.html", _form(post, errors), status=refusal.status)
    return render(request, "dossiers/hamlet/spoken.html", {"told": told})


def _form(post: Any = None, errors: Any = None) -> dict[str, Any]:
    return {"values": post or {}, "errors": errors or {}, "kinds": KINDS}


def _told(actor: Actor, request: HttpRequest) -> str:
    """Keep it, and give its code. Raises Refused for whoever had a hand in the dossier herself."""
    post = request.POST
    if post.get("kind") != "complaint":
        raise Refused(fields={"kind": [_("Please choose what it is about.")]})
    dossier = access.by_code_and_key(post.get("ma", "")[:24], post.get("khoa", "")[:12], network(request))
    if _has_a_hand(actor, dossier):
        words = _(
            "You had a hand in this dossier yourself: somebody else writes this down, another helper or the office."
        )
        raise Refused(words, fields={"ma": [words]})
    id_ = sent.transaction_id(post.get("transaction_id", ""))
    said = voice.complain(dossier, actor.ref, post.get("words", ""), spoken_to=actor.name, transaction_id=id_)
    return voice.code_of(said.pk)


def _has_a_hand(actor: Actor, dossier: Dossier) -> bool:
    """Whoever is complained about does not write it down: who filed it, or did anything on it."""
    return actor.account_id == dossier.helper_account_id or dossier.events.filter(actor_id=actor.ref.id).exists()
