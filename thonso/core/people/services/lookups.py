"""Finding a person by number, and opening a sealed value for a paper. The caller authorises and journals (`access`)."""

from uuid import UUID

from thonso.core import crypto
from thonso.core.base.prepared import Prepared
from thonso.core.people import build, rules
from thonso.core.people.models import (
    FORMER_LABEL,
    ID_LABEL,
    MOVED_LABEL,
    PHONE_LABEL,
    Contact,
    FormerIdNumber,
    Resident,
)


def find_by_id_number(commune_id: UUID, text: str) -> Resident | None:
    """Who has this ID number in the commune now, or had it before; never by one that was written down wrongly."""
    number = rules.digits_of(text)
    if not number:
        return None
    blind = build.id_blind(number)
    here: Resident | None = _with_number.first(commune_id, blind)
    if here:
        return here
    former = FormerIdNumber.objects.filter(commune_id=commune_id, id_blind=blind, wrong=False)
    owners = {row.resident_id: row.resident for row in former.select_related("resident")}
    # Two records that were put together, or a mistake nobody has found: then it names nobody.
    return next(iter(owners.values())) if len(owners) == 1 else None


_with_number = Prepared(
    lambda commune_id, blind: Resident.objects.filter(commune_id=commune_id, id_blind=blind).order_by("id"), UUID, str
)


def id_number_of(resident: Resident) -> str:
    """The number in clear, for a paper that needs it. Showing it to a person goes through `access.id_number`."""
    return crypto.unseal(ID_LABEL, resident.id, resident.id_number) if resident.id_number else ""


def phone_of(contact: Contact) -> str:
    return crypto.unseal(PHONE_LABEL, contact.id, contact.phone)


def moved_to(resident: Resident) -> str:
    """Where somebody moved away to, in clear; "" where nobody said."""
    return crypto.unseal(MOVED_LABEL, resident.id, resident.moved_to) if resident.moved_to else ""


def former_id_numbers(resident: Resident) -> dict[FormerIdNumber, str]:
    """Numbers that are not this person's any more, newest first, in clear: for whoever covers them before showing."""
    rows = FormerIdNumber.objects.filter(resident=resident).order_by("-ended_on", "-id")
    return {row: crypto.unseal(FORMER_LABEL, row.id, row.id_number) for row in rows}
