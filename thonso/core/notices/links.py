"""Where a notice leads: a wing says what the page of its kind of thing is, without being known here."""

from collections.abc import Callable
from uuid import UUID

_pages: dict[str, Callable[[UUID], str]] = {}
_pages_by_code: dict[str, Callable[[str], str]] = {}


def register(kind: str, page: Callable[[UUID], str]) -> None:
    """`page(id)` gives the path of the page about that thing; the page itself decides who may see it."""
    _pages[kind] = page


def register_code(kind: str, page: Callable[[str], str]) -> None:
    """The same for a kind of thing that a message names by its code."""
    _pages_by_code[kind] = page


def to_code(kind: str, code: str) -> str:
    page = _pages_by_code.get(kind)
    return page(code) if page and code else ""


def to(kind: str, id_: UUID) -> str:
    page = _pages.get(kind)
    return page(id_) if page else ""
