"""The request printed from its answers, to be signed or fingerprinted on paper and photographed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access import policy
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.refs import Ref
from thonso.core.journal.services import record_read
from thonso.core.units.models import Unit
from thonso.core.units.profile import profile_of
from thonso.dossiers import access, heir, on_paper, people_of, requirements
from thonso.dossiers.printing import heads
from thonso.dossiers.printing.request_sheet import sheet_of
from thonso.dossiers.services import beside, drafts
from thonso.dossiers.services.moves import answers_of
from thonso.dossiers.views.filing.shell import base_of, context_for, of_open_draft, request_to_sign, sheet_to_sign
from thonso.procedures.access import pinned
from thonso.procedures.definition import Definition, Paper
from thonso.procedures.forms.kinds import Context
from thonso.procedures.rules import evaluate


@audience("signed_in")
@never_cache
@require_GET
@of_open_draft
def sheet(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What was answered so far on one sheet. Its layout is ours: no form of the law is claimed (cần xác minh)."""
    actor = actor_of(request)
    draft = access.draft(actor, draft_id)
    definition, context = pinned(draft.version_id), context_for(draft)
    answers = drafts.answers_of(draft)
    paper = request_to_sign(definition) or on_paper.promised(definition, answers)
    if paper is None:
        raise access.absent()
    page = _page(definition, paper, answers, context, draft.commune)
    page |= {"base": base_of(actor, draft.channel), "back": reverse("dossiers:fill", args=[draft.pk])}
    page |= {"beside": beside.read(drafts.people_of(draft).get("beside", {}))}
    return render(request, "dossiers/filing/sheet.html", page)


@audience("staff")
@never_cache
@require_GET
def filed_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The same of a dossier that was filed: for whoever comes without the signed one. It bears the numbers in full, so it
    is for who may read them, and the reading is journalled under this dossier."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    policy.require(actor, "read_id", dossier)
    definition = requirements.definition(dossier)
    paper = sheet_to_sign(definition, dossier.channel) or on_paper.promised(definition, answers_of(dossier))
    if paper is None:
        raise access.absent()
    record_read(
        dossier.commune_id,
        actor.ref,
        Ref("dossier", dossier.pk),
        f"print {paper.key} of {dossier.code}",
        subject=Ref("resident", dossier.subject_resident_id) if dossier.subject_resident_id else None,
    )
    going_on = heir.of(dossier)
    page = _page(
        definition,
        paper,
        answers_of(dossier),
        requirements.context(dossier),
        dossier.commune,
        going_on.name if going_on else "",
    )
    page |= {"beside": beside.of_dossier(dossier), "code": dossier.official_code or dossier.code}
    page |= {"base": "web/base_desk.html", "back": reverse("dossiers:detail", args=[dossier.code])}
    return render(request, "dossiers/filing/sheet.html", page)


def _page(
    definition: Definition, paper: Paper, answers: dict[str, Any], context: Context, commune: Unit, going_on: str = ""
) -> dict[str, Any]:
    name, _details = people_of.subject_of(definition.form, evaluate(definition.form, answers, context).values)
    return {
        "paper": paper,
        "name": name,
        "heir": going_on,
        "by_finger": "fingerprint" in definition.ways_to_confirm,
        "committee": heads.committee(commune),
        "place": profile_of(commune).place_name,
        "sheet": sheet_of(definition, answers, context, paper.name, going_on),
    }
