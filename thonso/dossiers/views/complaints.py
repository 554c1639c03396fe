"""Complaints, for the leaders: read, answered once; never seen by whoever had a hand in the dossier."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.roles import LEADER_ROLES
from thonso.core.base.errors import Refused
from thonso.dossiers import access
from thonso.dossiers.services import voice

PAGE = 100


@audience("staff")
@never_cache
@require_GET
def complaints(request: HttpRequest) -> HttpResponse:
    return _page(request, actor_of(request))


@audience("staff")
@require_POST
def answer(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = access.complaint(actor, complaint_id)
    if request.POST.get("denunciation"):
        voice.refer(actor, found)
        return redirect("dossiers:complaints")
    try:
        voice.answer(actor, found, request.POST.get("answer", ""))
    except Refused as refusal:
        return _page(request, actor, wrong=str(complaint_id), errors=refusal.fields)
    return redirect("dossiers:complaints")


def _page(request: HttpRequest, actor: Actor, *, wrong: str = "", errors: Any = None) -> HttpResponse:
    rows = [
        {"complaint": one, "words": voice.words_of(one), "answer": voice.answer_of(one), "wrong": str(one.pk) == wrong}
        for one in access.complaints(actor)[:PAGE]
    ]
    commune = actor.home_commune()
    said = voice.ratings(commune) if commune else []
    words = [{"rating": one, "words": voice.rating_words_of(one)} for one in access.ratings_with_words(actor)[:PAGE]]
    page = {
        "leader": actor.has_any(("centre_director", *LEADER_ROLES)),
        "ratings": said,
        "said": words,
        "rows": rows,
        "errors": errors or {},
        "values": request.POST,
    }
    return render(request, "dossiers/desk/complaints.html", page, status=422 if errors else 200)
