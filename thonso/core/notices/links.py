"""Where a notice leads: a wing says what the page of its kind of thing is, without being known here."""

from collections.abc import Callable
from uuid import UUID

_pages: dict[str, Callable[[UUID], str]] = {}


def register(kind: str, page: Callable[[UUID], str]) -> None:
    """`page(id)` gives the path of the page about that thing; the page itself decides who may see it."""
    _pages[kind] = page


def to(kind: str, id_: UUID) -> str:
    page = _pages.get(kind)
    return page(id_) if page else ""
