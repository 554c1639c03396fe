"""Accounts for the administrator: the list, one account with its posts, a new one, and the slip to start with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access import loading, services
from thonso.core.access import phone as phones
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.models import Account, Assignment, Delegation, StartLink
from thonso.core.access.pages import posts
from thonso.core.access.pages.shared import (
    commune_of,
    confirmed,
    read_text,
    reason_of,
    sentences,
    state_of_post,
    submit,
    transaction_id,
)
from thonso.core.access.policy import can
from thonso.core.access.roles import ROLES
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold, person_sort_key
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit

LIST = "access_accounts"
STATES = {
    "active": (gettext_lazy("In use"), "ok"),
    "waiting": (gettext_lazy("Not started yet"), "soon"),
    "locked": (gettext_lazy("Locked"), "late"),
    "left": (gettext_lazy("No post now"), "plain"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An account in the list."""

    account: Account
    held: list[Assignment]
    state: str
    has_factor: bool

    @property
    def state_words(self) -> Any:
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        return STATES[self.state][1]


def state_of(account: Account, held: list[Assignment]) -> str:
    if not account.is_active:
        return "locked"
    if not held:
        return "left"
    return "active" if account.has_usable_password() or account.last_login else "waiting"


def held_by(account: Account) -> list[Assignment]:
    """The posts that hold today or will, in the order in which they began. Uses what was fetched with the account."""
    rows = [row for row in account.assignments.all() if row.valid_to is None or row.valid_to >= today()]
    return sorted(rows, key=lambda row: (row.valid_from, row.role))


@audience("admin")
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune = commune_of(actor, "read", "account")
    rows = list(loading.accounts(actor))
    with_factor = set(_factors(rows))
    lines = []
    for account in rows:
        held = held_by(account)
        lines.append(Line(account, held, state_of(account, held), account.pk in with_factor))
    asked = {name: request.GET.get(name, "")[:60] for name in ("q", "unit", "role", "state")}
    shown = sorted(
        (one for one in lines if _matches(one, asked)), key=lambda one: person_sort_key(one.account.full_name)
    )
    context = {
        "commune": commune, "rows": shown, "all": len(lines), "asked": asked, "filtered": any(asked.values()),
        "units": posts.unit_choices(commune), "roles": posts.role_choices(),
        "states": [(name, words) for name, (words, _tone) in STATES.items()],
    }  # fmt: skip
    return render(request, "access/admin/accounts.html", context)


def _factors(accounts: list[Account]) -> Any:
    rows = Authenticator.objects.filter(user__in=accounts).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return rows.values_list("user_id", flat=True)


def _matches(line: Line, asked: dict[str, str]) -> bool:
    words = fold(asked["q"])
    return (
        (not words or words in fold(line.account.full_name) or words in line.account.username)
        and (not asked["state"] or line.state == asked["state"])
        and (not asked["unit"] or any(str(row.unit_id) == asked["unit"] for row in line.held))
        and (not asked["role"] or any(row.role == asked["role"] for row in line.held))
    )


