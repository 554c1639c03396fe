"""Who stands at the desk just now, as the wing above keeps it: so that a card that was read once fills in every form, and a
paper that was given once counts for every dossier of the same visit. Without that wing nobody does, and each is asked anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from thonso.core.access.actors import Actor
from thonso.dossiers.models import Dossier, Draft
from thonso.procedures.definition import Paper


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was given of one of the person's own papers, for which procedure, in this visit."""

    procedure: str
    paper: str  # by name: keys are the procedure's own
    sha256: str


@dataclass(frozen=True, slots=True)
class AtDesk:
    """`details`: id_number, birth, sex, phone."""

    name: str
    url: str
    details: Mapping[str, str] = field(default_factory=dict)
    resident_id: UUID | None = None
    files: Sequence[Given] = ()

    def given(self, paper: Paper, procedure: str) -> list[str]:
        """Hashes of what answers a question for this paper. The same procedure twice is two cases, each with its own."""
        own = (one.sha256 for one in self.files if one.paper == paper.name and one.procedure != procedure)
        return list(dict.fromkeys(own))


class Front(Protocol):
    """What the wing above answers."""

    def present(self, actor: Actor, commune_id: UUID) -> AtDesk | None:
        """Whom this officer serves now."""

    def begun(self, actor: Actor, draft: Draft) -> None:
        """A form was begun for whoever is served now."""

    def seen_already(self, dossier: Dossier) -> Mapping[str, str]:
        """Names of papers that were found valid in another dossier of the same visit → the code of that dossier."""


_fronts: list[Front] = []


def register(front: Front) -> None:
    _fronts[:] = [front]


def present(actor: Actor, commune_id: UUID, channel: str = "desk") -> AtDesk | None:
    """Of somebody who came in person only: what comes by post is nobody's visit."""
    if channel != "desk" or not actor.has("one_stop", commune_id):
        return None
    return next((one.present(actor, commune_id) for one in _fronts), None)


def begun(actor: Actor, draft: Draft) -> None:
    if draft.channel == "desk":
        for one in _fronts:
            one.begun(actor, draft)


def seen_already(dossier: Dossier) -> Mapping[str, str]:
    return next((one.seen_already(dossier) for one in _fronts), {}) if dossier.channel == "desk" else {}


def mark_shared(rows: Sequence[dict[str, Any]], dossier: Dossier, *, choose: bool) -> None:
    """On the form in which papers are checked: what the same visit has shown already says so, and is found valid unless
    the officer chooses otherwise (`choose`: nothing was chosen yet)."""
    seen = seen_already(dossier)
    for row in rows:
        if not row["check"] and (code := seen.get(row["paper"].name)):
            row["shared"] = code
            row["choice"] = row["choice"] or ("valid" if choose else "")
