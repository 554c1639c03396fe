"""What this wing knows of one dossier, in one statement: most have none of it, and the page of each asks."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from thonso.core.base.together import Together
from thonso.dossiers.models import Dossier
from thonso.outreach.models import CarriedPaper, PadSlip, TakenThere


class Known(NamedTuple):
    slips: list[PadSlip]
    papers: list[CarriedPaper]
    taken: list[TakenThere]
    more: dict[str, list[Any]]


_more: dict[str, Callable[[UUID], QuerySet[Any, Any]]] = {}


def also(name: str, rows: Callable[[UUID], QuerySet[Any, Any]]) -> None:
    """What a wing above keeps of a dossier comes in the same statement, as `known(dossier).more[name]`."""
    _more[name] = rows


_rows = Together(
    lambda id_: (
        PadSlip.objects.filter(dossier_id=id_),
        CarriedPaper.objects.filter(dossier=id_),
        TakenThere.objects.filter(dossier=id_),
        *(rows(id_) for rows in _more.values()),
    )
)


def known(dossier: Dossier) -> Known:
    """Asked once for a loaded dossier."""
    there: dict[str, Any] = dossier.__dict__
    if "_outreach" not in there:
        slips, papers, taken, *more = _rows(dossier.pk)
        there["_outreach"] = Known(slips, papers, taken, dict(zip(_more, more, strict=True)))
    found: Known = there["_outreach"]
    return found
