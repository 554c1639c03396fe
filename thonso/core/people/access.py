"""The only loaders of people from what a user gives: load, authorise and journal the reading in one step.

`purpose` is the open task ("dossier TS-261109-0007"), or the words the reader gave; an empty one is refused for staff.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access.actors import Actor
from thonso.core.access.policy import can, require, visible
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.prepared import Prepared
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.services import record_read
from thonso.core.journal.work import transact
from thonso.core.people import build, rules, services
from thonso.core.people.models import Classification, Contact, DuplicateProposal, Ethnicity, Household, Resident
from thonso.core.people.rules import Birth

NO_SUCH = gettext_lazy("There is no such page, or it is not for you.")


def residents(actor: Actor) -> QuerySet[Resident]:
    """Whom the actor may find and see in a list: names, year of birth, hamlet. Opening one is `resident`."""
    rows = Resident.objects.filter(visible(actor, "read", Resident)).exclude(status=Resident.Status.MERGED)
    return rows.select_related("hamlet", "household")


def households(actor: Actor) -> QuerySet[Household]:
    return Household.objects.filter(visible(actor, "read", Household)).select_related("hamlet", "head")


def resident(actor: Actor, resident_id: UUID, purpose: str) -> Resident:
    """One resident, opened; who was merged into another gives that one. Raises Absent."""
    row = Resident.objects.select_related("hamlet", "household").filter(id=resident_id).first()
    if row is not None and row.merged_into_id:
        row = Resident.objects.select_related("hamlet", "household").get(id=row.merged_into_id)
    if row is None:
        raise Absent(NO_SUCH)
    require(actor, "read", row)
    record_read(row.commune_id, actor.ref, row.ref, _purpose(actor, row, purpose), subject=row.ref)
    return row


def to_edit(actor: Actor, resident_id: UUID) -> Resident:
    """A resident whom the actor may set right, opened for that. Raises Absent, also for who was merged into another."""
    row = Resident.objects.select_related("hamlet", "household").filter(id=resident_id, merged_into=None).first()
    if row is None:
        raise Absent(NO_SUCH)
    require(actor, "edit", row)
    record_read(row.commune_id, actor.ref, row.ref, "to correct it", subject=row.ref)
    return row


def household_to_edit(actor: Actor, household_id: UUID) -> Household:
    """A household of today to which the actor may add people. Raises Absent."""
    home = Household.objects.select_related("hamlet").filter(id=household_id, valid_to=None).first()
    if home is None:
        raise Absent(NO_SUCH)
    require(actor, "edit", home)
    return home


def home_to_change(actor: Actor, household_id: UUID) -> tuple[Household, list[Resident]]:
    """A household with who lives in it, opened to split or move it. Raises Absent."""
    home = Household.objects.select_related("hamlet", "head").filter(id=household_id).first()
    if home is None:
        raise Absent(NO_SUCH)
    require(actor, "edit", home)
    record_read(home.commune_id, actor.ref, home.ref, "to correct it")
    return home, members(home)


def members(home: Household) -> list[Resident]:
    """Who lives in a household that was opened just now: its head first, then by age."""
    rows = list(Resident.objects.filter(household=home, status=Resident.Status.HERE))
    return sorted(rows, key=lambda one: (one.id != home.head_id, one.birth_date))


def destination(actor: Actor, commune_id: UUID, code: str) -> Household | None:
    """The household of today with this number, None also for one that the actor may not change."""
    rows = Household.objects.select_related("hamlet", "head").filter(commune_id=commune_id, valid_to=None)
    home = rows.filter(code__iexact=code).first()
    return home if home is not None and can(actor, "edit", home).allow else None


def contacts(opened: Resident, most: int | None = 3) -> list[Contact]:
    """Telephones of a resident who was opened just now."""
    rows = Contact.objects.filter(resident=opened, valid_to=None)
    return list(rows.order_by("owner_kind", "id")[:most])


def contact_to_edit(opened: Resident, contact_id: UUID) -> Contact:
    """A telephone of a resident who was opened to be set right. Raises Absent."""
    row = Contact.objects.select_related("resident").filter(resident=opened, id=contact_id).first()
    if row is None:
        raise Absent(NO_SUCH)
    return row


def id_number(actor: Actor, row: Resident, purpose: str) -> str:
    """The ID number in clear, for a person's eyes; '' when there is none. A reading of its own in the journal."""
    require(actor, "read_id", row)
    _record(actor, row, "id_number", purpose)
    return services.id_number_of(row)


def ethnicity(actor: Actor, row: Resident, purpose: str) -> str:
    """The ethnic group, '' when not given. Restricted like the ID number."""
    require(actor, "read_id", row)
    _record(actor, row, "ethnicity", purpose)
    return Ethnicity.objects.filter(resident=row).values_list("name", flat=True).first() or ""


def classification(actor: Actor, home: Household, purpose: str, on: date | None = None) -> Classification | None:
    """The class that holds on a day (today), None when there is none. Raises Absent for who may not know it."""
    row = services.classification_on(home, on or today())
    require(actor, "read", row or Classification(commune_id=home.commune_id, household=home))
    record_read(home.commune_id, actor.ref, Ref("classification", home.id), _purpose(actor, home, purpose))
    return row


