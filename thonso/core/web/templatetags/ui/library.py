"""The one register of the `ui` tags, and what several of them need."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

register = template.Library()
TONES = frozenset({"ok", "soon", "late", "info", "plain"})


def of(thing: Any, name: str, default: Any = "") -> Any:
    """A field of an object or of a mapping: tags take both."""
    value = thing.get(name, default) if isinstance(thing, Mapping) else getattr(thing, name, default)
    return default if value is None else value


def tone_of(value: Any) -> str:
    text = str(value or "plain")
    return text if text in TONES else "plain"


def sentences(errors: Any) -> list[str]:
    """None, one sentence or many, lazy or not: a list of sentences."""
    if not errors:
        return []
    if isinstance(errors, Iterable) and not isinstance(errors, str):
        return [str(error) for error in errors]
    return [str(errors)]
