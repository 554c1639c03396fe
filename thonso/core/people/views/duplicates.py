"""Records that may be one person: the list, and two of them side by side for a decision."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.journal.work import Work
from thonso.core.people import access, duplicates, services
from thonso.core.people.models import DuplicateProposal, Resident
from thonso.core.people.rules import mask
from thonso.core.people.views.shared import Done, commune_of, submit

LIST = "people:duplicates"
SHOWN = 50


@audience("staff")
@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune_of(actor, "edit", "resident")
    rows = list(access.proposals(actor)[: SHOWN + 1])
    return render(request, "people/duplicates.html", {"rows": rows[:SHOWN], "more": len(rows) > SHOWN})


@audience("staff")
@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    proposal = access.proposal(actor, proposal_id, f"duplicate {proposal_id}")
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        keep = {str(proposal.first_id): proposal.first_id, str(proposal.second_id): proposal.second_id}.get(answer)
        if keep or answer == "different":

            def act(work: Work) -> Done:
                duplicates.resolve(work, actor.ref, proposal, "same" if keep else "different", keep=keep)
                return reverse(LIST), _("The two records are now one.") if keep else _("Both records stay.")

            return submit(request, actor, proposal.commune_id, "duplicate.resolve", act)
        errors = {"answer": [_("Choose which record stays, or that they are two people.")]}
    context = {
        "proposal": proposal,
        "sides": [_side(proposal, one) for one in (proposal.first, proposal.second)],
        "errors": errors,
        "back": reverse(LIST),
        "choices": [
            (str(proposal.first_id), _("One person: keep the first record")),
            (str(proposal.second_id), _("One person: keep the second record")),
            ("different", _("Two people")),
        ],
    }
    return render(request, "people/duplicate.html", context, status=422 if errors else 200)


def _side(proposal: DuplicateProposal, row: Resident) -> dict[str, Any]:
    number = services.id_number_of(row)
    if not number and proposal.reason == "same_id_number":
        number = duplicates.claimed_number(proposal)
    none = "–"
    facts = [
        (_("Full name"), row.full_name),
        (_("Date of birth"), str(row.birth)),
        (_("Sex on the card"), _("Man") if row.sex == "male" else _("Woman")),
        (_("Personal ID number"), mask(number) or none),
        (_("Hamlet"), row.hamlet.full_name),
        (_("Household"), row.household.code if row.household else none),
        (_("Father"), row.father_name or none),
        (_("Mother"), row.mother_name or none),
        (_("Wife or husband"), row.spouse_name or none),
    ]
    return {"row": row, "facts": facts}
