"""What this wing knows of one dossier, in one statement: most have none of it, and the page of each asks."""

from typing import Any, NamedTuple

from thonso.core.base.together import Together
from thonso.dossiers.models import Dossier
from thonso.outreach.models import CarriedPaper, PadSlip, TakenThere


class Known(NamedTuple):
    slips: list[PadSlip]
    papers: list[CarriedPaper]
    taken: list[TakenThere]


_rows = Together(
    lambda id_: (
        PadSlip.objects.filter(dossier_id=id_),
        CarriedPaper.objects.filter(dossier=id_),
        TakenThere.objects.filter(dossier=id_),
    )
)


def known(dossier: Dossier) -> Known:
    """Asked once for a loaded dossier."""
    there: dict[str, Any] = dossier.__dict__
    if "_outreach" not in there:
        there["_outreach"] = Known(*_rows(dossier.pk))
    found: Known = there["_outreach"]
    return found
