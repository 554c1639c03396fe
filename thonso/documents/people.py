"""To whom a document can be given: who works at the commune today."""

from uuid import UUID

from thonso.core.access.holding import holding
from thonso.core.access.roles import STAFF_ROLES
from thonso.documents.organs import ORGANS


def staff(commune_id: UUID) -> list[tuple[UUID, str]]:
    return holding(commune_id, STAFF_ROLES)


def keepers(commune_id: UUID, organ: str) -> list[tuple[UUID, str]]:
    """Who keeps the books of this organ and has its seal."""
    return holding(commune_id, ORGANS[organ].keepers)


def leaders(commune_id: UUID, organ: str) -> list[tuple[UUID, str]]:
    """Before whom what came to this organ is put."""
    return holding(commune_id, ORGANS[organ].leaders)
