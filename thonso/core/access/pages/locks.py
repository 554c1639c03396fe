"""An account locked and unlocked, and its sessions ended; each with the reason, each in the journal."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thonso.core.access import loading, services
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, commune_of, confirmed, reason_of, sentences, submit
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work


@audience("admin")
@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Locks an account that is open, opens one that is locked: the form says which it will do."""
    return _act(request, account_id, "lock")


@audience("admin")
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Ends every session, for a lost phone or a browser left open; the password stays."""
    return _act(request, account_id, "sign_out")


def _act(request: HttpRequest, account_id: UUID, what: str) -> HttpResponse:
    actor = actor_of(request)
    account = loading.account(actor, account_id, "manage")
    first = confirmed(request)
    if first:
        return first
    if what == "lock":
        what = request.POST.get("what") or ("lock" if account.is_active else "unlock")
        if what not in {"lock", "unlock"}:
            raise Refused(_("The form is not complete. Please open the page again."))
    commune_id = commune_of(actor, "manage", "assignment").pk
    back = reverse("access_account", args=[account.pk])
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        reason = reason_of(request, errors)

        def act(work: Work) -> Done:
            if what == "lock":
                services.disable(actor, commune_id, account, reason=reason)
                done = _("The account is locked. Nobody can sign in with it.")
            elif what == "unlock":
                services.enable(actor, commune_id, account, reason=reason)
                done = _("The account is open again.")
            else:
                services.sign_out_everywhere(work, actor, account, reason=reason)
                done = _("Every session of the account has ended.")
            return back, done

        if not errors:
            try:
                return submit(request, actor, commune_id, f"account.{what}", act)
            except Refused as refusal:
                errors = sentences(refusal, "reason")
    context = {"account": account, "what": what, "values": request.POST.dict(), "errors": errors, "back": back}
    return render(request, "access/admin/lock.html", context, status=422 if errors else 200)
