"""Somebody stands in: an officer lends a post for some days, or a leader does it for who is ill; ended early by either."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from thonso.core.access import loading, services
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.models import Assignment, Delegation
from thonso.core.access.pages.shared import Done, confirmed, read_day, reason_of, sentences, submit
from thonso.core.access.roles import ROLES
from thonso.core.access.standing_in import roles_for
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work

PAGE = "access_lending"


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
def lending(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    posts = loading.lendable(actor)
    asked = request.POST.get("post") or request.GET.get("post") or ""
    post = next((row for row in posts if str(row.pk) == asked or (len(posts) == 1 and not asked)), None)
    people = services.stand_ins(post) if post else []
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        confirmed(request)
        to = next((one for one, _title in people if str(one.pk) == request.POST.get("to")), None)
        first = read_day(request.POST.get("valid_from", ""), errors, "valid_from") or today()
        last = read_day(request.POST.get("valid_to", ""), errors, "valid_to")
        reason = reason_of(request, errors)
        if post is None:
            errors["post"] = [_("Choose the post.")]
        if to is None and post:
            errors["to"] = [
                _("This person may not stand in for this post. Choose somebody from the list.")
                if request.POST.get("to") else _("Choose who stands in.")
            ]  # fmt: skip
        if last is None and "valid_to" not in errors:
            errors["valid_to"] = [_("Give the last day. Nobody stands in without an end.")]
        if first < today():
            errors["valid_from"] = [_("This day is past. Begin today or later.")]
        if post and to and last and not errors:
            chosen, stand_in, until = post, to, last

            def act(work: Work) -> Done:
                services.lend(actor, chosen, stand_in, valid_from=first, valid_to=until, reason=reason)
                said = _("%(name)s stands in until %(day)s.") % {"name": stand_in.full_name, "day": f"{until:%d/%m/%Y}"}
                return reverse(PAGE), said

            try:
                return submit(request, actor, post.commune_id or post.unit_id, "delegation.make", act)
            except Refused as refusal:
                errors = sentences(refusal, "valid_to")
        errors = {name: errors[name] for name in ("post", "to", "valid_from", "valid_to", "reason") if name in errors}
    elif posts:
        first_step = confirmed(request)
        if first_step:
            return first_step
    context = {
        "posts": [(str(row.pk), _post_words(actor, row)) for row in posts],
        "post": post and (str(post.pk), _post_words(actor, post)),
        "people": [(str(one.pk), f"{one.full_name} – {title}") for one, title in people],
        "eligible": post and roles_for(post.role),
        "rows": [(row, _row_words(row), row.valid_from <= today()) for row in loading.delegations(actor)],
        "values": request.POST.dict(), "errors": errors,
    }  # fmt: skip
    return render(request, "access/lending.html", context, status=422 if errors else 200)


@audience("signed_in")
@require_POST
def end(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """Ended early; what was done until then keeps the lender's name. No step-up: it only takes something away."""
    actor = actor_of(request)
    row = loading.delegation(actor, delegation_id, "end")

    def act(work: Work) -> Done:
        services.end_delegation(actor, row, reason=_("ended early"))
        return reverse(PAGE), _("%(name)s no longer stands in.") % {"name": row.to.full_name}

    return submit(request, actor, row.assignment.commune_id or row.assignment.unit_id, "delegation.end", act)


def _post_words(actor: Actor, row: Assignment) -> str:
    title = row.post.title if row.post else str(ROLES[row.role])
    return title if row.account_id == actor.account_id else f"{row.account.full_name}: {title}"


def _row_words(row: Delegation) -> str:
    return row.assignment.post.title if row.assignment.post else str(ROLES[row.assignment.role])
