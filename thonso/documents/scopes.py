"""What several scopes of the policy table mean alike for things of this wing: in whose place somebody acts, whose work it is."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from thonso.core.access import policy
from thonso.core.access.actors import Actor, Grant


def whose(actor: Actor, grant: Grant) -> UUID | None:
    """In whose place: the colleague whose post was lent, or oneself."""
    return grant.acting_for or actor.account_id


def own(actor: Actor, grant: Grant, row: Any) -> bool:
    return bool(grant.commune_id == row.commune_id and row.account_id == whose(actor, grant))


def own_q(actor: Actor, grant: Grant) -> Q:
    who = whose(actor, grant)
    return Q(commune=grant.commune_id, account=who) if who else policy.NOTHING
