"""What people said, and the figures of a commune: for those who answer for it."""

from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from thonso.core.access import limits, policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Absent
from thonso.dossiers.access.dossiers import absent
from thonso.dossiers.models import Complaint, Rating, Report
from thonso.dossiers.services import voice


def reports(actor: Actor) -> QuerySet[Report]:
    """The communes whose figures the actor may see; of nobody's dossiers in particular."""
    communes = Report.objects.filter(policy.visible(actor, "read", Report), kind=Report.Kind.COMMUNE)
    return communes.order_by("folded", "code")


def complaints(actor: Actor) -> QuerySet[Complaint]:
    """What people complain about, for those above who had no hand in the dossier; unanswered first."""
    rows = Complaint.objects.filter(policy.visible(actor, "read", Complaint)).select_related("dossier")
    return rows.order_by(F("answered_at").asc(nulls_first=True), "-at")


def ratings_with_words(actor: Actor) -> QuerySet[Rating]:
    """What people wrote with their rating, for the same readers; newest first."""
    rows = Rating.objects.filter(policy.visible(actor, "read", Rating)).annotate(said=Length("words"))
    return rows.filter(said__gt=0).select_related("dossier").order_by("-at")


def complaint_by_code(code: str, who: str) -> Complaint:
    """For whoever complained, with the code that was told then. Tries are limited by place."""
    key = f"complaint-from:{who}"
    limits.hit(key, 30, 600)
    wanted = voice.tidied_code(code)
    found = Complaint.objects.filter(code_blind=voice.blind_code(wanted)).select_related("dossier").first()
    if found is None or not wanted:
        raise Absent(_("No complaint has this code. Please check its eight characters."))
    limits.forgive(key, 600)
    return found


def complaint(actor: Actor, complaint_id: UUID) -> Complaint:
    found = Complaint.objects.filter(pk=complaint_id).select_related("dossier").first()
    if found is None:
        raise absent()
    policy.require(actor, "answer", found, words=absent().message)
    return found
