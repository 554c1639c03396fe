"""The strip of figures on the front page: each wing gives its own, from real rows; without any there is no strip."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

log = logging.getLogger("thonso.web")


@dataclass(frozen=True, slots=True)
class Figure:
    value: str
    label: Any
    url: str = ""


Provider = Callable[[UUID], Iterable[Figure]]
_providers: list[Provider] = []
MOST = 4


def register(provider: Provider) -> None:
    """`provider(commune_id)` gives figures counted from rows, or nothing. It must cost at most one query."""
    if provider not in _providers:
        _providers.append(provider)


def unregister(provider: Provider) -> None:
    _providers.remove(provider)


def shown(commune_id: UUID) -> list[Figure]:
    """At most four. A provider that fails costs its own figure, not the front page."""
    found: list[Figure] = []
    for provider in _providers:
        try:
            found += provider(commune_id)
        except Exception:
            log.exception("figure provider %s failed", getattr(provider, "__name__", provider))
    return found[:MOST]
