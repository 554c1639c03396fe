"""The request printed from its answers, to be signed or fingerprinted on paper and photographed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.dossiers import access, people_of
from thonso.dossiers.printing.heads import committee
from thonso.dossiers.services import drafts
from thonso.dossiers.views.filing.shell import base_of, context_for, request_to_sign
from thonso.procedures.access import pinned
from thonso.procedures.rendering import render_answers
from thonso.procedures.rules import evaluate


@audience("signed_in")
@never_cache
@require_GET
def sheet(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What was answered so far on one sheet. Its layout is ours: no form of the law is claimed (cần xác minh)."""
    actor = actor_of(request)
    draft = access.draft(actor, draft_id)
    definition, context = pinned(draft.version_id), context_for(draft)
    paper = request_to_sign(definition)
    if paper is None:
        raise access.absent()
    answers = drafts.answers_of(draft)
    name, _details = people_of.subject_of(definition.form, evaluate(definition.form, answers, context).values)
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "paper": paper,
        "name": name,
        "committee": committee(draft.commune),
        "answers": render_answers(definition.form, answers, context, mask=False, without=("file", "consent")),
    }
    return render(request, "dossiers/filing/sheet.html", page)
