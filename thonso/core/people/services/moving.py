"""Moving between households, splitting one, moving a whole one, leaving the commune, dying."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.people.models import MOVED_LABEL, Household, Membership, Resident
from thonso.core.people.services.entering import add_household
from thonso.core.people.services.members import after_leaving, check_day, close_membership, open_membership, set_head
from thonso.core.units.models import Unit


def move(
    work: Work, actor: Ref, resident: Resident, to: Household, *, relation: str = "other", on: date | None = None,
    heir: Resident | None = None, why: str = "",
) -> Membership:  # fmt: skip
    """From the day `on` (today) the person belongs to another household of the commune. `heir` heads the one she leaves."""
    day = on or today()
    check_day(resident, day)
    if resident.status in (Resident.Status.DIED, Resident.Status.MERGED):
        raise Refused(_already(resident))
    if resident.left_on and day < resident.left_on:
        raise Refused(fields={"on": [_already(resident)]})
    if to.commune_id != resident.commune_id or to.valid_to is not None:
        raise Refused(_("Choose a household of this commune that exists now."))
    if resident.household_id == to.id:
        raise Refused(_("The person already lives in this household."))
    left = close_membership(resident, day)
    resident.household, resident.hamlet, resident.relation = to, to.hamlet, relation
    resident.status, resident.left_on, resident.moved_to = Resident.Status.HERE, None, None
    resident.save(update_fields=["household", "hamlet", "relation", "status", "left_on", "moved_to"])
    membership = open_membership(resident, to, relation, day)
    if relation == "head" or to.head_id is None:
        set_head(work, actor, to, resident)
    facts = {"to": str(to.id), "on": day.isoformat()}
    work.note("resident.moved", actor, resident.ref, subject=resident.ref, purpose=why, facts=facts)
    after_leaving(work, actor, left, resident, day, heir)
    work.publish("residents.changed", residents=[resident])
    return membership


def split_household(
    work: Work, actor: Ref, household: Household, leaving: Sequence[Resident], new_head: Resident, *,
    on: date | None = None, code: str = "", address: str = "", relations: Mapping[UUID, str] | None = None,
    heir: Resident | None = None, why: str = "",
) -> Household:  # fmt: skip
    """Some members make a household of their own in the same hamlet. It has no class until a decision gives it one.

    `relations`: what each is to the new head; `heir` heads those who stay.
    """
    day = on or today()
    ids = {resident.id for resident in leaving}
    here = set(Resident.objects.filter(household=household).values_list("id", flat=True))
    if not ids or not ids < here:
        raise Refused(_("Choose some of the members, not all of them."))
    if new_head.id not in ids:
        raise Refused(_("The head of the new household must be one of those who leave."))
    for resident in leaving:
        check_day(resident, day)
    fresh = add_household(work, actor, household.hamlet, code=code, address=address or household.address, since=day)
    for resident in [new_head, *(one for one in leaving if one.id != new_head.id)]:
        relation = "head" if resident.id == new_head.id else (relations or {}).get(resident.id, "other")
        move(work, actor, resident, fresh, relation=relation, on=day, heir=heir, why=why)
    facts = {"new": str(fresh.id), "people": len(ids), "on": day.isoformat()}
    work.note("household.split", actor, household.ref, purpose=why, facts=facts)
    return fresh


def move_household(work: Work, actor: Ref, household: Household, hamlet: Unit, why: str = "") -> None:
    """The whole household now belongs to another hamlet of the commune (moved, or a hamlet was split)."""
    if hamlet.commune_id != household.commune_id or hamlet.valid_to is not None or hamlet.kind != Unit.Kind.HAMLET:
        raise Refused(_("Choose a hamlet that exists now."))
    household.hamlet = hamlet
    household.save(update_fields=["hamlet"])
    Resident.objects.filter(household=household).update(hamlet=hamlet)
    work.note("household.moved", actor, household.ref, purpose=why, facts={"hamlet": str(hamlet.id)})
    work.publish("residents.changed", residents=list(Resident.objects.filter(household=household)))


def leave(
    work: Work, actor: Ref, resident: Resident, reason: str, on: date, *, heir: Resident | None = None, why: str = "",
    moved_to: str = "",
) -> None:  # fmt: skip
    """The person died or moved out of the commune (`reason`: died | moved). The record stays; `heir` heads the home;
    `moved_to`: where to, where that was said."""
    if reason not in (Resident.Status.DIED, Resident.Status.MOVED):
        raise ValueError(reason)
    check_day(resident, on)
    if resident.status != Resident.Status.HERE:
        raise Refused(_already(resident))
    # The register may have put her into this household only after that day: then she was in it for one day.
    spans = Membership.objects.filter(resident=resident)
    since = spans.filter(valid_to=None).values_list("valid_from", flat=True).first()
    put_late = since and (reason == Resident.Status.DIED or not spans.exclude(valid_to=None).exists())
    last = max(on, since) if since and put_late else on
    left = close_membership(resident, last + timedelta(days=1))
    resident.household, resident.status, resident.left_on = None, reason, on
    resident.moved_to = crypto.seal(MOVED_LABEL, resident.pk, moved_to) if moved_to else None
    resident.save(update_fields=["household", "status", "left_on", "moved_to"])
    facts = {"on": on.isoformat()}
    work.note(f"resident.{reason}", actor, resident.ref, subject=resident.ref, purpose=why, facts=facts)
    after_leaving(work, actor, left, resident, last + timedelta(days=1), heir)
    work.publish("residents.changed", residents=[resident])
    work.publish("resident.left", resident=resident, reason=reason, on=on)


def _already(resident: Resident) -> str:
    known = {"name": resident.full_name, "on": f"{resident.left_on:%d/%m/%Y}" if resident.left_on else "–"}
    if resident.status == Resident.Status.MERGED:
        return _("This record was put together with another one: open that one.")
    if resident.status == Resident.Status.DIED:
        return _("By the register %(name)s died on %(on)s.") % known
    return _("By the register %(name)s moved away on %(on)s.") % known


def came_back(work: Work, actor: Ref, resident: Resident, why: str = "") -> None:
    """The death or the leaving was none, or not this person's: back into the household of before, opened again where it
    had ended."""
    undone = {Resident.Status.DIED: "resident.death_undone", Resident.Status.MOVED: "resident.leaving_undone"}
    verb = undone.get(Resident.Status(resident.status))
    if verb is None:
        raise Refused(_("By the register %(name)s lives here.") % {"name": resident.full_name})
    ended = Membership.objects.filter(resident=resident).select_related("household").order_by("-valid_from", "-id")
    last = ended.first()
    resident.status, resident.left_on, resident.moved_to = Resident.Status.HERE, None, None
    if last is not None:
        home = last.household
        if home.valid_to is not None:
            # Where hamlets were merged meanwhile, only people and households that went on have followed.
            home.valid_to, home.hamlet = None, resident.hamlet
            home.save(update_fields=["valid_to", "hamlet"])
        Membership.objects.filter(pk=last.pk).update(valid_to=None)
        resident.household, resident.hamlet, resident.relation = home, home.hamlet, last.relation
    resident.save(update_fields=["household", "hamlet", "relation", "status", "left_on", "moved_to"])
    if last is not None and last.relation == "head":
        set_head(work, actor, last.household, resident)
    work.note(verb, actor, resident.ref, subject=resident.ref, purpose=why)
    work.publish("residents.changed", residents=[resident])
