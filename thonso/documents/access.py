"""The only loaders of this wing from what a person gave: whoever keeps an organ's books, and its leaders to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from thonso.core.access import policy
from thonso.core.access.actors import Actor, Grant
from thonso.core.files.models import Upload
from thonso.core.units.models import Unit
from thonso.documents.models import Incoming
from thonso.documents.organs import ORGANS, Organ, kept_by, read_by


@dataclass(frozen=True, slots=True)
class Intake:
    """What is about to come to an organ, for `policy.can`."""

    commune_id: UUID
    organ: str

    policy_kind: Final = "incoming"


def commune_of(actor: Actor, action: str = "read") -> tuple[Unit, list[Organ]]:
    """The commune of this actor's post, and its organs of whose incoming documents she may do this. Raises Absent."""
    for grant in actor.grants:
        if grant.commune_id and (found := organs(actor, grant.commune_id, action)):
            return Unit.objects.get(pk=grant.commune_id), found
    raise policy.absent()


def organs(actor: Actor, commune_id: UUID, action: str) -> list[Organ]:
    return [one for one in ORGANS.values() if policy.can(actor, action, Intake(commune_id, one.key))]


def incoming(actor: Actor, id_: UUID, action: str = "read") -> Incoming:
    rows = Incoming.objects.select_related("commune", "upload", "brought_by", "registered_by")
    return policy.load(actor, action, rows, id_)


def listed(actor: Actor) -> QuerySet[Incoming]:
    return Incoming.objects.filter(policy.visible(actor, "read", Incoming))


def waiting(actor: Actor) -> QuerySet[Incoming]:
    """What this actor has to register."""
    rows = Incoming.objects.filter(policy.visible(actor, "register", Incoming), state="waiting")
    return rows.select_related("upload").order_by("-urgency", "arrived_at", "id")


def to_do(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    return [waiting(actor)]


def may_open(actor: Actor, upload: Upload) -> bool:
    return listed(actor).filter(upload=upload).exists()


def needed(uploads: list[UUID]) -> set[UUID]:
    return set(Incoming.objects.filter(upload__in=uploads).values_list("upload_id", flat=True))


# --- what the scopes of the policy table mean here --------------------------------------------------------------------


def _kept(actor: Actor, grant: Grant, row: Any) -> bool:
    return grant.commune_id == row.commune_id and row.organ in kept_by(grant.role)


def _kept_q(actor: Actor, grant: Grant) -> Q:
    return Q(commune=grant.commune_id, organ__in=kept_by(grant.role))


def _read(actor: Actor, grant: Grant, row: Any) -> bool:
    return grant.commune_id == row.commune_id and row.organ in read_by(grant.role)


def _read_q(actor: Actor, grant: Grant) -> Q:
    return Q(commune=grant.commune_id, organ__in=read_by(grant.role))


def register_scopes() -> None:
    for model in (Incoming, Intake):
        policy.register_scope("incoming", model, "kept", test=_kept, q=_kept_q)  # type: ignore[arg-type]
        policy.register_scope("incoming", model, "organ", test=_read, q=_read_q)  # type: ignore[arg-type]
