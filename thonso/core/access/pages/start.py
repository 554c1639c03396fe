"""The slip's other end: somebody without a password yet types the code, or scans it, and sets one.

The log names the path of whatever goes wrong, so the code is never part of one: the QR of the slip carries it in the
query, and from there on it is in the session.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access import limits, services
from thonso.core.access.actors import actor_of_account
from thonso.core.access.audience import audience
from thonso.core.access.services.starting import typed
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.ids import stable_id

CODE = "access.start"


@audience("public")
@never_cache
@require_http_methods(["GET", "POST"])
def start_code(request: HttpRequest) -> HttpResponse:
    """The code as it was scanned, or typed by who cannot scan."""
    errors: dict[str, list[Any]] = {}
    asked = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" or "code" in asked:
        limits.hit(f"start:{limits.network(request)}", 60, 600)
        code = asked.get("code", "")
        try:
            services.account_to_start(code)
            request.session[CODE] = typed(code)
            return redirect("access_start")
        except Absent as absent:
            errors = {"code": [absent.message]}
    context = {"errors": errors, "values": asked.dict()}
    return render(request, "access/start_code.html", context, status=422 if errors else 200)


@audience("public")
@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    limits.hit(f"start:{limits.network(request)}", 60, 600)
    code = request.session.get(CODE, "")
    account = services.account_to_start(code)
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        password = request.POST.get("password", "")
        if password != request.POST.get("again", ""):
            errors["again"] = [_("The two passwords differ. Type the same one twice.")]
        else:
            try:
                commune_id = actor_of_account(account).home_commune() or stable_id("commune", settings.COMMUNE_CODE)
                services.start(commune_id, code, password)
                request.session.pop(CODE, None)
                messages.success(request, _("Your password is set. Sign in with it now."))
                return redirect("account_login")
            except Refused as refusal:
                errors = dict(refusal.fields) or {"password": [refusal.message]}
    return render(request, "access/start.html", {"account": account, "errors": errors}, status=422 if errors else 200)
