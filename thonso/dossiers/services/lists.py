"""A decision for a list of households is one thing to whoever submits it, sends it back, signs it or seals it.

Each dossier of it still moves by itself: this says which of them go together (practice.md 4).
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from thonso.dossiers.models import Dossier, Result, ResultFor

# Acts that may be done for the whole list in one transaction.
TOGETHER = frozenset({"propose", "send_back", "seal"})
_ALIVE = (Result.State.DRAFT, Result.State.SIGNED, Result.State.ISSUED)


def together(dossier: Dossier) -> list[Dossier]:
    """The dossiers that share a decision with this one and stand where it stands, itself first. A paper that is corrected,
    or drafted in place of one taken back, goes its way alone."""
    if dossier.returns_to or dossier.result_revoked:
        return [dossier]
    decisions = Result.objects.filter(stands_for__dossier=dossier, paper="decision", state__in=_ALIVE)
    alike = {name: getattr(dossier, name) for name in ("state", "stage", "returns_to", "result_revoked")}
    rows = _covered_by(decisions).filter(**alike).exclude(pk=dossier.pk)
    return [dossier, *rows.select_related("hamlet", "commune__commune_profile").order_by("subject_folded", "code")]


def to_sign_with(dossiers: Iterable[Dossier]) -> list[str]:
    """The codes of these dossiers and of all that wait for the same signature under a decision that they share."""
    chosen = list(dossiers)
    drafts = Result.objects.filter(stands_for__dossier__in=chosen, paper="decision", state=Result.State.DRAFT)
    others = _covered_by(drafts).filter(state__in={one.state for one in chosen})
    codes = [one.code for one in chosen]
    return list(dict.fromkeys([*codes, *others.order_by("act_by", "id").values_list("code", flat=True)]))


def partly_signed(dossiers: Iterable[Dossier]) -> set[object]:
    """Ids of those of which a paper is signed already: they can be sent back no more."""
    links = ResultFor.objects.filter(dossier__in=list(dossiers), result__state=Result.State.SIGNED)
    return set(links.values_list("dossier_id", flat=True))


def own_papers(dossiers: Collection[Dossier]) -> list[dict[str, Any]]:
    """What is signed for each of these by itself, beside the decision that they share, in one query."""
    links = ResultFor.objects.filter(dossier__in=dossiers, result__state=Result.State.SIGNED)
    papers: dict[UUID, list[Result]] = {}
    for link in links.exclude(result__paper="decision").select_related("result").order_by("result__at", "result_id"):
        papers.setdefault(link.dossier_id, []).append(link.result)
    return [{"dossier": one, "papers": papers[one.pk]} for one in dossiers if one.pk in papers]


def _covered_by(decisions: QuerySet[Result]) -> QuerySet[Dossier]:
    links = ResultFor.objects.filter(result__in=decisions)
    return Dossier.objects.filter(pk__in=links.values("dossier_id"))
