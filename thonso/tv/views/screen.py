"""What the TV's browser opens: a code until it is paired, then what there is to show, and short streams of what changed.

Short, because a process on SQLite has one thread: each answer ends at once and the browser comes back
(docs/decisions/011-short-event-streams.md).
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.audience import audience
from thonso.core.base.clock import local, now
from thonso.core.web.words import day, spaced
from thonso.tv import drawing, paired
from thonso.tv.device import TV

EVERY, EVERY_PAIRING = 15_000, 3_000  # milliseconds between two streams


@audience("public")
@never_cache
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    shown = TV.of(request)
    if shown is None:
        return _pairing(request)
    at = local(now())
    page = {
        "drawn": drawing.drawn(shown), "now": drawing.milliseconds(), "clock": f"{at:%H:%M}",
        "day": day(at.date(), "long"), "version": drawing.version(),
    }  # fmt: skip
    response = render(request, "tv/screen.html", page)
    response.headers["X-Tv-Shows"] = "1"  # its worker keeps this page, and none with a code
    TV.renew(request, response)
    return response


@audience("public")
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """What lets a TV that is switched on without a net show what it last showed (frontend/worker/tv.ts)."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _script() -> str:
    found = finders.find("dist/tv-sw.js")
    assert isinstance(found, str), "dist/tv-sw.js is not built: make frontend"
    return Path(found).read_text(encoding="utf-8")


def _pairing(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # A strict cookie stays behind when a link of another site leads here: asked once more, it comes along. A new one in
        # its place would lose the TV.
        return HttpResponse(headers={"Refresh": "0; url=" + request.path})
    waiting, secret = TV.waiting(request), ""
    if waiting is None:
        waiting, secret = TV.ask(request)
    page = {"code": spaced(waiting.code, 3), "address": f"{settings.PUBLIC_URL.split('//')[-1]}/thon/tv/"}
    response = render(request, "tv/pairing.html", page)
    if secret:
        TV.remember(response, secret)
    return response


@audience("public")
@never_cache
@require_GET
def stream(request: HttpRequest) -> HttpResponse:
    """One event where something has changed since `Last-Event-ID`, else a comment; then the end."""
    shown = TV.of(request)
    if shown is None:
        # Waiting for its code to be typed; or there is none any more (taken out, or the code has run out): a new page.
        return _sent("" if TV.waiting(request) else "event: pair\ndata: 1\n\n", EVERY_PAIRING)
    paired.seen(shown)
    drawn = drawing.drawn(shown)
    if request.headers.get("Last-Event-ID") == drawn.id:
        return _sent("", EVERY)
    response = _sent(f"event: content\nid: {drawn.id}\ndata: {drawn.event()}\n\n", EVERY)
    TV.renew(request, response)
    return response


def _sent(event: str, retry: int) -> HttpResponse:
    body = f"retry: {retry}\n\n{event or ': nothing new' + chr(10) * 2}"
    return HttpResponse(body, content_type="text/event-stream; charset=utf-8")
