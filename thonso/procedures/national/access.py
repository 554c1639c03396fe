"""Looking national procedures up. They are public, so there is nobody to refuse; what is not here is Absent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Max, Q, When
from django.utils.translation import gettext as _

from thonso.core.base.errors import Absent
from thonso.core.base.kept import kept
from thonso.core.base.text import fold
from thonso.procedures.models import NationalProcedure

MOST = 50


@dataclass(frozen=True, slots=True)
class Overview:
    """How many there are, by sector with the largest first, and when the newest came."""

    count: int
    sectors: Sequence[tuple[str, int]]
    imported_at: datetime | None


@kept
def overview() -> Overview:
    rows = NationalProcedure.objects.values_list("sector").annotate(n=Count("pk"), at=Max("imported_at"))
    found = sorted(rows, key=lambda row: (-row[1], row[0]))
    return Overview(
        sum(row[1] for row in found), [(row[0], row[1]) for row in found], max((row[2] for row in found), default=None)
    )


def find(question: str, sector: str = "") -> list[NationalProcedure]:
    """At most MOST whose code, name or sector has words that begin so, those with the whole phrase first; one more when there
    are more.
    """
    phrase = fold(question[:200])
    wanted = Q(sector=sector) if sector else Q()
    for word in phrase.split():
        wanted &= Q(folded__contains=f" {word}")
    ordered = NationalProcedure.objects.filter(wanted).annotate(
        apart=Case(When(folded__contains=f" {phrase}", then=0), default=1, output_field=IntegerField())
    )
    return list(ordered.only("code", "name", "sector").order_by("apart", "code")[: MOST + 1])


def by_code(code: str) -> NationalProcedure:
    """Raises Absent."""
    found = NationalProcedure.objects.filter(code=code).first()
    if not found:
        raise Absent(_("This procedure is not among those of the national portal that were brought in here."))
    return found
