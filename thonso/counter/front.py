"""What the dossiers ask of the counter: who is served now, and what was given or seen in the same visit (`dossiers.at_desk`)."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from thonso.core.access.actors import Actor
from thonso.core.base.text import fold
from thonso.counter import access
from thonso.counter.models import Visit, VisitDossier
from thonso.counter.services import bookings, visits
from thonso.dossiers import requirements
from thonso.dossiers.at_desk import AtDesk, Given
from thonso.dossiers.models import Attachment, Dossier, Draft, PaperCheck
from thonso.dossiers.printing.printer import Printer
from thonso.procedures.definition import Paper


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
            _given(visit, actor),
        )

    def begun(self, actor: Actor, draft: Draft) -> None:
        if visit := access.open_visit(actor, draft.commune_id):
            visits.add(visit, draft.pk)

    def seen_already(self, dossier: Dossier) -> Mapping[str, str]:
        """Of the visit in which it was filed, while that is open: the next day a paper is looked at again."""
        here = VisitDossier.objects.filter(dossier_id=dossier.pk, visit__ended_at=None).values("visit_id")
        others = VisitDossier.objects.filter(visit_id__in=here).exclude(dossier_id=dossier.pk)
        rows = PaperCheck.objects.filter(
            dossier_id__in=others.values("dossier_id"),
            dossier__subject_folded=dossier.subject_folded,
            verdict=PaperCheck.Verdict.VALID,
        ).select_related("dossier__version")
        found: dict[str, str] = {}
        for check in rows.order_by("at"):
            paper = next((one for one in requirements.papers(check.dossier) if one.key == check.paper_key), None)
            if paper is not None and _is_hers(
                paper, same_procedure=check.dossier.procedure_code == dossier.procedure_code
            ):
                found[paper.name] = check.dossier.code
        return found


def _is_hers(paper: Paper, *, same_procedure: bool) -> bool:
    """Whether a paper is the person's and so the same for all she asks for: what is only shown always is; what is handed in
    may be, for something else. Asked for twice, each case has its own (the birth certificates of twins)."""
    return paper.how == "present" or not (same_procedure or paper.electronic_form or paper.key == "request")


def booking_url(commune_id: UUID, code: str) -> str:
    return f"{reverse('counter:book')}?thu-tuc={code}" if bookings.rule_of(commune_id).places else ""


def printer_at(actor: Actor, commune_id: UUID) -> Printer | None:
    """Of the counter at which this officer sits."""
    counter = access.counter_of(actor, commune_id) if actor.has("one_stop", commune_id) else None
    if counter is None:
        return None
    return Printer(counter.size, counter.copies, counter.shift_x / 10, counter.shift_y / 10)


def _given(visit: Visit, actor: Actor) -> list[Given]:
    rows = Attachment.objects.filter(
        dossier_id__in=VisitDossier.objects.filter(visit=visit).values("dossier_id"),
        dossier__subject_folded=fold(visit.name),
        upload__owner_kind="account",
        upload__owner_id=actor.account_id,
    ).select_related("dossier__version", "upload")
    found = []
    for row in rows.order_by("at", "pk"):
        paper = next((one for one in requirements.papers(row.dossier) if one.key == row.paper_key), None)
        if paper is not None and _is_hers(paper, same_procedure=False):
            found.append(Given(row.dossier.procedure_code, paper.name, row.upload.received_sha256))
    return found