@audience("admin")
@never_cache
@require_GET
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = loading.account(actor, account_id)
    rows = sorted(found.assignments.all(), key=lambda row: (row.valid_from, row.role), reverse=True)
    standing_in = list(
        Delegation.objects.filter(Q(assignment__in=rows) | Q(to=found), valid_to__gte=today())
        .select_related("to", "assignment__account")
        .order_by("valid_from", "id")
    )
    phone = phones.phone_of(found)
    context = {
        "account": found,
        "state": STATES[state_of(found, held_by(found))],
        "phone": phones.masked(phone) if phone else "",
        "rows": [
            {
                "row": row, "role": ROLES[row.role], "by": getattr(row, "given_by_name", "") or "",
                "state": state_of_post(row), "here": can(actor, "manage", row).allow,
            }
            for row in rows
        ],
        "lent": [(one, ROLES[one.assignment.role]) for one in standing_in if one.to_id != found.pk],
        "borrowed": [(one, ROLES[one.assignment.role]) for one in standing_in if one.to_id == found.pk],
        "sessions": UserSession.objects.filter(user=found).order_by("-created_at"),
        "has_factor": bool(_factors([found])),
        "start": StartLink.objects.filter(account=found, used_at=None, expires_at__gt=now()).first(),
        "may_manage": can(actor, "manage", found).allow,
        "is_me": found.pk == actor.account_id,
    }  # fmt: skip
    return render(request, "access/admin/account.html", context)


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new person with a first post; then the slip that is printed and handed over."""
    first = confirmed(request)
    if first:
        return first
    actor = actor_of(request)
    commune = commune_of(actor, "manage", "assignment")
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        key = transaction_id(request)  # the id of the account to be
        asked = posts.read_post(request, commune, errors, key)
        username = fold(request.POST.get("username", "")).replace(" ", "")
        if not username.isascii() or not username.isalnum() or not 2 <= len(username) <= 30:
            errors["username"] = [_("2 to 30 letters and figures without diacritics, for example lan or tu2.")]
        if not read_text(request, "full_name", 100, errors) and "full_name" not in errors:
            errors["full_name"] = [_("Write the full name.")]
        errors |= services.account_problems(username, request.POST.get("phone", "").strip(), key) | errors
        if not errors and asked:
            try:
                return _added(request, actor, commune, username, asked)
            except Refused as refusal:
                errors = sentences(refusal, "username")
        errors = posts.in_order(errors)
    context = {"commune": commune, "values": request.POST.dict(), "errors": errors, "back": reverse(LIST)}
    context["holder_choices"] = posts.holder_choices(request)
    context |= {"units": posts.unit_choices(commune), "roles": posts.role_choices()}
    return render(request, "access/admin/add.html", context, status=422 if errors else 200)


def _added(request: HttpRequest, actor: Actor, commune: Unit, username: str, asked: posts.Asked) -> HttpResponse:
    key = transaction_id(request)
    account_id = key  # the client's id: the same press again is the same account, and so the same code

    def act(work: Work) -> str:
        made = services.create_account(
            actor, commune.pk, username=username, full_name=clean(request.POST["full_name"], limit=100),
            phone=request.POST.get("phone", "").strip() or None, id_=account_id,
        )  # fmt: skip
        posts.give(actor, made, asked)
        services.give_start(work, actor, made, services.code_for(made.pk, key), reason=_("new account"))
        return reverse("access_account", args=[made.pk])

    submit(request, actor, commune.pk, "account.create", act)
    return _slip(request, Account.objects.get(pk=account_id), services.code_for(account_id, key))


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """A new slip to start with: password, sessions and tokens end; second factors too when they are lost."""
    actor = actor_of(request)
    found = loading.account(actor, account_id, "manage")
    first = confirmed(request)
    if first:
        return first
    errors: dict[str, list[Any]] = {}
    if found.pk == actor.account_id:
        raise Refused(_("Change your own password and second lock at “My account”."))
    if request.method == "POST":
        reason = reason_of(request, errors)
        if not errors:
            key, lost = transaction_id(request), bool(request.POST.get("factors"))
            code = services.code_for(found.pk, key)

            def act(work: Work) -> str:
                services.give_start(work, actor, found, code, reason=reason, without_factors=lost)
                return reverse("access_account", args=[found.pk])

            submit(request, actor, commune_of(actor, "manage", "assignment").pk, "account.reset", act)
            return _slip(request, found, code)
    context = {"account": found, "values": request.POST.dict(), "errors": errors}
    context |= {"back": reverse("access_account", args=[found.pk]), "has_factor": bool(_factors([found]))}
    return render(request, "access/admin/reset.html", context, status=422 if errors else 200)


def _slip(request: HttpRequest, account: Account, code: str) -> HttpResponse:
    start_url = settings.PUBLIC_URL + reverse("access_start_code")
    context = {
        "account": account, "code": " ".join(code[n : n + 4] for n in range(0, len(code), 4)),
        "start_url": start_url, "qr": segno.make(f"{start_url}?code={code}").svg_data_uri(scale=4),
        "back": reverse("access_account", args=[account.pk]),
    }  # fmt: skip
    return render(request, "access/admin/slip.html", context)
