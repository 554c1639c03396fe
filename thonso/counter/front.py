"""What the dossiers ask of the counter: who is served now, and what was given or seen in the same visit (`dossiers.at_desk`)."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from thonso.core.access.actors import Actor
from thonso.counter import access
from thonso.counter.models import VisitDossier
from thonso.counter.services import visits
from thonso.dossiers import requirements
from thonso.dossiers.at_desk import AtDesk
from thonso.dossiers.models import Attachment, Dossier, Draft, PaperCheck
from thonso.dossiers.printing.printer import Printer


class Counter:
    def present(self, actor: Actor, commune_id: UUID) -> AtDesk | None:
        visit = access.open_visit(actor, commune_id)
        if visit is None:
            return None
        return AtDesk(
            visit.name,
            reverse("counter:visit", args=[visit.pk]),
            visits.details_of(visit),
            visit.resident_id,
            _given(visit.pk, actor),
        )

    def begun(self, actor: Actor, draft: Draft) -> None:
        if visit := access.open_visit(actor, draft.commune_id):
            visits.add(visit, draft.pk)

    def seen_already(self, dossier: Dossier) -> Mapping[str, str]:
        """Of the visit in which it was filed, while that is open: the next day a paper is looked at again."""
        here = VisitDossier.objects.filter(dossier_id=dossier.pk, visit__ended_at=None).values("visit_id")
        others = VisitDossier.objects.filter(visit_id__in=here).exclude(dossier_id=dossier.pk)
        rows = PaperCheck.objects.filter(
            dossier_id__in=others.values("dossier_id"), verdict=PaperCheck.Verdict.VALID
        ).select_related("dossier__version")
        found: dict[str, str] = {}
        for check in rows.order_by("at"):
            paper = next((one for one in requirements.papers(check.dossier) if one.key == check.paper_key), None)
            # Another case has its own request: what is the same for both is what is shown, or belongs to the person.
            if paper is not None and not paper.electronic_form and paper.key != "request":
                found[paper.name] = check.dossier.code
        return found


def printer_at(actor: Actor, commune_id: UUID) -> Printer | None:
    """Of the counter at which this officer sits."""
    counter = access.counter_of(actor, commune_id) if actor.has("one_stop", commune_id) else None
    if counter is None:
        return None
    return Printer(counter.size, counter.copies, counter.shift_x / 10, counter.shift_y / 10)


def _given(visit_id: UUID, actor: Actor) -> dict[str, list[str]]:
    rows = Attachment.objects.filter(
        dossier_id__in=VisitDossier.objects.filter(visit_id=visit_id).values("dossier_id"),
        upload__owner_kind="account",
        upload__owner_id=actor.account_id,
    )
    found: dict[str, list[str]] = {}
    for paper, sha in rows.order_by("at", "pk").values_list("paper_key", "upload__received_sha256"):
        if paper != "request" and sha not in found.setdefault(paper, []):
            found[paper].append(sha)
    return {paper: shas for paper, shas in found.items() if shas}
