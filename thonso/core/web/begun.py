"""What a person has begun and not sent, for the front page after sign-in: wings that keep drafts tell of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from thonso.core.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Begun:
    label: Any
    url: str


Provider = Callable[[Actor], Iterable[Begun]]
_providers: list[Provider] = []
MOST = 3


def register(provider: Provider) -> None:
    """`provider(actor)` gives the newest first. It must cost at most one query, and none for who has no account."""
    if provider not in _providers:
        _providers.append(provider)


def shown(actor: Actor) -> list[Begun]:
    return [one for provider in _providers for one in provider(actor)][:MOST]
