"""Dossiers by what a person typed or clicked, and the lists of them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Absent
from thonso.dossiers.filer import KNOWN
from thonso.dossiers.models import Dossier, Event


def absent() -> Absent:
    return Absent(_("There is no such dossier, or it is not for you."))


def by_code(actor: Actor, code: str, action: str = "read") -> Dossier:
    """The dossier with this code that the actor may `action`. Missing and forbidden look the same."""
    code = code.strip().upper()
    rows = Dossier.objects.filter(policy.visible(actor, action, Dossier), code=code)
    rows = rows.select_related("hamlet", "commune__commune_profile").annotate(filer_is_known=KNOWN)
    dossier = rows.order_by("filed_at").first()
    if dossier is None:
        hidden = Dossier.objects.filter(code=code).first()
        if hidden is not None:
            policy.require(actor, action, hidden, words=absent().message)  # journals the denial and raises Absent
        raise absent()
    return dossier


def by_codes(actor: Actor, codes: Iterable[str], action: str) -> list[Dossier]:
    """The dossiers with these codes, each once however often it is named."""
    return list(dict.fromkeys(by_code(actor, code, action) for code in codes))


def listed(actor: Actor, action: str = "read") -> QuerySet[Dossier]:
    """All dossiers the actor may see, without order: the page adds filters, order and keyset."""
    return Dossier.objects.filter(policy.visible(actor, action, Dossier))


def by_any_code(actor: Actor, tracking: str, official: str, check: str) -> Dossier | None:
    """The newest dossier the actor may read with this tracking code, official code, or result's code; None when there is
    none for her. The list that follows shows her nothing more, so nothing is told apart."""
    wanted = (
        Q(code=tracking)
        if tracking
        else Q(official_code=official)
        if official
        else Q(results__result__check_code=check)
    )
    if not (tracking or official or check):
        return None
    return listed(actor).filter(wanted).order_by("-filed_at").first()


def own(actor: Actor) -> QuerySet[Dossier]:
    """What one filed oneself or what is about one, newest first."""
    mine = Q(submitter_account_id=actor.account_id)
    if actor.resident_id:
        mine |= Q(subject_resident_id=actor.resident_id) | Q(heir_resident_id=actor.resident_id)
    rows = listed(actor, "track").filter(mine).select_related("hamlet").prefetch_related("pauses")
    return rows.order_by("-filed_at") if actor.account_id else rows.none()


def filed_by_helper(actor: Actor) -> QuerySet[Dossier]:
    """What a helper filed for others: the list shows code and state, never the person or the content."""
    return Dossier.objects.filter(helper_account_id=actor.account_id) if actor.account_id else Dossier.objects.none()


# How the office came to what it did; the person sees what was done.
OFFICE_ONLY = frozenset(
    {
        "check_paper",
        "link_resident",
        "assign",
        "verify",
        "recheck",
        "propose_refusal",
        "reject_refusal",
        "propose_extension",
        "reject_extension",
        "propose_supplement",
        "reject_supplement",
        "draft_result",
        "propose_revocation",
        "reject_revocation",
    }
)


def for_its_owner(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if event.kind not in OFFICE_ONLY]
