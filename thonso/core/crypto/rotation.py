"""Renewing the sealing key: the new key is added first, then every sealed column is re-encrypted in small steps.

Servers go on working meanwhile: a row that somebody changes in between is left to them (they already use the new key).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.db.models.functions import Cast

from thonso.core.crypto import ring as rings
from thonso.core.crypto.fields import SealedField
from thonso.core.crypto.sealing import CannotOpen, is_data_key, rewrap, seal, unseal


@dataclass(frozen=True, slots=True)
class Column:
    """A sealed column. Without a label only its data keys and "d:" tokens are understood."""

    model: type[models.Model]
    field: str
    label: str
    row_id: str

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"


@dataclass(slots=True)
class Result:
    """What one pass did to one column: renewed, changed by someone else meanwhile, impossible to open or to change."""

    column: str
    renewed: int = 0
    left: int = 0
    failed: int = 0


_registered: dict[tuple[type[models.Model], str], tuple[str, str]] = {}


def register(model: type[models.Model], field: str, label: str, *, row_id: str = "id") -> None:
    """Name the label of a column whose SealedField does not carry it. Called in `AppConfig.ready`."""
    _registered[model, field] = (label, row_id)


def columns() -> list[Column]:
    found = []
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedField):
                label, row_id = _registered.get((model, field.name), (field.label, field.row_id))
                found.append(Column(model, field.name, label, row_id))
    return found


def left_under(key_id: str) -> dict[str, int]:
    """Column → how many values are still sealed with that key. Empty when the key may be retired."""
    counts = {c.name: _rows(c).filter(_stored__regex=rf"^{key_id}(\.key)?:").count() for c in columns()}
    return {name: count for name, count in counts.items() if count}


def reencrypt(*, batch: int = 500) -> list[Result]:
    """Bring every sealed value under the current key. May be stopped and run again at any time."""
    current = rings.load().current
    return [_renew(column, current, batch) for column in columns()]


def _rows(column: Column) -> "models.QuerySet[Any]":
    # SealedField refuses look-ups; the cast is a plain text column over the same bytes.
    manager: models.Manager[Any] = column.model._base_manager
    return manager.annotate(_stored=Cast(F(column.field), models.TextField()))


def _renew(column: Column, current: str, batch: int) -> Result:
    result = Result(column.name)
    for rows in _stale(column, current, batch):
        for key, row_id, token in rows:
            try:
                fresh = rewrap(token) if is_data_key(token) else _resealed(column, row_id, token)
            except CannotOpen:
                result.failed += 1
                continue
            try:
                changed = _swap(column, key, token, fresh)
            except DatabaseError:
                # The table does not let itself be changed (append-only): the old key is still needed for it.
                result.failed += 1
                continue
            if changed:
                result.renewed += 1
            else:
                result.left += 1
    return result


def _swap(column: Column, key: Any, token: str, fresh: str) -> bool:
    """Compare and set: never overwrite what somebody stored since it was read."""
    with transaction.atomic():
        return bool(_rows(column).filter(pk=key, _stored=token).update(**{column.field: fresh}))


def _resealed(column: Column, row_id: Any, token: str) -> str:
    if not column.label:
        raise CannotOpen("the column names no label")
    return seal(column.label, row_id, unseal(column.label, row_id, token))


def _stale(column: Column, current: str, batch: int) -> Iterator[list[tuple[Any, Any, str]]]:
    rows = _rows(column).filter(_stored__regex=r"^k[0-9]+(\.key)?:").exclude(_stored__regex=rf"^{current}(\.key)?:")
    rows = rows.order_by("pk")
    last: Any = None
    while True:
        page = rows if last is None else rows.filter(pk__gt=last)
        found = list(page.values_list("pk", column.row_id, "_stored")[:batch])
        if not found:
            return
        yield found
        last = found[-1][0]
