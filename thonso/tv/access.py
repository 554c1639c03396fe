"""The only loaders of this wing from what a person gave."""

from uuid import UUID

from django.db.models import QuerySet

from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import commune_of
from thonso.core.access.policy import absent, can, load, visible
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.units.models import Unit
from thonso.core.units.services import hamlets
from thonso.tv.models import Announcement, TvScreen


def own_hamlets(actor: Actor) -> list[Unit]:
    """Where the actor holds a post of a hamlet. Raises Absent for everybody else."""
    ids = {one.unit_id for one in actor.grants if one.role in HAMLET_ROLES and one.unit_id}
    found = list(Unit.objects.filter(pk__in=ids, kind="hamlet").select_related("commune").order_by("folded"))
    if not found:
        raise absent()
    return found


def kept_commune(actor: Actor) -> Unit:
    """The commune for which the actor writes announcements. Raises Absent for everybody else."""
    return commune_of(actor, "write", "announcement")


def hamlets_of(commune: Unit) -> list[Unit]:
    return list(hamlets(commune.pk))


def screens(actor: Actor) -> QuerySet[TvScreen]:
    rows = TvScreen.objects.filter(visible(actor, "read", TvScreen), revoked_at=None)
    return rows.select_related("hamlet").order_by("hamlet__folded", "folded")


def screen(actor: Actor, screen_id: UUID) -> TvScreen:
    return load(actor, "manage", TvScreen.objects.select_related("hamlet"), screen_id)


def announcement(actor: Actor, announcement_id: UUID) -> Announcement:
    """One that the actor may take down."""
    return load(actor, "write", Announcement.objects.select_related("hamlet"), announcement_id)


def manages(actor: Actor, row: TvScreen) -> bool:
    return bool(can(actor, "manage", row))


def writes(actor: Actor, row: Announcement) -> bool:
    return bool(can(actor, "write", row))
