"""A person of a dossier as a row: the name plain, number and all else sealed under the dossier's key."""

from typing import Any
from uuid import UUID

from thonso.core import crypto
from thonso.core.base.ids import new_id
from thonso.core.base.text import clean, fold
from thonso.core.people.models import ID_LABEL
from thonso.core.people.rules import digits_of
from thonso.dossiers import vault
from thonso.dossiers.models import Dossier, Party
from thonso.dossiers.services.filing_shapes import Person


def party(dossier: Dossier, part: str, person: Person) -> Party:
    """Not saved yet: whoever writes it chooses how."""
    id_ = new_id()
    number = digits_of(str(person.details.get("id_number") or ""))
    return Party(
        id=id_,
        dossier=dossier,
        part=part,
        name=clean(person.name, limit=100),
        details=vault.close(dossier.data_key, "party", id_, dict(person.details)),
        id_blind=crypto.blind(ID_LABEL, number) if number else "",
        representation=person.representation,
    )


def details_of(dossier: Dossier, party: Party) -> dict[str, Any]:
    found: dict[str, Any] = vault.open_(dossier.data_key, "party", party.pk, party.details)
    return found


def is_same(dossier: Dossier, party: Party, name: str, number: str) -> bool:
    """Whether this is the person of that name with that number."""
    return bool(number) and fold(party.name) == fold(name) and details_of(dossier, party).get("id_number") == number


def renumber(dossier: Dossier, party: Party, number: str, resident_id: UUID | None) -> None:
    details = details_of(dossier, party) | {"id_number": number}
    party.details = vault.close(dossier.data_key, "party", party.pk, details)
    party.id_blind, party.resident_id = crypto.blind(ID_LABEL, number), resident_id
    party.save(update_fields=["details", "id_blind", "resident_id"])
