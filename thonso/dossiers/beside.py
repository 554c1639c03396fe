"""What other wings offer on the page of a dossier: links that this wing need not know (`AppConfig.ready` registers them)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from thonso.core.access.actors import Actor
from thonso.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class Link:
    label: Any
    url: str
    icon: str = "arrow-right"
    note: Any = ""


Offer = Callable[[Actor, Dossier], Link | None]
_offers: list[Offer] = []


def register(offer: Offer) -> None:
    """`offer(actor, dossier)` gives the link that this person gets there, or None. It asks the database nothing."""
    _offers.append(offer)


def links(actor: Actor, dossier: Dossier) -> list[Link]:
    return [link for offer in _offers if (link := offer(actor, dossier)) is not None]
