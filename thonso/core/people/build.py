"""Rows of people made from what was given: cleaned, keyed for search and order, sealed. Writes nothing."""

from uuid import UUID

from thonso.core import crypto
from thonso.core.base.ids import new_id
from thonso.core.base.text import fold, person_sort_key
from thonso.core.people import rules
from thonso.core.people.models import ID_LABEL, PHONE_LABEL, Contact, Ethnicity, Household, Resident
from thonso.core.people.rules import Person


def resident(commune_id: UUID, hamlet_id: UUID, household: Household | None, person: Person) -> Resident:
    name = rules.tidy_name(person.full_name)
    row = Resident(
        id=person.id or new_id(),
        commune_id=commune_id,
        hamlet_id=hamlet_id,
        household=household,
        relation=person.relation,
        sex=person.sex,
        birth_date=person.birth.date,
        birth_precision=person.birth.precision,
        birth_year=person.birth.year,
        father_name=rules.tidy_name(person.father_name),
        mother_name=rules.tidy_name(person.mother_name),
        spouse_name=rules.tidy_name(person.spouse_name),
    )
    set_name(row, name)
    set_id_number(row, person.id_number)
    return row


def set_name(row: Resident, name: str) -> None:
    row.full_name, row.folded, row.sort_key = name, fold(name), person_sort_key(name)


def set_id_number(row: Resident, text: str) -> None:
    number = rules.digits_of(text)
    row.id_number = crypto.seal(ID_LABEL, row.id, number) if number else None
    row.id_blind = id_blind(number) if number else None


def id_blind(number: str) -> str:
    """The look-up value of an ID number: one for a person's present and former numbers alike."""
    return crypto.blind(ID_LABEL, rules.digits_of(number))


def contact(row: Resident, phone: str, owner_kind: str, owner_name: str) -> Contact:
    number, id_ = rules.parse_phone(phone), new_id()
    return Contact(
        id=id_,
        commune_id=row.commune_id,
        resident=row,
        owner_kind=owner_kind,
        owner_name=rules.tidy_name(owner_name),
        phone=crypto.seal(PHONE_LABEL, id_, number),
        phone_blind=phone_blind(number),
    )


def phone_blind(phone: str) -> str:
    return crypto.blind(PHONE_LABEL, rules.parse_phone(phone))


def ethnicity(row: Resident, name: str) -> Ethnicity:
    return Ethnicity(resident=row, commune_id=row.commune_id, name=rules.tidy_name(name)[:40])
