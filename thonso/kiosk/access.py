"""The only loaders of this wing from what a person gave."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from thonso.core.access.actors import Actor, Grant
from thonso.core.access.policy import absent, can, load, register_scope, visible
from thonso.core.units.models import Unit
from thonso.kiosk.models import Kiosk
from thonso.tv.access import own_hamlets

__all__ = ["hamlet", "kept_commune", "kiosk", "kiosks", "manages", "own_hamlets", "register"]


def register() -> None:
    """The lobby is the office's: a PC there belongs to no hamlet."""

    def test(actor: Actor, grant: Grant, row: Any) -> bool:
        return grant.commune_id is not None and row.commune_id == grant.commune_id and row.hamlet_id is None

    def query(actor: Actor, grant: Grant) -> Q:
        return Q(commune_id=grant.commune_id, hamlet=None) if grant.commune_id else Q(pk__in=[])

    register_scope("kiosk", Kiosk, "lobby", test=test, q=query)


def kept_commune(actor: Actor) -> Unit:
    """The commune whose PC in the lobby the actor keeps. Raises Absent for everybody else."""
    for grant in actor.grants:
        if grant.commune_id and can(actor, "manage", Kiosk(commune_id=grant.commune_id)):
            return Unit.objects.get(pk=grant.commune_id)
    raise absent()


def hamlet(key: str) -> Unit:
    """One that the page offered: `services.pair` asks whether the actor may. Raises Absent."""
    found = Unit.objects.filter(pk=key, kind="hamlet").first()
    if found is None:
        raise absent()
    return found


def kiosks(actor: Actor) -> QuerySet[Kiosk]:
    rows = Kiosk.objects.filter(visible(actor, "read", Kiosk), revoked_at=None)
    return rows.select_related("hamlet").order_by("hamlet__folded", "folded")


def kiosk(actor: Actor, kiosk_id: UUID) -> Kiosk:
    return load(actor, "manage", Kiosk.objects.select_related("hamlet"), kiosk_id)


def manages(actor: Actor, row: Kiosk) -> bool:
    return bool(can(actor, "manage", row))
