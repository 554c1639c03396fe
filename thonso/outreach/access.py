"""The only loaders of this wing from what a person gave."""

from uuid import UUID

from django.db.models import Prefetch, Q

from thonso.core.access.actors import Actor, Grant
from thonso.core.access.pages.shared import commune_of
from thonso.core.access.policy import NOTHING, absent, can, load, register_scope, require, visible
from thonso.core.access.roles import HAMLET_ROLES, STAFF_ROLES
from thonso.core.base.clock import today
from thonso.core.units.models import Unit
from thonso.outreach.models import CarriedPaper, Enrolment, HandOver, MobileDay, SlipPad


def kept_commune(actor: Actor) -> Unit:
    """The commune whose mobile days the actor keeps. Raises Absent for everybody else."""
    return commune_of(actor, "edit", "mobile_day")


def day(actor: Actor, day_id: UUID, action: str = "edit") -> MobileDay:
    return load(actor, action, MobileDay.objects.select_related("hamlet", "officer", "commune"), day_id)


def enrolment(actor: Actor, enrolment_id: UUID) -> Enrolment:
    """For who keeps the day; a helper only what she entered herself."""
    row = Enrolment.objects.filter(pk=enrolment_id).select_related("day__hamlet").first()
    if row is None:
        raise absent()
    if can(actor, "edit", row.day) or (can(actor, "enrol", row.day) and row.entered_by == actor.account_id):
        return row
    require(actor, "edit", row.day)
    raise absent()


def own_days(actor: Actor) -> list[MobileDay]:
    """Days in the helper's hamlet for which she can put people on the list."""
    if not actor.has_any(HAMLET_ROLES):
        raise absent()
    rows = MobileDay.objects.filter(visible(actor, "enrol", MobileDay), state__in=("announced", "open"))
    return list(rows.select_related("hamlet", "officer").order_by("day", "pk"))


def led_day(actor: Actor, day_id: UUID) -> MobileDay:
    """The officer's own day, whatever became of it since: who worked there without signal brings what was taken in."""
    row = MobileDay.objects.select_related("hamlet").filter(pk=day_id, officer_id=actor.account_id).first()
    if row is None:
        raise absent()
    return row


def led_days(actor: Actor) -> list[MobileDay]:
    """The officer's own days from today on, with who is or was on their lists: to be taken along."""
    rows = MobileDay.objects.filter(officer_id=actor.account_id, day__gte=today(), state__in=("announced", "open"))
    listed = Prefetch("enrolments", Enrolment.objects.order_by("at", "id"))
    return list(rows.select_related("hamlet").prefetch_related(listed).order_by("day", "starts"))


def pad_commune(actor: Actor) -> Unit:
    """The commune whose pads of slips the actor keeps. Raises Absent for everybody else."""
    return commune_of(actor, "edit", "slip_pad")


def pad(actor: Actor, pad_id: UUID) -> SlipPad:
    return load(actor, "edit", SlipPad.objects.select_related("commune", "hamlet"), pad_id)


def is_staff(actor: Actor) -> bool:
    return actor.has_any(STAFF_ROLES)


def telling_commune(actor: Actor) -> Unit:
    """The commune whose people the actor tells by voice. Raises Absent for everybody else."""
    return commune_of(actor, "tell", "call")


def pouch_commune(actor: Actor) -> Unit:
    """The commune whose papers go through the actor's hands. Raises Absent for everybody else."""
    return commune_of(actor, "handle", "hand_over")


def keeps_desk(actor: Actor, commune_id: UUID) -> bool:
    return actor.has("one_stop", commune_id)


def hamlet_commune(actor: Actor) -> UUID:
    """The commune in which the helper holds a post of a hamlet. Raises Absent."""
    found = next((one.commune_id for one in actor.grants if one.role in HAMLET_ROLES and one.commune_id), None)
    if found is None:
        raise absent()
    return found


def hand_over(actor: Actor, list_id: UUID) -> HandOver:
    """For the desk, and for whoever gave it or is meant to take it."""
    return load(actor, "read", HandOver.objects.select_related("giver", "to", "taker", "commune"), list_id)


def may_take(actor: Actor, made: HandOver) -> bool:
    if made.giver_id == actor.account_id:
        return False
    if made.way in {"to_desk", "back_desk"}:
        return keeps_desk(actor, made.commune_id)
    return made.to_id == actor.account_id


def carried_paper(actor: Actor, paper_id: UUID) -> CarriedPaper:
    """For who holds it; what lies at the desk is everybody's there."""
    return load(actor, "hold", CarriedPaper.objects.select_related("dossier"), paper_id)


def _of_list(actor: Actor, grant: Grant, made: HandOver) -> bool:
    return (
        actor.account_id is not None
        and made.commune_id == grant.commune_id
        and actor.account_id in {made.giver_id, made.to_id, made.taker_id}
    )


def _of_list_q(actor: Actor, grant: Grant) -> Q:
    if actor.account_id is None or grant.commune_id is None:
        return NOTHING
    me = Q(giver=actor.account_id) | Q(to=actor.account_id) | Q(taker=actor.account_id)
    return me & Q(commune_id=grant.commune_id)


def _held(actor: Actor, grant: Grant, row: CarriedPaper) -> bool:
    mine = actor.account_id is not None and row.holder_id == actor.account_id
    return mine and row.place in {"helper", "division"} and row.commune_id == grant.commune_id


def _held_q(actor: Actor, grant: Grant) -> Q:
    if actor.account_id is None or grant.commune_id is None:
        return NOTHING
    return Q(holder=actor.account_id, place__in=["helper", "division"], commune_id=grant.commune_id)


def register() -> None:
    """What the scopes mean for lists and papers."""
    register_scope("hand_over", HandOver, "own", test=_of_list, q=_of_list_q)
    register_scope("carried_paper", CarriedPaper, "own", test=_held, q=_held_q)
    register_scope(
        "carried_paper", CarriedPaper, "commune",
        test=lambda actor, grant, row: row.commune_id == grant.commune_id and row.place == "desk",
        q=lambda actor, grant: Q(commune_id=grant.commune_id, place="desk") if grant.commune_id else NOTHING,
    )  # fmt: skip
