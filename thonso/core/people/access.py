"""The only loaders of people from what a user gives: load, authorise and journal the reading in one step.

`purpose` is the open task ("dossier TS-261109-0007"), or the words the reader gave; an empty one is refused for staff.
"""

from datetime import date
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
from thonso.core.journal.services import record_read
from thonso.core.people import services
from thonso.core.people.models import Classification, DuplicateProposal, Ethnicity, Household, Resident

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


def household(actor: Actor, household_id: UUID, purpose: str) -> Household:
    """One household with its members, opened; one journal entry. Raises Absent."""
    row = Household.objects.select_related("hamlet", "head").filter(id=household_id).first()
    if row is None:
        raise Absent(NO_SUCH)
    require(actor, "read", row)
    record_read(row.commune_id, actor.ref, row.ref, _purpose(actor, row, purpose))
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
