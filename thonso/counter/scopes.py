"""What concerns an official's own household at the counter, as a query."""

from django.db.models import Q

from thonso.core.access.actors import Actor
from thonso.core.access.policy import NOTHING


def own_visits(actor: Actor) -> Q:
    q = NOTHING
    if actor.household_id:
        q = q | Q(household_id=actor.household_id)
    if actor.resident_id:
        q = q | Q(resident_id=actor.resident_id)
    return q
