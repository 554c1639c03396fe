"""The list of those who are told by voice, with what came of each call."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, sentences, submit
from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.work import Work
from thonso.dossiers.access import by_code
from thonso.outreach import access
from thonso.outreach.services import telling


def outcomes() -> list[tuple[str, Any]]:
    return [
        ("reached", _("reached her")),
        ("through", _("told through the helper or a neighbour")),
        ("no_answer", _("no answer")),
        ("wrong", _("wrong number")),
    ]


@audience("staff")
@never_cache
@require_GET
def to_tell(request: HttpRequest) -> HttpResponse:
    return _page(request, {})


def _page(request: HttpRequest, errors: dict[str, Any]) -> HttpResponse:
    commune = access.telling_commune(actor_of(request))
    context = {
        "unfetched": telling.unfetched(commune.pk), "silent": telling.only_by_voice(commune.pk),
        "days": settings.UNFETCHED_DAYS, "outcomes": outcomes(), "errors": errors,
    }  # fmt: skip
    return render(request, "outreach/to_tell.html", context, status=422 if errors else 200)


@audience("staff")
@require_POST
def called(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    commune = access.telling_commune(actor)
    dossier = by_code(actor, code, "read")
    if dossier.commune_id != commune.pk:
        raise Absent

    def act(work: Work) -> Done:
        telling.record(work, actor, dossier, request.POST.get("outcome", ""))
        return reverse("outreach:to_tell"), _("Written down.")

    try:
        return submit(request, actor, commune.pk, "dossier.called", act)
    except Refused as refusal:
        return _page(request, sentences(refusal, "outcome"))
