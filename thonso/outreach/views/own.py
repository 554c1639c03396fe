"""The helper puts people of the hamlet on the list of a mobile day."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, sentences, submit
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work
from thonso.outreach import access
from thonso.outreach.reading import offered_on, when
from thonso.outreach.services import mobile


@audience("helper")
@never_cache
@require_GET
def days(request: HttpRequest) -> HttpResponse:
    return _page(request, {}, {})


def _page(
    request: HttpRequest, errors: dict[str, Any], values: dict[str, Any], failed: UUID | None = None
) -> HttpResponse:
    actor = actor_of(request)
    rows = [
        {
            "day": one, "when": when(one), "procedures": [(p.code, p.name) for p in offered_on(one)],
            "mine": _mine(one, actor.account_id), "errors": errors if one.pk == failed else {},
            "values": values if one.pk == failed else {},
        }
        for one in access.own_days(actor)
    ]  # fmt: skip
    return render(request, "outreach/own_days.html", {"rows": rows, "errors": errors}, status=422 if errors else 200)


def _mine(day: Any, account_id: UUID | None) -> list[dict[str, Any]]:
    """Only those the helper entered: whom others registered, and for what, is not for her."""
    names = {one.code: one.name for one in offered_on(day)}
    rows = day.enrolments.filter(entered_by=account_id).exclude(state="carried").order_by("at")
    return [{"row": row, "procedure": names.get(row.procedure_code, row.procedure_code)} for row in rows]


@audience("helper")
@require_POST
def enrol(request: HttpRequest, day_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.day(actor, day_id, "enrol")

    def act(work: Work) -> Done:
        one = mobile.enrol(work, actor, row, request.POST.get("name", ""), request.POST.get("procedure", ""))
        return reverse("outreach:own_days"), _("%(name)s is on the list.") % {"name": one.name}

    try:
        return submit(request, actor, row.commune_id, "mobile_day.enrol", act)
    except Refused as refusal:
        return _page(request, sentences(refusal, "name"), request.POST.dict(), row.pk)


@audience("helper")
@require_POST
def drop(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.enrolment(actor, enrolment_id)

    def act(work: Work) -> Done:
        mobile.drop(work, actor, row, _("does not come"))
        return reverse("outreach:own_days"), _("%(name)s is off the list.") % {"name": row.name}

    return submit(request, actor, row.commune_id, "mobile_day.drop", act)
