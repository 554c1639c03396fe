"""Pads of slips: made and printed at the desk, linked to what is written for the person who holds one."""

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
from thonso.core.access.pages.shared import Done, sentences, submit
from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.work import Work, transact
from thonso.core.units.services import hamlets
from thonso.dossiers.access import by_code
from thonso.dossiers.access import draft as open_draft
from thonso.dossiers.views.papers import pdf
from thonso.outreach import access
from thonso.outreach.services import pads


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def slip_pads(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune = access.pad_commune(actor)
    places = list(hamlets(commune.pk))
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        hamlet = next((one for one in places if str(one.pk) == request.POST.get("hamlet")), None)
        typed = request.POST.get("sheets", "").strip()
        sheets = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0

        def act(work: Work) -> Done:
            pads.make(work, actor, commune, hamlet, sheets)
            return reverse("outreach:slip_pads"), _("The pad is made. Print it now.")

        try:
            return submit(request, actor, commune.pk, "slip_pad.make", act)
        except Refused as refusal:
            errors = sentences(refusal, "sheets")
    context = {
        "rows": pads.newest(commune),
        "hamlets": [(str(one.pk), one.full_name) for one in places],
        "values": request.POST.dict(), "errors": errors,
    }  # fmt: skip
    return render(request, "outreach/slip_pads.html", context, status=422 if errors else 200)


@audience("staff")
@never_cache
@require_GET
def print_pad(request: HttpRequest, pad_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    pad = access.pad(actor, pad_id)
    content = pads.render(pad)  # before the transaction: drawing is slow
    with transact(pad.commune_id) as work:
        pads.printed(work, actor, pad)
    return pdf(content, f"phieu-in-san-{pad.made_at:%y%m%d}")


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
def for_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The helper or the desk types or scans the slip that the person takes home; then back to the check page."""
    actor = actor_of(request)
    draft = open_draft(actor, draft_id)
    if draft.channel not in {"assisted", "desk", "post"}:
        raise Absent
    back = reverse("dossiers:check_answers", args=[draft.pk])

    def link(work: Work) -> Done:
        slip = pads.link_draft(work, actor, draft, request.POST.get("slip", ""))
        return back, _("The slip %(code)s follows this dossier once it is sent.") % {"code": slip.code}

    return _link_page(
        request, draft.commune_id, link, back, pads.codes_of_draft(draft.pk), assisted=draft.channel == "assisted"
    )


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def for_dossier(request: HttpRequest, code: str) -> HttpResponse:
    """A slip that was given before, linked to a dossier that is here: whoever holds it can follow from now on."""
    actor = actor_of(request)
    commune = access.pad_commune(actor)
    dossier = by_code(actor, code, "print")
    if dossier.commune_id != commune.pk:
        raise Absent
    back = reverse("dossiers:detail", args=[dossier.code])

    def link(work: Work) -> Done:
        slip = pads.link_dossier(work, actor, dossier, request.POST.get("slip", ""))
        return back, _("The slip %(code)s follows this dossier.") % {"code": slip.code}

    return _link_page(request, dossier.commune_id, link, back, pads.codes_of(dossier.pk), assisted=False)


def _link_page(
    request: HttpRequest, commune_id: UUID, link: Any, back: str, there: list[str], *, assisted: bool
) -> HttpResponse:
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            return submit(request, actor_of(request), commune_id, "slip.link", link)
        except Refused as refusal:
            errors = sentences(refusal, "slip")
    base = "web/base_hamlet.html" if assisted else "web/base_desk.html"
    context = {"back": back, "there": there, "values": request.POST.dict(), "errors": errors, "base": base}
    return render(request, "outreach/link_slip.html", context, status=422 if errors else 200)
