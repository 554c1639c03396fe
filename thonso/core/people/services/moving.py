"""Moving between households, splitting one, moving a whole one, leaving the commune, dying."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.people.models import Household, Membership, Resident
from thonso.core.people.services.entering import add_household
from thonso.core.people.services.members import after_leaving, close_membership, open_membership, set_head
from thonso.core.units.models import Unit


def move(
    work: Work, actor: Ref, resident: Resident, to: Household, *, relation: str = "other", on: date | None = None
) -> Membership:
    """From the day `on` (today) the person belongs to another household of the commune."""
    day = on or today()
    if to.commune_id != resident.commune_id or to.valid_to is not None:
        raise Refused(_("Choose a household of this commune that exists now."))
    if resident.household_id == to.id:
        raise Refused(_("The person already lives in this household."))
    left = close_membership(resident, day)
    resident.household, resident.hamlet, resident.relation = to, to.hamlet, relation
    resident.status, resident.left_on = Resident.Status.HERE, None
    resident.save(update_fields=["household", "hamlet", "relation", "status", "left_on"])
    membership = open_membership(resident, to, relation, day)
    if relation == "head" or to.head_id is None:
        set_head(work, actor, to, resident)
    work.note(
        "resident.moved", actor, resident.ref, subject=resident.ref, facts={"to": str(to.id), "on": day.isoformat()}
    )
    after_leaving(work, actor, left, resident, day)
    work.publish("residents.changed", residents=[resident])
    return membership


def split_household(
    work: Work, actor: Ref, household: Household, leaving: Sequence[Resident], new_head: Resident, *,
    on: date | None = None, code: str = "", address: str = "",
) -> Household:  # fmt: skip
    """Some members make a household of their own in the same hamlet. It has no class until a decision gives it one."""
    day = on or today()
    ids = {resident.id for resident in leaving}
    here = set(Resident.objects.filter(household=household).values_list("id", flat=True))
    if not ids or not ids < here:
        raise Refused(_("Choose some of the members, not all of them."))
    if new_head.id not in ids:
        raise Refused(_("The head of the new household must be one of those who leave."))
    fresh = add_household(work, actor, household.hamlet, code=code, address=address or household.address, since=day)
    for resident in [new_head, *(one for one in leaving if one.id != new_head.id)]:
        relation = "head" if resident.id == new_head.id else "other"
        move(work, actor, resident, fresh, relation=relation, on=day)
    facts = {"new": str(fresh.id), "people": len(ids), "on": day.isoformat()}
    work.note("household.split", actor, household.ref, facts=facts)
    return fresh


def move_household(work: Work, actor: Ref, household: Household, hamlet: Unit) -> None:
    """The whole household now belongs to another hamlet of the commune (moved, or a hamlet was split)."""
    if hamlet.commune_id != household.commune_id or hamlet.valid_to is not None or hamlet.kind != Unit.Kind.HAMLET:
        raise Refused(_("Choose a hamlet that exists now."))
    household.hamlet = hamlet
    household.save(update_fields=["hamlet"])
    Resident.objects.filter(household=household).update(hamlet=hamlet)
    work.note("household.moved", actor, household.ref, facts={"hamlet": str(hamlet.id)})
    work.publish("residents.changed", residents=list(Resident.objects.filter(household=household)))


def leave(work: Work, actor: Ref, resident: Resident, reason: str, on: date) -> None:
    """The person died or moved out of the commune (`reason`: died | moved). The record stays."""
    if reason not in (Resident.Status.DIED, Resident.Status.MOVED):
        raise ValueError(reason)
    if on > today() or on < resident.birth_date:
        raise Refused(_("Please correct what is marked."), fields={"on": [_("This day cannot be right.")]})
    # The register may have put her into this household only after she died: then she was in it for that day.
    since = Membership.objects.filter(resident=resident, valid_to=None).values_list("valid_from", flat=True).first()
    last = max(on, since) if since and reason == Resident.Status.DIED else on
    left = close_membership(resident, last + timedelta(days=1))
    resident.household, resident.status, resident.left_on = None, reason, on
    resident.save(update_fields=["household", "status", "left_on"])
    work.note(f"resident.{reason}", actor, resident.ref, subject=resident.ref, facts={"on": on.isoformat()})
    after_leaving(work, actor, left, resident, last + timedelta(days=1))
    work.publish("residents.changed", residents=[resident])
    work.publish("resident.left", resident=resident, reason=reason, on=on)


def came_back(work: Work, actor: Ref, resident: Resident) -> None:
    """The death was no death, or not this person's: back into the household of before, opened again where it had ended."""
    if resident.status != Resident.Status.DIED:
        raise Refused(_("The register does not say that this person died."))
    ended = Membership.objects.filter(resident=resident).select_related("household").order_by("-valid_from", "-id")
    last = ended.first()
    resident.status, resident.left_on = Resident.Status.HERE, None
    if last is not None:
        home = last.household
        if home.valid_to is not None:
            # Where hamlets were merged meanwhile, only people and households that went on have followed.
            home.valid_to, home.hamlet = None, resident.hamlet
            home.save(update_fields=["valid_to", "hamlet"])
        Membership.objects.filter(pk=last.pk).update(valid_to=None)
        resident.household, resident.hamlet, resident.relation = home, home.hamlet, last.relation
    resident.save(update_fields=["household", "hamlet", "relation", "status", "left_on"])
    if last is not None and last.relation == "head":
        set_head(work, actor, last.household, resident)
    work.note("resident.death_undone", actor, resident.ref, subject=resident.ref)
    work.publish("residents.changed", residents=[resident])
