"""Reference data kept in memory for a while, two seconds as a rule: what an office changes a few times a year and every
request asks for.

Another process sees a change after that while. Only for what may be so old without harm (what is offered, which units there
are), never for who may do what.
"""

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.db import connection

SECONDS = 2.0
_MOST = 5000
R = TypeVar("R")


def kept_for(seconds: float) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Keep what a function gives, by its (positional) arguments.

    Inside a transaction, which may see what will never be committed, it is asked for anew and not kept. So tests, which
    live in one, always ask.
    """

    def keep(load: Callable[..., R]) -> Callable[..., R]:
        found: dict[Hashable, tuple[float, R]] = {}

        @wraps(load)
        def look(*arguments: Hashable) -> R:
            if settings.TEST or connection.in_atomic_block:
                return load(*arguments)
            now = time.monotonic()
            there = found.get(arguments)
            if there is not None and now - there[0] < seconds:
                return there[1]
            if len(found) >= _MOST:
                found.clear()
            value = load(*arguments)
            found[arguments] = (now, value)
            return value

        return look

    return keep


def kept(load: Callable[..., R]) -> Callable[..., R]:
    """`kept_for` two seconds."""
    return kept_for(SECONDS)(load)
