"""Papers that the form has no question for."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused
from thonso.core.files.sentences import ILLEGIBLE
from thonso.core.files.services import store
from thonso.dossiers import access
from thonso.dossiers.labels import labels_of
from thonso.dossiers.services import drafts
from thonso.dossiers.views.filing.shell import (
    base_of,
    context_for,
    last_question,
    loose_papers,
    minutes_left,
    of_open_draft,
)
from thonso.procedures.access import pinned
from thonso.procedures.rules import evaluate


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
@of_open_draft
def papers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Papers that the form has no question for; skipped when there are none."""
    actor = actor_of(request)
    draft = access.draft(actor, draft_id)
    definition, context = pinned(draft.version_id), context_for(draft)
    values = evaluate(definition.form, drafts.answers_of(draft), context).values
    wanted = loose_papers(draft, definition, values, context)
    if not wanted:
        return redirect("dossiers:check_answers", draft.pk)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        if gone := request.POST.get("_remove"):
            key, _colon, sha = gone.partition(":")
            drafts.remove_file(draft, key, sha)
            return redirect("dossiers:papers", draft.pk)
        for paper in wanted:
            for file in request.FILES.getlist(f"paper.{paper.key}"):
                try:
                    upload = store(
                        drafts.owner_of(actor), draft.commune_id, file, name=file.name or "", purpose=paper.key
                    )
                    known = (paper.key, upload.received_sha256) in {
                        (a["paper"], a["sha256"]) for a in draft.attachments
                    }
                    draft = drafts.add_file(actor, draft, paper.key, upload.received_sha256)
                    if not upload.legible and not known:  # asked once
                        errors.setdefault(f"paper.{paper.key}", []).append(str(ILLEGIBLE))
                except Refused as refusal:
                    errors.setdefault(f"paper.{paper.key}", []).append(str(refusal.message))
        have = {entry["paper"] for entry in draft.attachments}
        for paper in wanted:
            if paper.key not in have and f"paper.{paper.key}" not in errors:
                errors[f"paper.{paper.key}"] = [_("Please add a photo or a file of this paper.")]
        if not errors:
            return redirect("dossiers:check_answers", draft.pk)
    rows = [
        {
            "paper": p,
            "name": f"paper.{p.key}",
            "files": [a for a in draft.attachments if a["paper"] == p.key],
            "errors": errors.get(f"paper.{p.key}", []),
        }
        for p in wanted
    ]
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "definition": definition,
        "minutes_left": minutes_left(actor),
        "back": last_question(draft, definition, context),
        "rows": rows,
        "errors": errors,
        "labels": labels_of(definition, errors),
    }
    return render(request, "dossiers/filing/papers.html", page, status=422 if errors else 200)
