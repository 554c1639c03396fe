"""Lists page by page: a page begins behind the row with which the one before it ended, however many lie before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from thonso.documents import rules


@dataclass(frozen=True, slots=True)
class Key:
    """A column of the order; `read` makes its value of a part of the cursor."""

    column: str
    read: Callable[[str], Any]
    down: bool = False


Keys = tuple["Key", ...]


def number(text: str) -> int:
    found = rules.counted(text)
    if found < 0:
        raise ValueError(text)
    return found


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


LAST = Key("id", UUID)


def _after(keys: Keys, values: list[Any]) -> Q:
    """What stands behind these values in this order."""
    found, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        found |= same & Q(**{f"{key.column}__{'lt' if key.down else 'gt'}": value})
        same &= Q(**{key.column: value})
    return found


def _cursor(row: Model, keys: Keys) -> str:
    values = [getattr(row, key.column) for key in keys]
    return "~".join(one.isoformat() if isinstance(one, date) else str(one) for one in values)


def _read(cursor: str, keys: Keys) -> list[Any]:
    """[] for one that cannot be read."""
    try:
        return [key.read(part) for key, part in zip(keys, cursor.split("~"), strict=True)]
    except (ValueError, OverflowError):
        return []


def page(rows: QuerySet[Any], keys: Keys, at: str, size: int) -> tuple[list[Any], str]:
    """At most `size` rows in this order, behind the cursor `at` (from the beginning where that cannot be read); and the cursor
    of the next page, '' on the last."""
    values = _read(at, keys)
    rows = rows.filter(_after(keys, values)) if values else rows
    found = list(rows.order_by(*(f"-{key.column}" if key.down else key.column for key in keys))[: size + 1])
    more, found = len(found) > size, found[:size]
    return found, _cursor(found[-1], keys) if more else ""
