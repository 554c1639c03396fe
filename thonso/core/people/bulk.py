"""Many households at once, in few statements: imports, the sample commune, and synthetic volume.

What comes here was checked before (`imports`) or made by us; the database's constraints still hold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.people import build
from thonso.core.people.models import Classification, Contact, Ethnicity, Household, Membership, Resident
from thonso.core.people.rules import Family, Klass, Person
from thonso.core.people.services import code_prefix
from thonso.core.units.models import Unit

BATCH = 1000


@dataclass(slots=True)
class Rows:
    households: list[Household] = field(default_factory=list)
    residents: list[Resident] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    ethnicities: list[Ethnicity] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    classes: list[Classification] = field(default_factory=list)

    def extend(self, other: "Rows") -> None:
        for one in fields(self):
            getattr(self, one.name).extend(getattr(other, one.name))


def add_families(work: Work, actor: Ref, hamlet: Unit, families: Sequence[Family], since: date) -> Rows:
    """Households with their people, classes and contacts, in the order given. One journal entry for all of them."""
    rows = make(hamlet, families, since)
    write(rows)
    facts = {"households": len(rows.households), "residents": len(rows.residents)}
    work.note("people.added", actor, Ref("unit", hamlet.id), facts=facts)
    work.publish("residents.changed", residents=rows.residents)
    return rows


def make(hamlet: Unit, families: Iterable[Family], since: date) -> Rows:
    assert hamlet.commune_id is not None
    rows, number, prefix = Rows(), _last_number(hamlet), code_prefix(hamlet)
    for family in families:
        number += 0 if family.code else 1
        home = Household(
            id=family.id or new_id(),
            commune_id=hamlet.commune_id,
            hamlet=hamlet,
            code=family.code or f"{prefix}-{number:03d}",
            address=family.address,
            valid_from=since,
        )
        rows.households.append(home)
        people = [make_person(rows, home, person, since) for person in family.people]
        head = next((one for one in people if one.relation == "head"), people[0] if people else None)
        home.head_id = head.id if head else None
        rows.classes += [classification(home, klass) for klass in family.classes]
    return rows


def _last_number(hamlet: Unit) -> int:
    prefix = code_prefix(hamlet) + "-"
    codes = Household.objects.filter(commune_id=hamlet.commune_id, code__startswith=prefix)
    tails = [code[len(prefix) :] for code in codes.values_list("code", flat=True)]
    return max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)


def make_person(rows: Rows, home: Household, person: Person, since: date) -> Resident:
    row = build.resident(home.commune_id, home.hamlet_id, home, person)
    rows.residents.append(row)
    rows.memberships.append(
        Membership(
            id=new_id(),
            commune_id=home.commune_id,
            resident=row,
            household=home,
            relation=person.relation,
            valid_from=max(since, row.birth_date),
        )
    )
    if person.ethnicity:
        rows.ethnicities.append(build.ethnicity(row, person.ethnicity))
    if person.phone:
        contact = build.contact(row, person.phone, person.phone_owner, person.phone_owner_name)
        contact.valid_from = since
        rows.contacts.append(contact)
    return row


def classification(home: Household, klass: Klass) -> Classification:
    return Classification(
        id=new_id(),
        commune_id=home.commune_id,
        household=home,
        year=klass.year,
        klass=klass.klass,
        decision_number=klass.decision_number,
        decision_date=klass.decision_date,
        valid_from=klass.valid_from or date(klass.year, 1, 1),
        valid_to=klass.valid_to or date(klass.year, 12, 31),
    )


def write(rows: Rows) -> None:
    # Foreign keys are checked at commit on both databases, so a household may name its head before the head is there.
    Household.objects.bulk_create(rows.households, batch_size=BATCH)
    Resident.objects.bulk_create(rows.residents, batch_size=BATCH)
    Membership.objects.bulk_create(rows.memberships, batch_size=BATCH)
    Ethnicity.objects.bulk_create(rows.ethnicities, batch_size=BATCH)
    Contact.objects.bulk_create(rows.contacts, batch_size=BATCH)
    Classification.objects.bulk_create(rows.classes, batch_size=BATCH)
