"""Plain rows into a table past the ORM: COPY on PostgreSQL, `executemany` on SQLite. For synthetic volume only.

The ORM's cost a row is several times that of making and sealing it. Constraints and triggers of the database still hold.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model


class BulkTable:
    def __init__(self, model: type[Model]) -> None:
        fields = list(model._meta.concrete_fields)
        self.table = model._meta.db_table
        self.columns = [field.column for field in fields]
        self.rows: list[list[Any]] = []
        # A callable default makes a new value a row; those with none must be given.
        self.fields = [
            (field.attname, None if field.null or field.primary_key else field.get_default()) for field in fields
        ]
        found = [(place, _adapter(field)) for place, field in enumerate(fields)]
        self.adapted = [(place, adapt) for place, adapt in found if adapt is not None]

    def add(self, row: dict[str, Any]) -> None:
        """`row` by attribute name; what it leaves out has the model's default."""
        values = [row.get(name, default) for name, default in self.fields]
        for place, adapt in self.adapted:
            if values[place] is not None:
                values[place] = adapt(values[place])
        self.rows.append(values)

    def flush(self) -> None:
        if not self.rows:
            return
        names = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                # The names are our own models'; the values are parameters.
                cursor.executemany(f'INSERT INTO "{self.table}" ({names}) VALUES ({marks})', self.rows)  # noqa: S608
        self.rows = []


def _adapter(field: Any) -> Callable[[Any], Any] | None:
    """None where the value is stored as it is."""
    kind = getattr(field, "target_field", field).get_internal_type()
    if kind == "JSONField":
        return _as_json
    if connection.vendor == "postgresql":
        return None
    return _ON_SQLITE.get(kind)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _hex(value: UUID) -> str:
    return value.hex


def _moment(value: datetime) -> str:
    """As Django stores it: UTC, without the offset."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


_ON_SQLITE: dict[str, Callable[[Any], Any]] = {"UUIDField": _hex, "DateTimeField": _moment}
