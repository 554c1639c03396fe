"""Pages of nobody's wing: front page, help, gallery of components; what machines ask: health, metrics, robots."""

import ipaddress
import tempfile
from pathlib import Path
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.roles import HAMLET_ROLES, STAFF_ROLES
from thonso.core.base import append_only
from thonso.core.web import aloud, begun, figures, first_steps, gallery, links, metrics
from thonso.core.web.context import Shell

_PRIVATE = ("/ban/", "/thon/", "/quan-tri/", "/tai-khoan/", "/tra-cuu/", "/api/", "/chi-bo/")


def _tiles() -> list[dict[str, Any]]:
    """The four most useful pages that are there; a tile never leads nowhere."""
    help_ = links.find("help")
    wanted = (
        (links.find("procedures"), "document", _("File a dossier"),
         _("In the hamlet with someone to help, or by yourself on a phone")),
        (links.find("track"), "search", _("Follow a dossier"), _("Type the code and the key on your slip, or scan its QR")),
        (links.find("support_points"), "house", _("Digital support points"),
         _("Who helps in your hamlet, and when")),
        (links.find("market"), "farm", _("Produce of the commune"),
         _("Mandarins, mangoes, bananas: prices and sellers")),
        (links.find("verify"), "shield", _("Check a signed paper"), _("Is it genuine, unchanged, and still in force?")),
        (links.find("learning"), "book", _("Learn digital skills"), _("Short lessons, with sound")),
        (help_, "help", _("Help and contact"), _("Questions people ask, office hours, telephone")),
    )  # fmt: skip
    there = [dict(zip(("url", "icon", "title", "text"), tile, strict=True)) for tile in wanted if tile[0]]
    return there[:4]


@audience("public")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    visitor = getattr(request, "api_token", None) is not None  # as a token is on every public page
    context = {
        "tiles": _tiles(),
        "search_url": links.find("procedures"),
        "begun": [] if visitor else begun.shown(actor_of(request)),
        "figures": figures.shown(Shell(request).commune_id),
    }
    return render(request, "web/home.html", context)


@audience("admin")
@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """The administrator's first page: the hamlets, as long as there is nothing more urgent."""
    return redirect("people:hamlets")


@audience("public")
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    shell = Shell(request)
    context = {
        "guides": first_steps.guides(shell.actor),
        "base": _frame_of(shell.actor),
    }
    return render(request, "web/help.html", context)


def _frame_of(actor: Actor) -> str:
    """Help keeps the frame one came from, so that the way back to the work stays where it was."""
    if actor.has_any(STAFF_ROLES) or actor.has_any(("administrator",)):
        return "web/base_desk.html"
    return "web/base_hamlet.html" if actor.has_any(HAMLET_ROLES) else "web/base_public.html"


@audience("public")
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, to look at and to test. Not there in production."""
    if not (settings.DEMO or settings.TEST):
        raise Http404
    frame = request.GET.get("khung", "")
    base = {"ban": "web/base_desk.html", "thon": "web/base_hamlet.html"}.get(frame, "web/base_public.html")
    page = {"cau-hoi": "web/gallery_question.html", "ho-so": "web/gallery_dossier.html"}.get(frame, "web/gallery.html")
    shell = {"shell": gallery.SampleShell(request)} if frame else {}
    errors = {} if "khong-loi" in request.GET else gallery.ERRORS
    with aloud.reading(gallery.Spoken() if frame == "cau-hoi" else aloud.Silence()):
        return render(request, page, {"base": base, "errors": errors, **shell, **gallery.samples()})


@audience("public")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is asked, so that a slow database does not restart the server."""
    return _uncached(HttpResponse("ok\n", content_type="text/plain"))


@audience("public")
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations, storage: may this server be given work?"""
    parts = {"database": _database(), "migrations": _migrations(), "storage": _storage(), "triggers": _triggers()}
    ready = all(state == "ok" for state in parts.values())
    return _uncached(JsonResponse({"ready": ready, **parts}, status=200 if ready else 503))


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return "not answering"
    return "ok"


def _triggers() -> str:
    """Append-only tables are held by triggers; without them the server must not be given work."""
    try:
        return "missing" if append_only.missing() else "ok"
    except DatabaseError:
        return "not answering"


_migrated: list[bool] = []


def _migrations() -> str:
    """Looked at until they are done; after that they do not come undone while the process lives."""
    if _migrated:
        return "ok"
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    if waiting:
        return "waiting"
    _migrated.append(True)
    return "ok"


def _storage() -> str:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x" * 4096)
            file.flush()
    except OSError:
        return "cannot be written"
    return "ok"


@audience("public")
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    if not _may_scrape(request):
        raise Http404
    return _uncached(HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8"))


def _may_scrape(request: HttpRequest) -> bool:
    """`Authorization: Token …` (Bearer is for accounts), or this machine; behind a proxy everybody seems to be it."""
    token: str = getattr(settings, "METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Token ")
    if token:
        return compare_digest(token.encode(), given.encode())
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@audience("public")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE), "Allow: /", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def _uncached(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
