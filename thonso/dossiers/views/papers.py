"""PDFs of a dossier: slips drawn on demand, results as they were signed. Never cached, nothing by a guessable address."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access import policy
from thonso.core.access.actors import ANONYMOUS, Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.roles import STAFF_ROLES
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.files.services import open_stored
from thonso.core.journal.work import transact
from thonso.core.papers.sheets import shifted
from thonso.core.units.models import Unit
from thonso.dossiers import access, printing, to_read
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.printing import tables
from thonso.dossiers.printing.printer import printer_of
from thonso.dossiers.printing.slips import draft_of_refusal
from thonso.dossiers.services import results
from thonso.dossiers.views.tracking import SLIPS, tracked_dossier


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def sent(sheet: tables.Sheet, unit: Unit, at: datetime, kind: str, name: str) -> HttpResponse:
    """The sheet as a file: a spreadsheet is kept, a paper is looked at first."""
    if kind == "xlsx":
        response = HttpResponse(tables.xlsx(sheet), content_type=tables.XLSX)
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response
    return pdf(tables.pdf(sheet, unit, at), name)


def file_of(result: Result, actor: Actor, dossier: Dossier) -> HttpResponseBase:
    """The signed file as it is stored, byte for byte; a draft is drawn anew each time, for who opens it."""
    if result.upload is None:
        return pdf(results.preview(result, actor, dossier), f"du-thao-{result.check_code}")
    response = FileResponse(open_stored(result.upload), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(result)}"'
    return response


def file_name(result: Result) -> str:
    """What a person finds again among her downloads, and what tells nobody else what it is about."""
    return f"ket-qua-{slugify(fold(result.number).replace('/', '-')) or result.check_code}.pdf"


@audience("staff", "citizen")
@never_cache
@require_GET
def slip(request: HttpRequest, code: str, kind: str, event_id: UUID) -> HttpResponse:
    """Form 01 to 06, the filing note, the receipt of the result. Printing again is marked on the paper."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    policy.require(actor, "print", dossier)
    return draw(actor, dossier, kind, event_id, request.GET.get("kho", ""))


@audience("staff")
@never_cache
@require_GET
def draft_slip(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Form 03 before it is approved, for whoever decides."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    policy.require(actor, "approve_refusal", dossier)
    content = draft_of_refusal(dossier) if kind == "form03" else None
    if content is None:
        raise access.absent()
    return pdf(content, f"du-thao-{dossier.code}-{kind}")


def draw(actor: Any, dossier: Dossier, kind: str, event_id: UUID, layout: str) -> HttpResponse:
    found = next(
        (
            s
            for s in printing.slips_of(dossier, list(dossier.events.order_by("seq")))
            if s.id == event_id and s.kind == kind
        ),
        None,
    )
    if found is None:
        raise access.absent()
    printer = printer_of(actor, dossier.commune_id)
    layout = "a5x2" if (layout or printer.size) == "a5x2" and kind == "form01" else "a4"
    content = printing.render(dossier, found, layout=layout, copies=printer.copies)
    content = shifted(content, printer.right, printer.down)
    with transact(dossier.commune_id) as work:
        facts = {"paper": kind, "slip": str(event_id), "layout": layout}
        work.note("dossier.printed", actor.ref, Ref("dossier", dossier.pk), facts=facts)
    return pdf(content, f"{dossier.code}-{kind}")


@audience("staff", "citizen")
@never_cache
@require_GET
def result(request: HttpRequest, code: str, result_id: UUID) -> HttpResponseBase:
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    policy.require(actor, "print", dossier)
    found = access.result_of(actor, dossier, result_id)
    if actor.has_any(STAFF_ROLES, dossier.commune_id):
        to_read.note_opened(actor, dossier, found)
    return file_of(found, actor, dossier)


@audience("public")
@never_cache
@require_GET
def tracked_result(request: HttpRequest, code: str, result_id: UUID) -> HttpResponseBase:
    """The owner's copy, for who has shown the key of the dossier; only once it is in force."""
    dossier = tracked_dossier(request, code)
    found = access.result_of(ANONYMOUS, dossier, result_id)
    if found.upload is None:
        raise access.absent()
    return file_of(found, ANONYMOUS, dossier)


@audience("public")
@never_cache
@require_GET
def tracked_slip(request: HttpRequest, code: str) -> HttpResponse:
    """The newest slip of a dossier whose key was shown: the filing note, then the receipt."""
    dossier = tracked_dossier(request, code)
    wanted = [s for s in printing.slips_of(dossier, list(dossier.events.order_by("seq"))) if s.kind in SLIPS]
    if not wanted:
        raise access.absent()
    return draw(actor_of(request), dossier, wanted[-1].kind, wanted[-1].id, "a4")


@audience("signed_in")
@never_cache
@require_GET
def filed_slip(request: HttpRequest, code: str) -> HttpResponse:
    """The filing note, for the browser that has just filed it."""
    actor = actor_of(request)
    if code not in request.session.get("filed_keys", {}):
        raise access.absent()
    dossier = access.by_code(actor, code, "track")
    filed = dossier.events.get(kind="filed")
    return draw(actor, dossier, "filing_note", filed.pk, "a4")
