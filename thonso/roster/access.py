"""The only loaders of the timetable from what a person gave."""

from uuid import UUID

from django.db.models import Q

from thonso.core.access.actors import Actor, Grant
from thonso.core.access.models import Account
from thonso.core.access.pages.shared import commune_of
from thonso.core.access.policy import NOTHING, absent, register_scope, require, visible
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.errors import Absent
from thonso.core.units.models import Unit
from thonso.roster.models import Absence, Duty


def register() -> None:
    register_scope(
        "absence", Absence, "own",
        test=lambda actor, grant, absence: actor.account_id is not None and absence.helper_id == actor.account_id
        and absence.commune_id == grant.commune_id,
        q=_own,
    )  # fmt: skip


def _own(actor: Actor, grant: Grant) -> Q:
    mine = actor.account_id is not None and grant.commune_id is not None
    return Q(helper_id=actor.account_id, commune_id=grant.commune_id) if mine else NOTHING


def kept_commune(actor: Actor) -> Unit:
    """The commune whose timetable the actor keeps. Raises Absent for everybody else."""
    return commune_of(actor, "edit", "duty")


def duty(actor: Actor, duty_id: UUID) -> Duty:
    row = Duty.objects.filter(visible(actor, "edit", Duty), pk=duty_id).select_related("hamlet", "helper").first()
    if row is None:
        raise _absent(actor, Duty.objects.filter(pk=duty_id).first())
    return row


def absence(actor: Actor, absence_id: UUID) -> Absence:
    row = Absence.objects.filter(visible(actor, "edit", Absence), pk=absence_id).select_related("helper").first()
    if row is None:
        raise _absent(actor, Absence.objects.filter(pk=absence_id).first())
    return row


def _absent(actor: Actor, there: Duty | Absence | None) -> Absent:
    if there is not None:
        require(actor, "edit", there)  # journals that it was refused
    return absent()


def own_commune(actor: Actor) -> UUID:
    """The commune in which the helper holds a post of a hamlet. Raises Absent."""
    found = next((one.commune_id for one in actor.grants if one.role in HAMLET_ROLES and one.commune_id), None)
    if found is None:
        raise absent()
    return found


def own_account(actor: Actor) -> Account:
    """Who acts, as a row."""
    return Account.objects.get(pk=actor.id)
