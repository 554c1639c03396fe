"""The officer's day at the counter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.counter import access


@audience("staff")
@never_cache
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """Whom I serve, and whom colleagues do."""
    actor = actor_of(request)
    commune_id = access.desk_commune(actor)
    mine = access.open_visit(actor, commune_id)
    others = access.visits(actor).filter(ended_at=None).exclude(officer_id=actor.account_id).order_by("started_at")
    context: dict[str, Any] = {"mine": mine, "others": list(others[:20])}
    return render(request, "counter/day.html", context)
