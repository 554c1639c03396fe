"""How long a session lives: it ends after being idle, and at the end of a day whatever is done in it.

Django knows only one age, renewed by each write. Here the first moment stays in the session, and the last one is
written at most once a minute, so that reading pages does not become writing rows.
"""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from thonso.core.access.actors import actor_of
from thonso.core.access.models import Account
from thonso.core.access.roles import SECOND_FACTOR_ROLES
from thonso.core.access.shared import shared_of

BEGAN, SEEN, SHARED = "access.began", "access.seen", "access.shared"
# (idle, absolute) in seconds. A resident keeps it for a day on their phone; who opens other people's affairs does not.
RESIDENT = (2 * 3600, 12 * 3600)
OFFICIAL = (30 * 60, 10 * 3600)
# On a PC for everybody, whoever it is: the page asks earlier, but a script can be stopped.
ON_SHARED_PC = (3 * 60, 3600)
_now = time.time


def is_over(request: HttpRequest) -> bool:
    """Did this session outlive its limit? Also moves its last moment on."""
    if getattr(request, "api_token", None) is not None:
        return False
    shared = _on_shared_pc(request)
    if not isinstance(request.user, Account) and not (shared and not request.session.is_empty()):
        return False
    at = _now()
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None:
        begin(request)
        return False
    if shared and SHARED not in request.session:
        request.session[SHARED] = True  # the PC became one for everybody after somebody had come in
    idle, absolute = (
        ON_SHARED_PC if shared else OFFICIAL if actor_of(request).has_any(SECOND_FACTOR_ROLES) else RESIDENT
    )
    if at - seen > idle or at - began > absolute:
        return True
    if at - seen > min(60, idle / 6):
        request.session[SEEN] = at
    return False


def _on_shared_pc(request: HttpRequest) -> bool:
    """The session says so itself too: a strict cookie stays behind where a link of another site leads here."""
    return shared_of(request) is not None or began_on_shared_pc(request)


def began_on_shared_pc(request: HttpRequest) -> bool:
    return bool(request.session.get(SHARED))


# What is answered to a form that was sent after its session had ended; the pages that can say it stand above this part.
_tellers: list[Callable[[HttpRequest], HttpResponse]] = []


def tell_of_end_by(teller: Callable[[HttpRequest], HttpResponse]) -> None:
    _tellers[:] = [teller]


def told_of_end(request: HttpRequest) -> HttpResponse | None:
    return _tellers[0](request) if _tellers else None


def end(request: HttpRequest) -> None:
    logout(request)


def begin(request: HttpRequest) -> None:
    """At sign-in: a new first moment, whatever the session held before."""
    request.session[BEGAN] = request.session[SEEN] = _now()
    if shared_of(request) is not None:
        request.session[SHARED] = True
