"""Refusals that a person sees. Services raise them; `web` turns them into pages, the API into problem+json.

Each message is a translated sentence that says what to do next. Raised inside a transaction, one rolls it back: nothing
is half-done.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class DomainError(Exception):
    status = 400

    def __init__(self, message: Any = "", *, fields: Mapping[str, Sequence[Any]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = {name: list(errors) for name, errors in (fields or {}).items()}


class Refused(DomainError):
    """What was given cannot be accepted; `fields` maps a field name to its sentences."""

    status = 422


class Stale(DomainError):
    """The thing has moved on since the person looked at it, or the same transaction id came with another body."""

    status = 409


class Absent(DomainError):
    """Not there, or not for this actor: the two look the same from outside."""

    status = 404


class TooMany(DomainError):
    """Too many tries; `retry_after` in seconds."""

    status = 429

    def __init__(self, message: Any = "", *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StepUpNeeded(DomainError):
    """The act needs a fresh proof of identity first."""

    status = 403


class Unavailable(DomainError):
    """A part that is needed is not answering now (scanner, locked database, full disk). Trying again later is safe."""

    status = 503
