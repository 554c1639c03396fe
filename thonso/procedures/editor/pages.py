"""Working copies: the list, beginning one from a version or a file, one with its parts, its history, dropping it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, commune_of, download, sentences, submit
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work
from thonso.procedures import access as catalogue
from thonso.procedures.editor import access, comparing, drafts, drawing, files, layout, problems
from thonso.procedures.editor.drafts import MovedOn, source_of
from thonso.procedures.editor.editing import closed, revision_of
from thonso.procedures.editor.ordering import told_moved_on
from thonso.procedures.models import WorkingCopy


@audience("admin")
@never_cache
@require_GET
def copies(request: HttpRequest) -> HttpResponse:
    commune, found = access.open_copies(actor_of(request))
    names = access.names_of([one.changed_by for one in found])
    rows = []
    for one in found:
        source = source_of(one)
        rows.append({"copy": one, "name": source["name"], "label": source["version"], "who": names.get(one.changed_by, ""),
                     "wrong": len(problems.of(source))})  # fmt: skip
    return render(request, "procedures/editor/copies.html", {"commune": commune, "rows": rows})


@audience("admin")
@require_POST
def start(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """A working copy of a version."""
    actor = actor_of(request)
    base, commune_id = access.version(actor, version_id)
    source = dict(catalogue.pinned(base.pk).raw)

    def act(work: Work) -> Done:
        made = drafts.start(work, actor.ref, commune_id, source, base)
        return reverse("procedures:copy", args=[made.pk]), _("Copied. The published version stays as it is.")

    return submit(request, actor, commune_id, "procedure.copy", act)


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A working copy out of a file that another commune exported."""
    actor = actor_of(request)
    commune = commune_of(actor, "edit", "working_copy")
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            if given is None:
                raise Refused(fields={"file": [_("Choose the file of a procedure.")]})
            source = files.read(given.read(files.LARGEST + 1))

            def act(work: Work) -> Done:
                made = drafts.start(work, actor.ref, commune.pk, source, None)
                return reverse("procedures:copy", args=[made.pk]), _("Read in. Nothing is published yet.")

            return submit(request, actor, commune.pk, "procedure.import", act)
        except Refused as refusal:
            errors = sentences(refusal, "file")
    context = {
        "commune": commune,
        "errors": errors,
        "transaction": "" if errors else request.POST.get("transaction_id", ""),
    }
    return render(request, "procedures/editor/import.html", context, status=422 if errors else 200)


@audience("admin")
@never_cache
@require_GET
def copy(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Its parts, what has to be mended, and what can be done with it."""
    found = access.working_copy(actor_of(request), copy_id)
    if found.state != WorkingCopy.State.OPEN:
        return closed(request, found)
    source = source_of(found)
    wrong = problems.of(source)
    told = dict(problems.by_place(wrong))
    rows = [{"part": layout.PARTS[at], "summary": drawing.summary(layout.PARTS[at], source), "wrong": told.get(at, [])}
            for at in layout.ORDER]  # fmt: skip
    offered = access.offered_now(found)
    changed = len(comparing.compare(dict(catalogue.pinned(offered.pk).raw), source)) if offered else 0
    names = access.names_of([found.changed_by])
    context = {"copy": found, "source": source, "rows": rows, "wrong": wrong, "rest": told.get("", []),
               "offered": offered, "changed": changed, "who": names.get(found.changed_by, "")}  # fmt: skip
    return render(request, "procedures/editor/copy.html", context)


@audience("admin")
@never_cache
@require_GET
def history(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Who changed what, newest first; each earlier state can be taken up again."""
    found = access.working_copy(actor_of(request), copy_id)
    texts = access.history(found)
    names = access.names_of([one.changed_by for one in texts])
    rows = []
    for one, before in zip(texts, [*texts[1:], None], strict=True):
        told = comparing.compare(source_of(before), source_of(one)) if before else []
        rows.append({"text": one, "who": names.get(one.changed_by, ""), "differences": told, "begun": before is None})
    context = {"copy": found, "rows": rows, "source": source_of(found), "open": found.state == WorkingCopy.State.OPEN}
    return render(request, "procedures/editor/history.html", context)


@audience("admin")
@require_POST
def go_back(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = access.working_copy(actor, copy_id)
    revision, to = revision_of(request), request.POST.get("to", "")
    back = reverse("procedures:copy_history", args=[found.pk])

    def act(work: Work) -> Done:
        if not (to.isascii() and to.isdigit() and len(to) < 8):
            raise Refused(_("There is no such earlier state."))
        drafts.go_back(work, actor.ref, found, revision, int(to))
        return reverse("procedures:copy", args=[found.pk]), _("Taken back.")

    try:
        return submit(request, actor, found.commune_id, "procedure.back", act)
    except MovedOn:
        found.refresh_from_db()
        return told_moved_on(request, found, revision, back)


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = access.working_copy(actor, copy_id)
    if found.state != WorkingCopy.State.OPEN and request.method == "GET":
        return closed(request, found)
    if request.method == "POST":
        revision = revision_of(request)

        def act(work: Work) -> Done:
            drafts.drop(work, actor.ref, found, revision)
            return reverse("procedures:copies"), _("The working copy was thrown away.")

        try:
            return submit(request, actor, found.commune_id, "procedure.drop", act)
        except MovedOn:
            found.refresh_from_db()
            return told_moved_on(request, found, revision, reverse("procedures:copy", args=[found.pk]))
    return render(request, "procedures/editor/drop.html", {"copy": found, "source": source_of(found)})


@audience("admin")
@require_GET
def export(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """A working copy as a file; only a sound one, since another commune takes no other."""
    found = access.working_copy(actor_of(request), copy_id)
    source = source_of(found)
    if problems.of(source):
        raise Refused(_("Something has to be mended first. Each place is named on the page of the working copy."))
    content, ending = files.write(source)
    return download(content, f"{source['code']}-{source['version']}.{ending}", "application/octet-stream")


@audience("admin")
@require_GET
def export_version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    found, _commune_id = access.version(actor_of(request), version_id)
    content, ending = files.write(dict(catalogue.pinned(found.pk).raw))
    return download(content, f"{found.procedure.code}-{found.version}.{ending}", "application/octet-stream")