def doubted(actor: Actor, home: Household) -> Classification | None:
    """The class that was taken back and is to be looked at again today, for who has just been told that none holds."""
    row = services.doubted_on(home, today())
    return row if row is not None and can(actor, "read", row).allow else None


@dataclass(frozen=True, slots=True)
class HouseholdEntry:
    """What the register holds of one household. `classes`: newest first; None for who may not know them."""

    household: Household
    members: list[Resident]
    classes: list[Classification] | None


def household_entry(actor: Actor, household_id: UUID, purpose: str) -> HouseholdEntry:
    """A household with who lives in it and its class year by year, opened as one reading. Raises Absent."""
    home = Household.objects.select_related("hamlet", "head").filter(id=household_id).first()
    if home is None:
        raise Absent(NO_SUCH)
    require(actor, "read", home)
    why = _purpose(actor, home, purpose)
    rows = Classification.objects.filter(household=home, replaced_at=None).order_by("-valid_from")
    knows = can(actor, "read", Classification(commune_id=home.commune_id, household=home)).allow
    with transact(home.commune_id) as work:
        work.note("household.read", actor.ref, home.ref, purpose=why)
        if knows:
            work.note("classification.read", actor.ref, Ref("classification", home.id), purpose=why)
    return HouseholdEntry(home, members(home), list(rows) if knows else None)


class NumberDoubt(StrEnum):
    """Why an ID number may have been typed wrongly, as far as the register can tell."""

    OTHER_NUMBER = "other_number"  # somebody of this name and birth is there under another number
    OTHER_NAME = "other_name"  # the number is there, under another name


def number_doubt(actor: Actor, commune_id: UUID, name: str, birth: Birth, number: str) -> NumberDoubt | None:
    """What an officer is told of a number that was typed: never whose record it is. None as well for who may not see it.

    `birth` may be no more than a year: then the year is compared.
    """
    blind = build.id_blind(rules.digits_of(number))
    rows = Resident.objects.filter(
        Q(folded=fold(name), birth_year=birth.year, status=Resident.Status.HERE) | Q(id_blind=blind),
        commune_id=commune_id,
    ).exclude(status=Resident.Status.MERGED)
    found = [one for one in rows[:20] if can(actor, "read", one).allow]
    owner = next((one for one in found if one.id_blind == blind), None)
    if owner is not None:
        return None if owner.folded == fold(name) else NumberDoubt.OTHER_NAME
    same_day = [one for one in found if one.id_blind and _may_be_one_day(one.birth, birth)]
    return NumberDoubt.OTHER_NUMBER if same_day else None


def _may_be_one_day(one: Birth, other: Birth) -> bool:
    """Of two births in one year, whether they may be the same: only what both know is compared."""
    if one.precision == other.precision == "day":
        return one.date == other.date
    return "year" in {one.precision, other.precision} or one.date.month == other.date.month


def find_by_id_number(actor: Actor, commune_id: UUID, text: str, purpose: str) -> Resident | None:
    """The resident with this number, opened; None when there is none or he is not for this actor's eyes."""
    row = services.find_by_id_number(commune_id, text)
    if row is None or not can(actor, "read", row):
        return None
    record_read(commune_id, actor.ref, row.ref, _purpose(actor, row, purpose), subject=row.ref)
    return row


def proposals(actor: Actor) -> QuerySet[DuplicateProposal]:
    """Open pairs of the communes where the actor may edit residents, except where it is about their own household."""
    editable = Resident.objects.filter(visible(actor, "edit", Resident))
    rows = DuplicateProposal.objects.filter(state="open").select_related("first__hamlet", "second__hamlet")
    return rows.filter(Q(first__in=editable) & Q(second__in=editable)).order_by("created_at", "id")


def proposal(actor: Actor, proposal_id: UUID, purpose: str) -> DuplicateProposal:
    """One pair, both records opened. Raises Absent."""
    rows = DuplicateProposal.objects.select_related(
        "first__hamlet", "second__hamlet", "first__household", "second__household"
    )
    row = rows.filter(id=proposal_id).first()
    if row is None:
        raise Absent(NO_SUCH)
    for one in (row.first, row.second):
        require(actor, "edit", one)
    for one in (row.first, row.second):
        record_read(one.commune_id, actor.ref, one.ref, purpose, subject=one.ref)
    return row


def household_of(resident_id: UUID) -> UUID | None:
    """For `access.actors`: the household a resident belongs to today."""
    found = _household_of.first(resident_id)
    return found[0] if found else None


_household_of = Prepared(lambda id_: Resident.objects.filter(id=id_).order_by().values_list("household_id"), UUID)


def _record(actor: Actor, row: Resident, what: str, purpose: str) -> None:
    record_read(row.commune_id, actor.ref, Ref(what, row.id), _purpose(actor, row, purpose), subject=row.ref)


def _purpose(actor: Actor, row: Resident | Household, purpose: str) -> str:
    """Reading one's own needs no reason; anybody else says why."""
    own = row.id in (actor.resident_id, actor.household_id)
    if not purpose.strip() and not own:
        raise Refused(_("Say why you open this record."), fields={"purpose": [_("Write the reason in a few words.")]})
    return purpose.strip()[:200] or "own"
