"""Errors as a person sees them: what happened, that nothing is half-done, and what to do next.

`respond` turns an exception into the page (or problem+json); Django's handlers for 400, 403, 404, 500 and CSRF end here
too. Pages of 500 and 503 are drawn without the database, which may be what is failing.
"""

import errno
import logging
import secrets
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.middleware import wants_json
from thonso.core.access.shared import shared_of
from thonso.core.base.errors import DomainError, StepUpNeeded, TooMany
from thonso.core.web import ended, links, problems

log = logging.getLogger("thonso.web")
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
RESEND_FIELDS, RESEND_SIZE = 300, 200_000
# Never written back into a page, not even the person's own.
_SECRET_PARTS = ("password", "secret", "otp", "code", "token", "key", "credential")


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    text: str
    next: str = ""
    icon: str = "warning"


def words_for(status: int) -> Words:
    return {
        400: lambda: Words(
            _("This request is not understood"),
            _("What was sent is not complete or not of the right form. Nothing has been changed."),
            _("Go back to the page before and try again."),
        ),
        403: lambda: Words(
            _("This is not open to your account"),
            _("Nothing has been changed."),
            _("If it is your work, ask the commune's administrator for the right post."),
            "lock",
        ),
        404: lambda: Words(
            _("This page is not here"),
            _("The address may be mistyped, or the page is not for this account."),
            _("Check the address, or start again from the front page."),
            "search",
        ),
        405: lambda: Words(_("This is not possible here"), _("Nothing has been changed.")),
        409: lambda: Words(
            _("This has just changed"),
            _("Someone has dealt with it since you opened the page, or the page is old. Nothing has been changed now."),
            _("Open it again to see where it stands."),
            "refresh",
        ),
        413: lambda: Words(
            _("What was sent is too large"),
            _("Nothing has been changed."),
            _("Choose a smaller file, or take the photo again, and send once more."),
            "upload",
        ),
        422: lambda: Words(
            _("This cannot be accepted yet"),
            _("Something is missing or not right. Nothing has been changed."),
            _("Go back, correct it, and send again."),
        ),
        429: lambda: Words(
            _("Too many tries"), _("To keep everyone safe, please wait a little before the next try."), "", "clock"
        ),
        500: lambda: Words(
            _("Something went wrong on the server"),
            _("The fault is ours, not yours. What was sent before is still there; this last step was not carried out."),
            _("Try again in a few minutes. If it happens again, call the office and give them the code below."),
        ),
        503: lambda: Words(
            _("This cannot be done right now"),
            _("Nothing is lost: what was sent before is still there, and this step has not been carried out."),
            _("Please try again in a minute."),
            "clock",
        ),
    }.get(status, lambda: Words(_("This is not possible"), _("Nothing has been changed.")))()


def respond(request: HttpRequest, error: BaseException) -> HttpResponse:
    """The answer to an exception that a view let through."""
    if isinstance(error, DomainError):
        return _of_domain_error(request, error)
    if is_passing(error):
        log.warning("not possible now: %s %s: %s", request.method, request.path, error)
        return answer(request, 503, retry_after=30)
    return _unforeseen(request)


def is_passing(error: BaseException | None) -> bool:
    """A locked or absent database, a full disk: the same request may succeed later, and nothing of it was kept."""
    return isinstance(error, (OperationalError, InterfaceError)) or (isinstance(error, OSError) and error.errno in FULL)


def _of_domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    said = words_for(error.status)
    if wants_json(request):
        return problems.of_domain_error(error, said.text)
    retry = error.retry_after if isinstance(error, TooMany) else 30 if error.status == 503 else None
    step_up = links.find("step_up") if isinstance(error, StepUpNeeded) else ""
    if step_up:
        then = _("Confirm, then do it once more.")
        if _resend(request):
            then = _("Confirm on the page that opens beside this one, come back here, and send once more.")
        said = Words(_("Please confirm that it is you"), said.text, then, "shield")
    return answer(
        request,
        error.status,
        words=said,
        message=str(error.message),
        sentences=[str(text) for found in error.fields.values() for text in found],
        retry_after=retry,
        step_up=step_up,
    )


