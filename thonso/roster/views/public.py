"""The public page of support points: every hamlet, who is there when, and where else to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thonso.core.access.audience import audience
from thonso.core.web.context import Shell
from thonso.roster import reading


@audience("public")
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    return render(request, "roster/points.html", {"roster": reading.roster(Shell(request).commune_id)})
