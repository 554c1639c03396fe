"""Help in the hamlets: the commune's figures, and one's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.insight import access, helping


@audience("staff")
@never_cache
@require_GET
def commune(request: HttpRequest) -> HttpResponse:
    """By hamlet and week; no helper is named."""
    place = access.commune(actor_of(request))
    found = helping.of_commune(place)
    page = {"help": found, "forgotten": [line for line in found.lines if line.forgotten]}
    return render(request, "insight/helping.html", page)


@audience("helper")
@never_cache
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What I did, week by week, for myself."""
    weeks = helping.own(actor_of(request))
    return render(request, "insight/helping_own.html", {"weeks": weeks, "whole": helping.total(weeks)})
