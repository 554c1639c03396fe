"""Whom this installation believes: authorities, revocation lists, the time-stamp authority. The administrator's page."""

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access import limits, stepup
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import DomainError, Refused, Unavailable
from thonso.core.signatures import access, stamping
from thonso.core.signatures.services import trusting
from thonso.core.signatures.views.keys import FRESH


@audience("admin")
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    access.require_trust(actor_of(request))
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    found = trusting.all_trusted()
    context = {
        "authorities": [one for one in found if one.kind != "crl"],
        "lists": [one for one in found if one.kind == "crl"],
        "late": [one for one in found if one.kind == "crl" and one.over],
        "unusable": trusting.unusable(),
        "tsa": stamping.address(),
        **more,
    }
    return render(request, "signatures/trust.html", context, status=status)


@audience("admin")
@never_cache
@require_http_methods(["POST"])
def add(request: HttpRequest) -> HttpResponse:
    """First press: what the file is. Second press, for a root with its published fingerprint: believed."""
    actor = actor_of(request)
    commune_id = access.require_trust(actor)
    if not stepup.is_fresh(request, FRESH):
        return HttpResponseRedirect(stepup.confirm_url(request, reverse("signatures:trust")))
    try:
        data = _given(request)
        made = trusting.look(data)
    except Refused as refusal:
        return _page(request, status=422, errors=refusal.fields)
    errors: dict[str, Any] = {}
    status = 200
    if request.POST.get("sure"):
        try:
            trusting.add(commune_id, actor.ref, data, expected=request.POST.get("fingerprint", ""))
        except DomainError as refusal:
            errors, status = refusal.fields or {"fingerprint": [refusal.message]}, refusal.status
        else:
            messages.success(request, _("Believed from now on: %(name)s.") % {"name": made.name})
            return redirect("signatures:trust")
    context = {
        "made": made,
        "errors": errors,
        "typed": request.POST.get("fingerprint", ""),
        "body": base64.b64encode(data).decode(),
    }
    return render(request, "signatures/trust_add.html", context, status=status)


def _given(request: HttpRequest) -> bytes:
    uploaded = request.FILES.get("file")
    if uploaded is not None:
        if (uploaded.size or 0) > trusting.LARGEST:
            raise Refused(fields={"file": [_("This file is too large for a certificate or a revocation list.")]})
        read: bytes = uploaded.read()
        return read
    try:
        again = base64.b64decode(request.POST.get("body", ""), validate=True)
    except (binascii.Error, ValueError):
        again = b""
    if not again:
        raise Refused(fields={"file": [_("Please choose a file.")]})
    return again


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, wanted: str) -> HttpResponse:
    actor = actor_of(request)
    commune_id = access.require_trust(actor)
    made = trusting.by_fingerprint(wanted)
    if not stepup.is_fresh(request, FRESH):
        return HttpResponseRedirect(stepup.confirm_url(request, request.path))
    errors: dict[str, Any] = {}
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            trusting.remove(commune_id, actor.ref, wanted, reason)
        except Refused as refusal:
            errors = {field: [refusal.message] for field in refusal.fields}
        else:
            messages.success(request, _("Believed no longer: %(name)s.") % {"name": made.name})
            return redirect("signatures:trust")
    context = {"made": made, "errors": errors, "reason": reason}
    return render(request, "signatures/trust_remove.html", context, status=422 if errors else 200)


@audience("admin")
@never_cache
@require_http_methods(["POST"])
def try_stamp(request: HttpRequest) -> HttpResponse:
    """Ask the time-stamp authority for one stamp, and show what it said."""
    actor = actor_of(request)
    access.require_trust(actor)
    limits.hit(f"stamp-try:{actor.ref.id}", 20, 600)
    try:
        return _page(request, stamp=stamping.try_it())
    except Unavailable as refusal:
        return _page(request, stamp_trouble=refusal.message)
