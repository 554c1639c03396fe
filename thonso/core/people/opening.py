"""The reason somebody gave to save a record also opens it afterwards: once, shortly, that one page; journalled as always.

It waits in the session, which is sealed: nothing in an address or a history opens a record.
"""

from typing import Final

from django.http import HttpRequest

from thonso.core.base.clock import now

SESSION: Final = "opens_next"
LASTS: Final = 60  # seconds: as long as a slow line needs to follow to the page


def carry(request: HttpRequest, url: str, purpose: str) -> None:
    """The page at `url` may be opened next under this purpose. Who signs in gets a session without it."""
    request.session[SESSION] = [url, purpose, now().timestamp()]


def carried(request: HttpRequest) -> str:
    """The purpose with which this page was just left for; '' when there is none. It is used up either way."""
    url, purpose, at = request.session.pop(SESSION, ["", "", 0])
    return purpose if url == request.path and now().timestamp() - at <= LASTS else ""
