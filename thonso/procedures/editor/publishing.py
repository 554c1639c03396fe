"""What differs from the published version, and publishing from a day on, behind a proof of identity."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, confirmed, id_of, read_day, sentences, submit
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work
from thonso.procedures import access as catalogue
from thonso.procedures import reading, services
from thonso.procedures.editor import access, comparing, drafts, problems
from thonso.procedures.editor.drafts import MovedOn, source_of
from thonso.procedures.editor.editing import closed, revision_of
from thonso.procedures.editor.ordering import told_moved_on
from thonso.procedures.models import WorkingCopy


def _told(copy: WorkingCopy) -> dict[str, Any]:
    """What the pages of comparing and publishing share."""
    source, offered = source_of(copy), access.offered_now(copy)
    before = dict(catalogue.pinned(offered.pk).raw) if offered else None
    found = comparing.compare(before, source) if before else []
    return {
        "copy": copy, "source": source, "offered": offered, "count": len(found), "differences": comparing.titled(found),
        "moved": bool(copy.base and offered and offered.pk != copy.base_id), "wrong": problems.of(source),
    }  # fmt: skip


@audience("admin")
@never_cache
@require_GET
def compare(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    copy = access.working_copy(actor_of(request), copy_id)
    if copy.state != WorkingCopy.State.OPEN:
        return closed(request, copy)
    return render(request, "procedures/editor/compare.html", _told(copy))


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """From a day on. What rests on memory becomes a version that waits to be verified, outside the demo."""
    actor = actor_of(request)
    copy = access.working_copy(actor, copy_id)
    if copy.state != WorkingCopy.State.OPEN and request.method == "GET":
        return closed(request, copy)
    first = confirmed(request)
    if first:
        return first
    told = _told(copy)
    checks = [] if told["wrong"] else list(reading.check(told["source"]).checks)
    waits = bool(checks) and services.is_strict()
    errors: dict[str, list[Any]] = {}
    values = {"day": f"{today() + timedelta(days=1):%d/%m/%Y}"}
    if request.method == "POST":
        values = request.POST.dict()
        day = None if waits else read_day(values.get("day", ""), errors, "day")
        if day is None and not waits and not errors:
            errors["day"] = [_("Give the day.")]
        revision, against = revision_of(request), id_of(values.get("against", ""))

        def act(work: Work) -> Done:
            made = drafts.make_version(work, actor.ref, copy, revision, day, against=against)
            words = _("Kept as a version. Verify each value, then publish it.") if day is None else _(
                "Dossiers are taken from %(day)s on.") % {"day": f"{day:%d/%m/%Y}"}  # fmt: skip
            return reverse("procedures:version", args=[made.pk]), words

        try:
            if not errors:
                return submit(request, actor, copy.commune_id, "procedure.make", act)
        except MovedOn as moved:
            return _moved_on(request, copy_id, revision, moved)
        except Refused as refusal:
            errors = sentences(refusal, "day")
    context = {**told, "checks": checks, "waits": waits, "values": values, "errors": errors}
    return render(request, "procedures/editor/publish.html", context, status=422 if errors else 200)


def _moved_on(request: HttpRequest, copy_id: UUID, revision: int, moved: MovedOn) -> HttpResponse:
    """409: the copy, or the version it would replace, is another one now."""
    copy = access.working_copy(actor_of(request), copy_id)
    if copy.state != WorkingCopy.State.OPEN or copy.revision != revision:
        return told_moved_on(request, copy, revision, reverse("procedures:copy_publish", args=[copy.pk]))
    return render(request, "procedures/editor/compare.html", {**_told(copy), "said": moved.message}, status=409)