def answer(
    request: HttpRequest,
    status: int,
    *,
    words: Words | None = None,
    message: str = "",
    sentences: list[str] | None = None,
    retry_after: int | None = None,
    incident: str = "",
    step_up: str = "",
    sign_in: str = "",
    keeps: bool = False,
) -> HttpResponse:
    """The page of an error, or problem+json. `keeps`: what was typed can be sent once more from it."""
    said = words or words_for(status)
    post = ended.post_of(request) if status == 404 else None
    if post:
        ask = _("If you think that this is a mistake, ask the commune's administrator.")
        said, message = Words(_("Your post has ended"), ended.told(post), ask, "lock"), ""
    if wants_json(request):
        response: HttpResponse = problems.problem(status, message or said.text, incident=incident)
    else:
        context = {
            "status": status,
            "words": said,
            "message": message,
            "sentences": sentences or [],
            "incident": incident,
            "step_up": step_up,
            "sign_in": sign_in,
            "minutes": -(-retry_after // 60) if retry_after and status == 429 else 0,
            "back": _back(request),
            "written": ended.written(request) if post else [],
            "resend": _resend(request) if keeps or status in (429, 503) or step_up else [],
            "action": request.get_full_path(),
            "failed": True,
        }
        response = HttpResponse(_page(request, status, context), status=status)
    response.headers["Cache-Control"] = "no-store"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def plain(request: HttpRequest, status: int) -> HttpResponse:
    """For the edge: no session, no account, no database have been looked at yet."""
    said = _("What was sent has characters that cannot be printed. Please type it again and send once more.")
    if request.path.startswith("/api/"):
        return problems.problem(status, said)
    context = {"status": status, "words": words_for(status), "message": said, "failed": True}
    response = HttpResponse(_page(request, status, context, with_shell=False), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, status: int, context: dict[str, Any], *, with_shell: bool = True) -> str:
    if status < 500 and with_shell:
        try:
            return render_to_string("web/error.html", {**context, "base": _base(request)}, request=request)
        except Exception:
            log.exception("the page of an error failed")
    plain = {**context, "base": "web/base_plain.html", "site_css": _asset("site.css"), "site_js": _asset("site.js")}
    return render_to_string("web/error.html", plain)


def _asset(name: str) -> str:
    try:
        return static(f"dist/{name}")
    except ValueError:
        return ""


def _base(request: HttpRequest) -> str:
    """A person at work keeps their shell; everybody else sees the public one."""
    if actor_of(request).is_account:
        if request.path.startswith(("/ban/", "/quan-tri/")):
            return "web/base_desk.html"
        if request.path.startswith("/thon/"):
            return "web/base_hamlet.html"
    return "web/base_public.html"


def _back(request: HttpRequest) -> str:
    """Where they came from, when that was one of our pages."""
    referer = request.headers.get("Referer", "")
    try:
        host = request.get_host()
    except Exception:
        return ""
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={host}):
        return ""
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _resend(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to send once more: the same transaction id makes that safe. Never files or secrets."""
    if request.method != "POST":
        return []
    try:
        rows = [(name, value) for name, values in request.POST.lists() for value in values]
        if request.FILES or len(rows) > RESEND_FIELDS or sum(len(value) for _name, value in rows) > RESEND_SIZE:
            return []
    except Exception:
        return []  # the body itself could not be read
    names = {name.lower() for name, _value in rows} - {"csrfmiddlewaretoken"}
    if any(part in name for name in names for part in _SECRET_PARTS):
        return []
    return [(name, get_token(request) if name == "csrfmiddlewaretoken" else value) for name, value in rows]


def wrong_way(request: HttpRequest, allow: str) -> HttpResponse:
    """An address that only takes what a button sends, opened by itself: an old tab, the address bar after a refusal. It
    leads to the page above it, which has the button; anything else sent to the wrong address gets the page of an error."""
    if request.method in ("GET", "HEAD") and not wants_json(request) and (above := _above(request.path)):
        return HttpResponseRedirect(above)
    response = answer(request, 405)
    response.headers["Allow"] = allow
    return response


def _above(path: str) -> str:
    """The nearest address above that some route answers, the front page aside; '' when there is none."""
    parts = path.strip("/").split("/")
    nearest = (f"/{'/'.join(parts[:length])}/" for length in range(len(parts) - 1, 0, -1))
    return next((one for one in nearest if links.url_of(one)), "")


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form that was sent after its session had ended: signed in again beside it, it is sent as it was typed."""
    then = _("Sign in, and you are back on the page where you were. What you typed must be filled in again.")
    keeps = shared_of(request) is None  # there, whoever reads this may be the next
    if keeps and _resend(request):
        then = _("Sign in on the page that opens beside this one, come back here, and send once more.")
    text = _("Your session has ended, so this was not sent. Nothing has been changed.")
    said = Words(_("Please sign in again"), text, then, "lock")
    return answer(request, 403, words=said, sign_in=links.find("sign_in"), keeps=keeps)


def _unforeseen(request: HttpRequest) -> HttpResponse:
    incident = secrets.token_hex(4)
    log.error("incident %s: %s %s", incident, request.method, request.path)
    return answer(request, 500, incident=incident)


# Django's handlers. config/urls.py names them.


@audience("public")
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


@audience("public")
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403)


@audience("public")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404)


@audience("public")
def server_error(request: HttpRequest) -> HttpResponse:
    """Also reached by what the middleware raised: a refusal or a locked database is still told as what it is."""
    error = sys.exc_info()[1]
    return respond(request, error) if error else _unforeseen(request)


@audience("public")
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    title, text = _("This page has been open for too long"), _("For your safety nothing has been sent.")
    if _from_here(request) and shared_of(request) is None and _resend(request):
        then = _("What you typed is still there: press “Send once more”.")
        if (actor := actor_of(request)).is_account:
            then = _("What you typed is still there: press “Send once more”. It is sent in the name of %(name)s.") % {
                "name": actor.name
            }
        return answer(request, 403, words=Words(title, text, then, "refresh"), keeps=True)
    then = _("Go back, load the page again, and send once more. Cookies must be allowed.")
    return answer(request, 403, words=Words(title, text, then, "refresh"))


def _from_here(request: HttpRequest) -> bool:
    """A browser says truly from which site a form was sent; without that word, or from elsewhere, nothing is sent on."""
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    except Exception:
        return False
