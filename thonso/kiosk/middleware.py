"""At the edge of a shared PC: what is its, what it does not open, and that no answer stays in its browser."""

import re
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from thonso.core.access import gate, sessions
from thonso.core.access.actors import actor_of, forget
from thonso.core.access.roles import HAMLET_ROLES, STAFF_ROLES
from thonso.core.access.shared import shared_of
from thonso.kiosk import device, services
from thonso.tv import paired

OPEN: Final = frozenset({"public", "signed_in", "citizen"})
# Public, because they are the same for everybody; but the application of a helper's phone keeps things on the device.
_KEEPS: Final = ("offline:", "tv:")
_WORK: Final = (*STAFF_ROLES, *HAMLET_ROLES, "administrator", "observer")
# Names and phones that a browser would offer to the next one; windows that would stay open behind this one.
_OFFERS: Final = re.compile(rb'\s(?:autocomplete|target)="[^"]*"')
_FORM: Final = re.compile(rb"<form\b")
_ENDS: Final = ("kiosk:done", "account_logout")
FORGET: Final = '"cache", "storage"'


class KioskMiddleware:
    """Stands outside the session, so that it has the last word about cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        row = device.KIOSK.of(request)
        if row is None:
            response = self.get_response(request)
            if response.headers.get("Clear-Site-Data") == FORGET:
                _drop_cookies(request, response)
            return response
        request.shared_pc = device.shared(row)  # type: ignore[attr-defined]
        paired.seen(row)
        response = self.get_response(request)
        if _is_a_file(response):
            response = _not_here(request, "kiosk/no_files.html")
        _leave_nothing(request, response)
        device.KIOSK.renew(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if shared_of(request) is None:
            return end(request) if _was_taken_back(request, name) else None
        if request.method == "POST" and name in _ENDS:
            # No token is asked for: a page that lay open too long must end all the same, and the strict cookie says that it was
            # sent from here.
            return end(request)
        if name == "web:home":
            return HttpResponseRedirect(device.HOME)
        if actor_of(request).has_any(_WORK):
            # However they came in: nothing of other people's affairs is opened where everybody sits down next.
            end(request)
            return _forgetting(_not_here(request))
        if name.startswith(_KEEPS) or OPEN.isdisjoint(gate.audiences_of(view, name) or OPEN):
            return _not_here(request)
        return None


def end(request: HttpRequest) -> HttpResponse:
    """Somebody's turn is over: signed out, nothing kept here of the session, and the browser forgets."""
    logout(request)
    forget(request)
    if here := shared_of(request):
        services.end_turn(here.id)
    return _forgetting(HttpResponseRedirect(device.HOME))


def _was_taken_back(request: HttpRequest, name: str) -> bool:
    """It is no shared PC any more, and somebody who came in while it was one is done, or back at its first page.

    No token is asked for here either: another site's form brings no session along, and its link is asked for once more.
    """
    if name == "kiosk:home":
        ends = request.headers.get("Sec-Fetch-Site") != "cross-site"
    else:
        ends = name == "kiosk:done" and request.method == "POST"
    return ends and sessions.began_on_shared_pc(request)


def _forgetting(response: HttpResponse) -> HttpResponse:
    response.headers["Clear-Site-Data"] = FORGET
    return response


def _is_a_file(response: HttpResponse) -> bool:
    """What a browser would save, or show in a window of its own in which no script of ours looks at the clock."""
    kind = response.headers.get("Content-Type", "")
    return response.status_code == 200 and (
        "attachment" in response.headers.get("Content-Disposition", "") or kind.startswith("application/pdf")
    )


def _not_here(request: HttpRequest, template: str = "kiosk/not_here.html") -> HttpResponse:
    return render(request, template, status=403)


def _drop_cookies(request: HttpRequest, response: HttpResponse) -> None:
    for name in {*request.COOKIES, *response.cookies} - {device.KIOSK.cookie}:
        response.delete_cookie(name)


def _leave_nothing(request: HttpRequest, response: HttpResponse) -> None:
    response.headers["Cache-Control"] = "no-store, private"
    if response.status_code >= 500:
        response.headers["Refresh"] = f"30; url={device.HOME}"  # drawn without the frame, so without the clock
    mine = device.KIOSK.cookie
    if "Clear-Site-Data" in response.headers:
        _drop_cookies(request, response)
    for name, cookie in response.cookies.items():
        if name != mine and cookie["max-age"] != 0:
            cookie["max-age"] = cookie["expires"] = ""  # gone with the browser at the latest
    if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
        plain = _OFFERS.sub(b"", response.content)
        response.content = _FORM.sub(b'<form autocomplete="off"', plain)
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))
