"""How the journal and the outbox point at things: by kind and id, never by foreign key."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Ref:
    kind: str
    id: UUID
