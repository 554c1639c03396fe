"""In-transaction events: a lower wing publishes, a higher one reacts without being known to it."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_subscribers: dict[str, list[Callable[..., None]]] = defaultdict(list)


def subscribe(event: str, react: Callable[..., None]) -> None:
    """Call `react(work, **data)` inside the publisher's transaction. Registered in `AppConfig.ready`."""
    if react not in _subscribers[event]:
        _subscribers[event].append(react)


def publish(event: str, /, **data: Any) -> None:
    for react in _subscribers[event]:
        react(**data)
