"""What other wings offer on the page of a dossier and where a draft is checked: links and sections that this wing need not know
(`AppConfig.ready` registers them)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from thonso.core.access.actors import Actor
from thonso.dossiers.models import Dossier, Draft


@dataclass(frozen=True, slots=True)
class Link:
    label: Any
    url: str
    icon: str = "arrow-right"
    note: Any = ""


@dataclass(frozen=True, slots=True)
class Section:
    """`template` is drawn with `section` (this `data`) and the page's own context."""

    template: str
    data: dict[str, Any]


Offer = Callable[[Actor, Dossier], Link | None]
_offers: list[Offer] = []
_sections: list[Callable[[Actor, Dossier], Section | None]] = []
_of_drafts: list[Callable[[Actor, Draft], Link | None]] = []


def register(offer: Offer) -> None:
    """`offer(actor, dossier)` gives the link that this person gets there, or None. It asks the database nothing."""
    _offers.append(offer)


def links(actor: Actor, dossier: Dossier) -> list[Link]:
    return [link for offer in _offers if (link := offer(actor, dossier)) is not None]


def register_section(build: Callable[[Actor, Dossier], Section | None]) -> None:
    """What an officer sees beside a dossier, or nothing."""
    _sections.append(build)


def sections(actor: Actor, dossier: Dossier) -> list[Section]:
    return [found for build in _sections if (found := build(actor, dossier)) is not None]


def register_draft(offer: Callable[[Actor, Draft], Link | None]) -> None:
    """Something to do on the page where a draft is checked before it is sent."""
    _of_drafts.append(offer)


def draft_links(actor: Actor, draft: Draft) -> list[Link]:
    return [found for offer in _of_drafts if (found := offer(actor, draft)) is not None]
