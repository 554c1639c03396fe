"""Looking national procedures up. They are public, so there is nobody to refuse; what is not here is Absent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from thonso.core.base.errors import Absent
from thonso.core.base.kept import kept
from thonso.procedures.models import NationalProcedure, NationalReview


@dataclass(frozen=True, slots=True)
class Title:
    """What lists and the search know of a procedure."""

    code: str
    name: str
    sector: str
    place: str
    place_said: bool
    doubted: bool


@kept
def titles() -> list[Title]:
    """All of them, by code."""
    rows = NationalProcedure.objects.order_by("code").values_list(
        "code", "name", "sector", "place", "place_said", "doubts"
    )
    return [Title(*row[:5], doubted=bool(row[5])) for row in rows]


@kept
def imported_at() -> datetime | None:
    """When the newest came."""
    found: datetime | None = NationalProcedure.objects.aggregate(at=Max("imported_at"))["at"]
    return found


def by_code(code: str) -> NationalProcedure:
    """Raises Absent."""
    found = NationalProcedure.objects.filter(code=code).first()
    if not found:
        raise Absent(_("This procedure is not among those of the national portal that were brought in here."))
    return found


def reviews(commune_id: UUID, procedure_id: UUID) -> list[NationalReview]:
    """What this commune found of one procedure, in the order in which it did."""
    return list(
        NationalReview.objects.filter(commune_id=commune_id, procedure_id=procedure_id).order_by("reviewed_at", "id")
    )
