"""Whose a telephone is, told before anybody calls it or sends to it: one phone often serves a family (practice 14)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.people import build
from thonso.core.people.models import Contact
from thonso.core.people.services.lookups import phone_of

OWNER = {
    "own": gettext_lazy("her own"),
    "relative": gettext_lazy("a relative's"),
    "neighbour": gettext_lazy("a neighbour's"),
    "helper": gettext_lazy("a helper's"),
}


def whose(commune_id: UUID, phones: Collection[str], resident_id: UUID | None = None) -> dict[str, str]:
    """In words, for each of these numbers that the register knows: whose it is for this resident, and that it serves
    several households. One statement for all of them."""
    wanted = {build.phone_blind(phone): phone for phone in phones}
    found: dict[str, list[Contact]] = defaultdict(list)
    for row in _current(commune_id).filter(phone_blind__in=list(wanted)):
        found[row.phone_blind].append(row)
    return {wanted[blind]: _words(rows, resident_id) for blind, rows in found.items()}


def of_residents(commune_id: UUID, residents: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """The numbers that lead to each of these people: (number, whose it is). One statement, and one for who shares them."""
    mine = list(_current(commune_id).filter(resident_id__in=list(residents)).order_by("owner_kind", "pk"))
    shared: dict[str, list[Contact]] = defaultdict(list)
    for row in _current(commune_id).filter(phone_blind__in={one.phone_blind for one in mine}) if mine else ():
        shared[row.phone_blind].append(row)
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for one in mine:
        found[one.resident_id].append((phone_of(one), _words(shared[one.phone_blind], one.resident_id)))
    return found


def _current(commune_id: UUID) -> QuerySet[Contact]:
    return Contact.objects.filter(valid_to=None, commune_id=commune_id).select_related("resident")


def _words(rows: list[Contact], resident_id: UUID | None) -> str:
    hers = next((one for one in rows if one.resident_id == resident_id), None)
    owner = next((one for one in rows if one.owner_kind == "own"), None)
    said = []
    if hers is not None:
        said.append(str(OWNER[hers.owner_kind]) + (f" ({hers.owner_name})" if hers.owner_name else ""))
    elif owner is not None:
        said.append(_("of %(name)s") % {"name": owner.resident.full_name})
    else:
        said.append(" / ".join(sorted({str(OWNER[one.owner_kind]) for one in rows})))
    households = {one.resident.household_id or one.resident_id for one in rows}
    if len(households) > 1:
        said.append(_("serves %(n)d households: ask for name and year of birth first") % {"n": len(households)})
    return "; ".join(said)
