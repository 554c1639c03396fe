"""The social officer drafts one decision for a list of dossiers: choose, look at the summary, draft; then submit it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import DomainError
from thonso.dossiers import chronicle, presenting, reading, sent_back
from thonso.dossiers.models import Dossier, Event, Result
from thonso.dossiers.postings import RECHECKS
from thonso.dossiers.services import drafting, results
from thonso.dossiers.services.moves import payload_of

MOST = 200  # dossiers on one page


@dataclass(slots=True)
class Waiting:
    """Who waits for a decision: not drafted yet, with what the review came to; or in a drafted one."""

    open: dict[UUID, list[dict[str, Any]]] = field(default_factory=dict)  # by the procedure's version
    drafted: dict[Any, list[Dossier]] = field(default_factory=dict)  # by the decision's id
    papers: dict[Any, Result] = field(default_factory=dict)

    def leaves_out(self, codes: list[str]) -> list[Dossier]:
        """Who stands in a draft that is thrown away for these, and is not among them."""
        lists = [rows for rows in self.drafted.values() if any(one.code in codes for one in rows)]
        return [one for rows in lists for one in rows if one.code not in codes]


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def recognition(request: HttpRequest) -> HttpResponse:
    """What is drafted already is marked and waits to be submitted; nothing is drafted before its summary was seen."""
    actor = actor_of(request)
    rows = (
        reading.to_recognise(actor)
        .select_related("hamlet", "commune")
        .prefetch_related("hamlet_tasks", "pauses", RECHECKS)
    )
    ready = list(rows.order_by("due_at", "id")[:MOST])
    waiting, message = _sorted(ready), ""
    if request.method == "POST":
        codes = request.POST.getlist("code")
        chosen = [dossier for dossier in ready if dossier.code in codes]
        try:
            agreed = drafting.agreed_on(chosen)
            if "seen" not in request.POST:
                context = {
                    "rows": agreed,
                    "counted": drafting.counted(agreed),
                    "left_out": waiting.leaves_out(codes),
                    "certificates": drafting.gives_certificates(chosen[0]),
                }
                return render(request, "dossiers/desk/recognition_check.html", context)
            drafting.draft_recognition(actor, chosen, [uuid4() for _d in chosen])
        except DomainError as refusal:
            message = str(refusal.message)
        else:
            messages.success(request, _("Drafted. Read what was drafted, then submit the list."))
            return redirect("dossiers:recognition")
    returned = _returned([rows[0] for rows in waiting.drafted.values()])
    context = {
        "groups": [
            {
                "rows": rows,
                "name": rows[0]["dossier"].procedure_name,
                "certificates": drafting.gives_certificates(rows[0]["dossier"]),
            }
            for rows in waiting.open.values()
        ],
        "drafted": [
            {"decision": waiting.papers[pk], "together": rows, "returned": returned.get(rows[0].pk)}
            for pk, rows in waiting.drafted.items()
        ],
        "message": message,
    }
    return render(request, "dossiers/desk/recognition.html", context, status=422 if message else 200)


def _returned(firsts: list[Dossier]) -> dict[UUID, dict[str, Any]]:
    """Of each list the words with which a leader sent it back; it goes back as a whole, so its first dossier has them."""
    events: dict[UUID, list[Event]] = {}
    for event in Event.objects.filter(dossier__in=firsts, kind__in=("send_back", "propose")):
        events.setdefault(event.dossier_id, []).append(event)
    found = {one.pk: (one, sent_back.sent_back(one, events.get(one.pk, []))) for one in firsts}
    return {
        id_: {"words": payload_of(event, one)["note"], "who": chronicle.actor_words(event), "at": event.at}
        for id_, (one, event) in found.items()
        if event is not None
    }


def _sorted(ready: Sequence[Dossier]) -> Waiting:
    found, drafts = Waiting(), results.unsigned(ready)
    for dossier in ready:
        drafted = drafts.get(dossier.pk, ())
        decision = next((one for one in drafted if one.paper == "decision"), None)
        if decision is not None:
            found.papers[decision.pk] = decision
            found.drafted.setdefault(decision.pk, []).append(dossier)
        else:
            row = {
                "dossier": dossier,
                "outcome": drafting.proposed(dossier),
                "letter": bool(drafted),
                "due": presenting.due(dossier),
            }
            found.open.setdefault(dossier.version_id, []).append(row)
    return found
