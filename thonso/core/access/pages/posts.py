"""Posts as rows with their days: appoint, end. Nothing is deleted that ever held."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thonso.core.access import in_hand, loading, rules, services
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.models import Account, Assignment
from thonso.core.access.pages.shared import (
    Done,
    commune_of,
    confirmed,
    read_day,
    read_text,
    reason_of,
    sentences,
    submit,
)
from thonso.core.access.roles import GIVEN_HERE, HAMLET_ROLES, ROLES, SOLE_ROLES
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
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
    ends: tuple[Assignment, ...] = ()  # posts of others that end the day before


QUEUE = "queue"  # whoever holds the post goes on with it
BOXES = (
    "full_name", "username", "phone", "role", "holder", "unit", "title", "valid_from", "valid_to", "reason",
)  # fmt: skip


def in_order(errors: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The sentences in the order of the boxes of the form."""
    return dict(sorted(errors.items(), key=lambda one: BOXES.index(one[0]) if one[0] in BOXES else len(BOXES)))


def unit_choices(commune: Unit) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.full_name) for unit in (commune, *hamlets(commune.pk))]


def role_choices() -> list[tuple[str, Any]]:
    return [(role, ROLES[role]) for role in GIVEN_HERE]


def read_post(
    request: HttpRequest, commune: Unit, errors: dict[str, list[Any]], account_id: UUID | None = None
) -> Asked | None:
    """The fields of an appointment; None with sentences in `errors` when one cannot stand.

    A post that one person holds at a time and that another one holds then is asked about once more (`holder`).
    """
    post = request.POST
    units = {str(unit.pk): unit for unit in (commune, *hamlets(commune.pk))}
    unit = units.get(post.get("unit", ""))
    role, title = post.get("role", ""), read_text(request, "title", 120, errors)
    first = read_day(post.get("valid_from", ""), errors, "valid_from")
    last = read_day(post.get("valid_to", ""), errors, "valid_to")
    reason = reason_of(request, errors)
    if unit is None:
        errors["unit"] = [_("Choose where.")]
    errors |= rules.appointment_problems(role, unit.kind if unit else "commune", first or today(), last) | errors
    held = holders(commune, role, first or today(), last, account_id)
    if held and post.get("holder") not in {"end", "both"}:
        errors["holder"] = [
            _("%(name)s holds this post since %(day)s. Say what becomes of it.")
            % {"name": row.account.full_name, "day": f"{row.valid_from:%d/%m/%Y}"}
            for row in held
        ]
    if errors or unit is None:
        return None
    ends = tuple(held) if post.get("holder") == "end" else ()
    return Asked(role, unit, title or str(ROLES[role]), first or today(), last, reason, ends)


def holders(
    commune: Unit, role: str, first: date, last: date | None, account_id: UUID | None = None
) -> list[Assignment]:
    """Who else holds on some of these days a post that one person holds at a time."""
    if role not in SOLE_ROLES:
        return []
    rows = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first), commune_id=commune.pk, role=role
    )
    rows = rows.filter(account__is_active=True).exclude(account=account_id)
    rows = rows.exclude(valid_to__lt=F("valid_from"))  # ended on the day it was given
    return list((rows.filter(valid_from__lte=last) if last else rows).select_related("account").order_by("valid_from"))


def holder_choices(request: HttpRequest) -> list[tuple[str, str]]:
    """What may become of the post of who holds it now."""
    first = read_day(request.POST.get("valid_from", ""), {}, "valid_from") or today()
    day = f"{first - timedelta(days=1):%d/%m/%Y}"
    return [
        ("end", _("It ends: the last day is %(day)s") % {"day": day}),
        ("both", _("Both hold it from then on; I have made sure that this is right")),
    ]


def give(actor: Actor, account: Account, asked: Asked) -> None:
    """The appointment that was asked for. Raises Refused."""
    services.take_over(
        actor, account, asked.role, asked.unit, ends=asked.ends, first=asked.first, last=asked.last,
        post_title=asked.title, reason=asked.reason,
    )  # fmt: skip


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
        asked = read_post(request, commune, errors, account.pk)
        if asked and not errors:

            def act(work: Work) -> Done:
                give(actor, account, asked)
                said = _("%(name)s: %(post)s from %(day)s.") % {
                    "name": account.full_name, "post": asked.title, "day": f"{asked.first:%d/%m/%Y}",
                }  # fmt: skip
                return reverse("access_account", args=[account.pk]), said

            try:
                return submit(request, actor, commune.pk, "assignment.grant", act)
            except Refused as refusal:
                errors = sentences(refusal, "role")
        errors = in_order(errors)
    context = {
        "account": account, "values": request.POST.dict(), "errors": errors, "is_me": account.pk == actor.account_id,
        "units": unit_choices(commune), "roles": role_choices(), "back": reverse("access_account", args=[account.pk]),
        "holder_choices": holder_choices(request),
    }  # fmt: skip
    return render(request, "access/admin/appoint.html", context, status=422 if errors else 200)


@audience("admin")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The last day of a post; every delegation of it ends with it, and what is in hand goes on elsewhere."""
    actor = actor_of(request)
    row = loading.assignment(actor, assignment_id)
    first = confirmed(request)
    if first:
        return first
    errors: dict[str, list[Any]] = {}
    back = reverse("access_account", args=[row.account_id])
    held, others = in_hand.told(row), services.successors(row)
    if request.method == "POST":
        last = read_day(request.POST.get("last_day", ""), errors, "last_day")
        reason = reason_of(request, errors)
        successor = _successor(request.POST.get("work", ""), errors)
        if not errors:

            def act(work: Work) -> Done:
                services.revoke(actor, row, last_day=last, reason=reason, successor=successor)
                return back, _("The post has been given its last day.")

            try:
                return submit(request, actor, row.commune_id or row.unit_id, "assignment.end", act)
            except Refused as refusal:
                errors = sentences(refusal, "last_day")
    queue = (QUEUE, _("Back to the common queue of this post"))
    context = {
        "row": row, "role": ROLES[row.role], "values": {"work": QUEUE, **request.POST.dict()}, "errors": errors,
        "back": back, "held": held, "others": others, "stays": row.role in HAMLET_ROLES,
        "work_choices": [queue, *((str(id_), name) for id_, name in others)],
    }  # fmt: skip
    return render(request, "access/admin/end.html", context, status=422 if errors else 200)


def _successor(given: str, errors: dict[str, list[Any]]) -> UUID | None:
    """Who goes on with what is in hand; None for the common queue, which is also meant when nothing was asked."""
    if given in {"", QUEUE}:
        return None
    try:
        return UUID(given)
    except ValueError:
        errors["work"] = [_("Please choose from the list.")]
        return None
