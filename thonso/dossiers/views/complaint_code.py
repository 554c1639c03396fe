"""The answer to a complaint, for whoever sent it: with the code that was told then, on any phone and without an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.audience import audience
from thonso.core.access.limits import network
from thonso.core.base.errors import Absent, TooMany
from thonso.dossiers import access
from thonso.dossiers.services import voice


@audience("public")
@never_cache
@require_http_methods(["GET", "POST"])
def answered(request: HttpRequest) -> HttpResponse:
    """The code never stands in an address, and nothing of it is kept: each reading asks for it."""
    code = request.POST.get("ma", "")[:20]
    context: dict[str, Any] = {"code": code}
    status = 200
    if request.method == "POST":
        try:
            found = access.complaint_by_code(code, network(request))
        except (Absent, TooMany) as refusal:
            context["errors"], status = {"ma": [refusal.message]}, refusal.status
        else:
            context["complaint"] = {
                "dossier": found.dossier, "at": found.at, "words": voice.words_of(found),
                "answer": voice.answer_of(found), "answered_at": found.answered_at,
            }  # fmt: skip
    return render(request, "dossiers/public/complaint.html", context, status=status)
