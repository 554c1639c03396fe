"""Who belongs to a household from when to when, and who is its head. Used by entering and moving."""

from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.people.models import RELATIONS, Household, Membership, Resident


def set_head(work: Work, actor: Ref, household: Household, resident: Resident, why: str = "") -> None:
    """Who was the head until now stays as an other member: what the members are to the new one, only people know."""
    if resident.household_id != household.id:
        raise Refused(_("The head of a household must live in it."))
    household.refresh_from_db(fields=["head"])
    previous = household.head_id
    household.head = resident
    household.save(update_fields=["head"])
    if previous and previous != resident.id:
        Resident.objects.filter(id=previous, household=household, relation="head").update(relation="other")
        Membership.objects.filter(resident_id=previous, household=household, valid_to=None, relation="head").update(
            relation="other"
        )
    resident.relation = "head"
    resident.save(update_fields=["relation"])
    Membership.objects.filter(resident=resident, household=household, valid_to=None).update(relation="head")
    if previous != resident.id:
        facts = {"before": str(previous)} if previous else None
        work.note("household.head_changed", actor, household.ref, subject=resident.ref, purpose=why, facts=facts)


def relation_of(resident: Resident) -> str:
    """What the person is in the household of today. The household says who its head is, and there is one."""
    if resident.household and resident.household.head_id == resident.id:
        return "head"
    return "other" if resident.relation == "head" else resident.relation


def set_relation(work: Work, actor: Ref, resident: Resident, relation: str, why: str = "") -> None:
    """What the person is to the head, set right; as the head, in the place of who was it. Raises Refused with `fields`."""
    home = resident.household
    if home is None or relation not in RELATIONS:
        raise ValueError(relation)
    if relation == "head":
        set_head(work, actor, home, resident, why)
        return
    if home.head_id == resident.id:
        text = _("A household has a head: open who becomes it and choose Head of the household there.")
        raise Refused(_("Please correct what is marked."), fields={"relation": [text]})
    resident.relation = relation
    resident.save(update_fields=["relation"])
    Membership.objects.filter(resident=resident, household=home, valid_to=None).update(relation=relation)
    facts = {"fields": ["relation"]}
    work.note("resident.corrected", actor, resident.ref, subject=resident.ref, purpose=why, facts=facts)


def check_day(resident: Resident, day: date) -> None:
    """Raises Refused at `on` for a day on which nothing can have happened to this person yet."""
    if day > today():
        text = _("This day is still to come: record it on the day itself or afterwards.")
    elif day < resident.birth_date:
        born = f"{resident.birth_date:%d/%m/%Y}"
        text = _("%(name)s was born only on %(born)s.") % {"name": resident.full_name, "born": born}
    else:
        return
    raise Refused(_("Please correct what is marked."), fields={"on": [text]})


def open_membership(resident: Resident, household: Household, relation: str, day: date) -> Membership:
    return Membership.objects.create(
        id=new_id(),
        commune_id=household.commune_id,
        resident=resident,
        household=household,
        relation=relation,
        valid_from=day,
    )


def close_membership(resident: Resident, day: date) -> Household | None:
    """End the open membership the day before `day`; one that began on that day or later was a mistake and goes."""
    open_ = Membership.objects.filter(resident=resident, valid_to=None).select_related("household").first()
    if open_ is None:
        return None
    earlier = Membership.objects.filter(resident=resident, valid_to__gte=day).aggregate(last=Max("valid_to"))["last"]
    if earlier:
        raise Refused(_("The person already moved after that day."), fields={"on": [_("Choose a later day.")]})
    if open_.valid_from >= day:
        open_.delete()
    else:
        open_.valid_to = day - timedelta(days=1)
        open_.save(update_fields=["valid_to"])
    return open_.household


def after_leaving(
    work: Work, actor: Ref, household: Household | None, gone: Resident, day: date, heir: Resident | None = None
) -> None:
    """A household that lost its head gets another, `heir` where one was chosen; one that lost everybody ends."""
    if household is None:
        return
    household.refresh_from_db()
    rest = list(Resident.objects.filter(household=household))
    if not rest:
        household.head = None
        household.valid_to = max(day - timedelta(days=1), household.valid_from)
        household.save(update_fields=["head", "valid_to"])
        work.note("household.ended", actor, household.ref)
    elif household.head_id == gone.id:
        # Its wife or husband, otherwise the eldest; the officer may choose another afterwards.
        others = sorted(rest, key=lambda one: (one.relation != "spouse", one.birth_date))
        set_head(work, actor, household, heir if heir in rest else others[0])
