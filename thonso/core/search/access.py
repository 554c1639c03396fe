"""Search as one actor: only what the policy lets them see comes back, whatever the index holds."""

from dataclasses import dataclass
from uuid import UUID

from thonso.core.access.actors import Actor
from thonso.core.people.access import residents
from thonso.core.people.models import Resident
from thonso.core.search import services


@dataclass(frozen=True, slots=True)
class People:
    rows: list[Resident]
    more: bool


def people(
    actor: Actor,
    commune_id: UUID,
    text: str,
    limit: int = 20,
    *,
    birth_year: int | None = None,
    hamlet_id: UUID | None = None,
) -> People:
    """Residents the actor may see, nearest to the text first. For lists: opening one is `people.access.resident`."""
    seen = residents(actor)
    within: list[UUID] = []
    if actor.grants and all(grant.unit_path.count(".") != 1 for grant in actor.grants):
        # Nobody of the whole commune: look in the actor's hamlets only, or the first hits may all be out of sight.
        within = [grant.unit_id for grant in actor.grants if grant.unit_id and grant.unit_path.count(".") == 2]
    found = services.people(commune_id, text, limit * 3, birth_year=birth_year, hamlet_id=hamlet_id, within=within)
    by_id = {row.id: row for row in seen.filter(commune_id=commune_id, id__in=[hit.object_id for hit in found.hits])}
    rows = [by_id[hit.object_id] for hit in found.hits if hit.object_id in by_id]
    return People(rows[:limit], found.more or len(rows) > limit)
