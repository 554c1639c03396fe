"""Finding a person by number, and opening a sealed value for a paper. The caller authorises and journals (`access`)."""

from uuid import UUID

from thonso.core import crypto
from thonso.core.base.prepared import Prepared
from thonso.core.people import build, rules
from thonso.core.people.models import ID_LABEL, PHONE_LABEL, Contact, FormerIdNumber, Resident


def find_by_id_number(commune_id: UUID, text: str) -> Resident | None:
    """Who has this ID number in the commune now, or had it before."""
    number = rules.digits_of(text)
    if not number:
        return None
    blind = build.id_blind(number)
    here: Resident | None = _with_number.first(commune_id, blind)
    if here:
        return here
    former = FormerIdNumber.objects.filter(commune_id=commune_id, id_blind=blind).select_related("resident")
    owners = {row.resident_id: row.resident for row in former}
    # A wrong number may have stood at several people: then it names nobody.
    return next(iter(owners.values())) if len(owners) == 1 else None


_with_number = Prepared(
    lambda commune_id, blind: Resident.objects.filter(commune_id=commune_id, id_blind=blind).order_by("id"), UUID, str
)


def id_number_of(resident: Resident) -> str:
    """The number in clear, for a paper that needs it. Showing it to a person goes through `access.id_number`."""
    return crypto.unseal(ID_LABEL, resident.id, resident.id_number) if resident.id_number else ""


def phone_of(contact: Contact) -> str:
    return crypto.unseal(PHONE_LABEL, contact.id, contact.phone)
