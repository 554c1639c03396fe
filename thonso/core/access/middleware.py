"""The gate every request passes: who it is, whether the session lives, whether the route is for them, how often."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access import denials, factors, gate, limits, sessions
from thonso.core.access.actors import Actor, actor_of, forget
from thonso.core.access.foreign_routes import ENROL, LIMITS, PROOFS
from thonso.core.access.models import Account
from thonso.core.access.roles import HAMLET_ROLES, SECOND_FACTOR_ROLES
from thonso.core.access.services import account_by_token
from thonso.core.access.stepup import exempt
from thonso.core.base.errors import TooMany
from thonso.core.base.refs import Ref

HAS_FACTOR = "access.has_factor"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
_View = Callable[..., Any]


class GateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.api_token = None  # type: ignore[attr-defined]
        denials.begin()
        browser = request.session
        try:
            refusal = _bearer(request)
            if refusal is not None:
                return refusal
            if sessions.is_over(request):
                sessions.end(request)
                forget(request)
                request.just_ended = True  # type: ignore[attr-defined]
            response = self.get_response(request)
        finally:
            denials.flush()
            if getattr(request, "api_token", None) is not None:
                request.session = browser  # or the cookie of a browser that also sends tokens would be taken away
        if actor_of(request).is_account:
            # What a signed-in person saw must not be found by the next one with the back button.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(
        self, request: HttpRequest, view: _View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else None
        audiences = gate.audiences_of(view, name)
        if not audiences:
            if settings.TEST:
                raise ImproperlyConfigured(f"{request.path}: the view names no audience.")
            raise Http404
        if hasattr(view, "audiences_for"):  # one path of the API, several operations (`access.ninja`)
            audiences = view.audiences_for(request)
        actor = actor_of(request)
        if not gate.admits(audiences, actor) or not _takes_caller(request, audiences):
            _note_unfit(audiences, actor)
            return _not_admitted(request, actor)
        if _was_sent_by_who_is_out(request, name) and (told := sessions.told_of_end(request)):
            return told
        open_ = PROOFS if factors.came_by_code_alone(request) else ENROL
        if name not in open_ and "public" not in audiences and _lacks_factor(request, actor):
            return _enrol(request)
        forged = _forged(request, view)
        if forged is not None:
            return forged
        return _too_often(request, name or "")


def wants_json(request: HttpRequest) -> bool:
    """A program asks: the API, or a page's script. It gets problem+json instead of a page or a redirect."""
    if request.path.startswith("/api/"):
        return True
    accept = request.headers.get("Accept", "")
    return "json" in accept and "text/html" not in accept


def problem(status: int, title: str, detail: str, **headers: str) -> JsonResponse:
    """RFC 9457."""
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )


def _bearer(request: HttpRequest) -> HttpResponse | None:
    """A bearer token replaces the session: a browser never sends one by itself, so no CSRF check is needed."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    token = account_by_token(secret.strip())
    if token is None:
        try:
            limits.hit(f"token:{limits.network(request)}", 60, 60)
        except TooMany as error:
            return problem(429, "Too Many Requests", str(error.message), **{"Retry-After": str(error.retry_after)})
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return problem(401, "Unauthorized", _("The access token is wrong, ended or withdrawn."), **challenge)
    # What is bound to the cookie's session (an assisted session, a pending sign-in) is not this caller's.
    request.session = SessionStore()
    request.user = token.account
    request.api_token = token  # type: ignore[attr-defined]
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    forget(request)
    return None


def _takes_caller(request: HttpRequest, audiences: tuple[str, ...]) -> bool:
    """A token is for the API: pages ask whose a thing is, and not always what the token was limited to."""
    if getattr(request, "api_token", None) is None or request.path.startswith("/api/"):
        return True
    return not {"public", "api"}.isdisjoint(audiences)


def _note_unfit(audiences: tuple[str, ...], actor: Actor) -> None:
    """Whoever tries a door with a post that was lent to the wrong person leaves a trace."""
    for grant in actor.unfit:
        if grant.commune_id and grant.assignment_id and gate.admits(audiences, replace(actor, grants=(grant,))):
            ref = Ref("assignment", grant.assignment_id)
            denials.write_or_wait(grant.commune_id, actor.ref, ref, "open:deny.lent", in_transaction=False)


def _not_admitted(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.is_account:
        raise Http404
    if wants_json(request):
        return problem(401, "Unauthorized", _("Please sign in first."), **{"WWW-Authenticate": "Bearer"})
    if request.method not in SAFE and (told := sessions.told_of_end(request)):
        return told
    # Only a page can be come back to; what was posted is not sent again by itself.
    back = request.get_full_path() if request.method in SAFE else "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def _was_sent_by_who_is_out(request: HttpRequest, name: str | None) -> bool:
    """A form of a public page, sent by an account whose session has just ended: it would not find its draft."""
    if not getattr(request, "just_ended", False) or request.method in SAFE or wants_json(request):
        return False
    return not (name or "").startswith(("access_", "account_", "mfa_"))  # not the pages of signing in and out


def _lacks_factor(request: HttpRequest, actor: Actor) -> bool:
    account = request.user
    if not isinstance(account, Account) or not actor.has_any((*SECOND_FACTOR_ROLES, *HAMLET_ROLES)) or exempt(account):
        return False
    # With the standard that was met: a helper who becomes an official during the day needs what officials need.
    met = f"{account.pk}:{'hamlet' if actor.has_hamlet_post else 'official'}"
    if getattr(request, "api_token", None) is not None or request.session.get(HAS_FACTOR) == met:
        return False
    by_phone = actor.has_hamlet_post and account.phone_verified
    lacks = factors.came_by_code_alone(request) or not (by_phone or factors.has_own(account))
    if not lacks:
        request.session[HAS_FACTOR] = met
    return lacks


def _enrol(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return problem(403, "Forbidden", _("Set up a second factor in your account first."))
    if not factors.came_by_code_alone(request):
        return HttpResponseRedirect(reverse("mfa_index"))
    account = request.user
    if isinstance(account, Account) and not account.has_usable_password():
        # Given a post after signing up by phone. Who holds the phone sets no password: the slip does.
        messages.info(request, factors.needs_slip())
        return HttpResponseRedirect(reverse("access_start_code"))
    back = request.get_full_path() if request.method in SAFE else "/"
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


def _forged(request: HttpRequest, view: _View) -> HttpResponse | None:
    """Views of the API are exempt from Django's check because of tokens; a session must pass it all the same."""
    if not getattr(view, "csrf_exempt", False) or request.method in SAFE:
        return None
    if getattr(request, "api_token", None) is not None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    check = CsrfViewMiddleware(lambda request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, _checked, (), {})


def _checked(request: HttpRequest) -> HttpResponse:
    """Stands for the view in the CSRF check; being a plain function it is not exempt."""
    return HttpResponse()


def _too_often(request: HttpRequest, name: str) -> HttpResponse | None:
    if request.method in SAFE:
        return None
    for limit in LIMITS.get(name, ()):
        who = request.session.session_key if limit.by == "session" else limits.network(request)
        if not who:
            continue  # no session yet: it could not have been guessed in either
        try:
            limits.hit(f"{name}:{limit.by}:{who}", limit.amount, limit.seconds)
        except TooMany as error:
            return too_many(request, error)
    return None


def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    retry = {"Retry-After": str(error.retry_after)}
    if wants_json(request):
        return problem(429, "Too Many Requests", str(error.message), **retry)
    response = render(request, "access/too_many.html", {"message": error.message}, status=429)
    response.headers["Retry-After"] = str(error.retry_after)
    return response
