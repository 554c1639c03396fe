"""Posts as rows with their days: appoint, end. Nothing is deleted that ever held."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thonso.core.access import loading, rules, services
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, commune_of, confirmed, read_day, reason_of, sentences, submit
from thonso.core.access.roles import GIVEN_HERE, ROLES
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.core.units.services import hamlets


@dataclass(frozen=True, slots=True)
class Asked:
    """An appointment as it was typed and can stand."""

    role: str
    unit: Unit
    title: str
    first: date
    last: date | None
    reason: str


def unit_choices(commune: Unit) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.full_name) for unit in (commune, *hamlets(commune.pk))]


def role_choices() -> list[tuple[str, Any]]:
    return [(role, ROLES[role]) for role in GIVEN_HERE]


def read_post(request: HttpRequest, commune: Unit, errors: dict[str, list[Any]]) -> Asked | None:
    """The fields of an appointment; None with sentences in `errors` when one cannot stand."""
    post = request.POST
    units = {str(unit.pk): unit for unit in (commune, *hamlets(commune.pk))}
    unit = units.get(post.get("unit", ""))
    role, title = post.get("role", ""), clean(post.get("title", ""), limit=120)
    first = read_day(post.get("valid_from", ""), errors, "valid_from")
    last = read_day(post.get("valid_to", ""), errors, "valid_to")
    reason = reason_of(request, errors)
    if unit is None:
        errors["unit"] = [_("Choose where.")]
    errors |= rules.appointment_problems(role, unit.kind if unit else "commune", first or today(), last) | errors
    if errors or unit is None:
        return None
    return Asked(role, unit, title or str(ROLES[role]), first or today(), last, reason)


@audience("admin")
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, account_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    account = loading.account(actor, account_id)
    commune = commune_of(actor, "manage", "assignment")
    first = confirmed(request)
    if first:
        return first
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        asked = read_post(request, commune, errors)
        if asked and not errors:

            def act(work: Work) -> Done:
                services.grant(
                    actor, account, asked.role, asked.unit, valid_from=asked.first, valid_to=asked.last,
                    post_title=asked.title, reason=asked.reason,
                )  # fmt: skip
                said = _("%(name)s: %(post)s from %(day)s.") % {
                    "name": account.full_name, "post": asked.title, "day": f"{asked.first:%d/%m/%Y}",
                }  # fmt: skip
                return reverse("access_account", args=[account.pk]), said

            try:
                return submit(request, actor, commune.pk, "assignment.grant", act)
            except Refused as refusal:
                errors = sentences(refusal, "role")
    context = {
        "account": account, "values": request.POST.dict(), "errors": errors, "is_me": account.pk == actor.account_id,
        "units": unit_choices(commune), "roles": role_choices(), "back": reverse("access_account", args=[account.pk]),
    }  # fmt: skip
    return render(request, "access/admin/appoint.html", context, status=422 if errors else 200)


@audience("admin")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The last day of a post; every delegation of it ends with it."""
    actor = actor_of(request)
    row = loading.assignment(actor, assignment_id)
    first = confirmed(request)
    if first:
        return first
    errors: dict[str, list[Any]] = {}
    back = reverse("access_account", args=[row.account_id])
    if request.method == "POST":
        last = read_day(request.POST.get("last_day", ""), errors, "last_day")
        reason = reason_of(request, errors)
        if not errors:

            def act(work: Work) -> Done:
                services.revoke(actor, row, last_day=last, reason=reason)
                return back, _("The post has been given its last day.")

            try:
                return submit(request, actor, row.commune_id or row.unit_id, "assignment.end", act)
            except Refused as refusal:
                errors = sentences(refusal, "last_day")
    context = {"row": row, "role": ROLES[row.role], "values": request.POST.dict(), "errors": errors, "back": back}
    return render(request, "access/admin/end.html", context, status=422 if errors else 200)
