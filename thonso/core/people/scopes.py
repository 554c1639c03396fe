"""What the scopes of the policy table mean for people. Columns of the same name (commune, hamlet) need nothing here."""

from uuid import UUID

from django.db.models import Q

from thonso.core.access.actors import Actor, Grant
from thonso.core.access.policy import NOTHING, register_kind, register_own_people, register_scope
from thonso.core.people.models import Classification, Household, Resident


def _is(value: UUID | None, other: UUID) -> bool:
    return value is not None and value == other


def _own_people_of_resident(actor: Actor) -> Q:
    q = Q(pk=actor.resident_id) if actor.resident_id else NOTHING
    return q | Q(household_id=actor.household_id, household__isnull=False) if actor.household_id else q


def register() -> None:
    register_kind("resident", Resident)
    register_kind("household", Household)
    register_kind("classification", Classification)
    register_scope(
        "resident",
        Resident,
        "own",
        test=lambda actor, grant, row: _is(actor.resident_id, row.pk),
        q=lambda actor, grant: Q(pk=actor.resident_id) if actor.resident_id else NOTHING,
    )
    register_scope(
        "household",
        Household,
        "own_household",
        test=lambda actor, grant, row: _is(actor.household_id, row.pk),
        q=lambda actor, grant: Q(pk=actor.household_id) if actor.household_id else NOTHING,
    )
    # Which resident an assisted session is about is known above (dossiers), which says it again with its own meaning.
    register_scope("resident", Resident, "assist", test=_never, q=lambda actor, grant: NOTHING)
    register_own_people(Resident, _own_people_of_resident)
    register_own_people(Household, lambda actor: Q(pk=actor.household_id) if actor.household_id else NOTHING)
    register_own_people(
        Classification, lambda actor: Q(household_id=actor.household_id) if actor.household_id else NOTHING
    )


def _never(actor: Actor, grant: Grant, row: Resident) -> bool:
    return False
