"""The only loaders of this wing from what a person gave."""

from uuid import UUID

from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import commune_of
from thonso.core.access.policy import can, require, visible
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.errors import Absent
from thonso.core.units.models import Unit
from thonso.outreach.models import Enrolment, MobileDay, SlipPad


def kept_commune(actor: Actor) -> Unit:
    """The commune whose mobile days the actor keeps. Raises Absent for everybody else."""
    return commune_of(actor, "edit", "mobile_day")


def day(actor: Actor, day_id: UUID, action: str = "edit") -> MobileDay:
    rows = MobileDay.objects.filter(visible(actor, action, MobileDay), pk=day_id)
    row = rows.select_related("hamlet", "officer", "commune").first()
    if row is None:
        if there := MobileDay.objects.filter(pk=day_id).first():
            require(actor, action, there)  # journals that it was refused
        raise Absent
    return row


def enrolment(actor: Actor, enrolment_id: UUID) -> Enrolment:
    """For who keeps the day; a helper only what she entered herself."""
    row = Enrolment.objects.filter(pk=enrolment_id).select_related("day__hamlet").first()
    if row is None:
        raise Absent
    if can(actor, "edit", row.day) or (can(actor, "enrol", row.day) and row.entered_by == actor.account_id):
        return row
    require(actor, "edit", row.day)
    raise Absent


def own_days(actor: Actor) -> list[MobileDay]:
    """Days in the helper's hamlet for which she can put people on the list."""
    if not actor.has_any(HAMLET_ROLES):
        raise Absent
    rows = MobileDay.objects.filter(visible(actor, "enrol", MobileDay), state__in=("announced", "open"))
    return list(rows.select_related("hamlet", "officer").order_by("day"))


def pad_commune(actor: Actor) -> Unit:
    """The commune whose pads of slips the actor keeps. Raises Absent for everybody else."""
    return commune_of(actor, "edit", "slip_pad")


def pad(actor: Actor, pad_id: UUID) -> SlipPad:
    row = SlipPad.objects.filter(visible(actor, "edit", SlipPad), pk=pad_id).select_related("commune", "hamlet").first()
    if row is None:
        if there := SlipPad.objects.filter(pk=pad_id).first():
            require(actor, "edit", there)
        raise Absent
    return row
