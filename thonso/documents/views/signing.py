"""The leader signs a document, the clerk seals it: each with a key in hand, after a look at its pages."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access import stepup
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import DomainError, Refused
from thonso.core.signatures import services as keys
from thonso.documents.outgoing import access, signing
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.rules import counted
from thonso.documents.views.outgoing import line, pages, said, url


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The leader reads the pages and signs them with her own key; the number is taken with the signature."""
    actor = actor_of(request)
    task = access.task(actor, task_id, "sign")
    row = access.outgoing(actor, task.outgoing_id)
    if task.part != "sign" or task.state != "open":
        messages.info(request, _("This document has been dealt with already."))
        return HttpResponseRedirect(url(row))
    if first := _confirmed(request):
        return first

    def doing(secret: str) -> str:
        seen = counted(request.POST.get("seen", ""))
        with keys.in_hand(keys.key_of_account(row.commune_id, actor.ref.id), secret) as hand:
            done = signing.sign(actor, task, hand, seen if seen > 0 else None)
        return _("Signed under number %(number)s. The clerk has been told.") % {"number": done.code}

    asks = _asks(lambda: keys.key_of_account(row.commune_id, actor.ref.id))
    return _with_key(request, row, asks, doing, "documents/sign.html", task=task, said=said(row))


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, outgoing_id: UUID) -> HttpResponse:
    """The clerk puts the seal on what is signed; from here on it is in force."""
    actor = actor_of(request)
    row = access.outgoing(actor, outgoing_id, "seal")
    if row.state != "signed":
        messages.info(request, _("This document has been dealt with already."))
        return HttpResponseRedirect(url(row))
    asks = _asks(lambda: keys.key_of_unit(row.commune_id, row.commune_id))
    if asks and (first := _confirmed(request)):
        return first

    def doing(secret: str) -> str:
        done = signing.issue(actor, row, secret)
        return _("%(number)s is sealed and issued.") % {"number": done.code}

    return _with_key(request, row, asks, doing, "documents/issue.html")


def _confirmed(request: HttpRequest) -> HttpResponse | None:
    """Where to go before what was sent is done. Whoever only reads is not asked: reading takes longer than a proof holds."""
    if request.method == "GET" or stepup.is_fresh(request):
        return None
    return HttpResponseRedirect(stepup.confirm_url(request, request.path))


def _asks(key: Callable[[], Any]) -> bool:
    """Whether a PIN is to be typed; a key that does not hold is said when the button is pressed."""
    try:
        return keys.needs_secret(key())
    except Refused:
        return False


def _with_key(
    request: HttpRequest, row: Outgoing, asks: bool, doing: Callable[[str], str], template: str, **more: Any
) -> HttpResponse:
    errors: dict[str, list[Any]] = {}
    status = 200
    if request.method == "POST":
        try:
            said = doing(request.POST.get("secret", "")[:200])
        except DomainError as refusal:
            errors, status = _errors(refusal), refusal.status
        else:
            messages.success(request, said)
            return HttpResponseRedirect(url(row))
    row.refresh_from_db()
    seen = request.POST.get("seen") or str(row.version)
    context = {**line(row), "asks": asks, "errors": errors, "seen": seen, "pages": pages(actor_of(request), row)}
    return render(request, template, context | more, status=status)


def _errors(refusal: DomainError) -> dict[str, list[Any]]:
    return {"secret": [refusal.message]} if "secret" in refusal.fields else {"__all__": [refusal.message]}
