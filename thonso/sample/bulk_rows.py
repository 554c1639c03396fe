"""Plain rows into a table past the ORM: COPY on PostgreSQL, `executemany` on SQLite. For synthetic volume only.

The ORM's cost a row is several times that of making and sealing it. Constraints and triggers of the database still hold.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import JSONField, Model


class BulkTable:
    def __init__(self, model: type[Model]) -> None:
        fields = list(model._meta.concrete_fields)
        self.table = model._meta.db_table
        self.columns = [field.column for field in fields]
        self.rows: list[list[Any]] = []
        # A callable default makes a new value a row; those with none must be given.
        self.fields: list[tuple[str, Any, Callable[[Any], Any]]] = [
            (field.attname, None if field.null or field.primary_key else field.get_default(), _adapter(field))
            for field in fields
        ]

    def add(self, row: dict[str, Any]) -> None:
        """`row` by attribute name; what it leaves out has the model's default."""
        self.rows.append([adapt(row.get(name, default)) for name, default, adapt in self.fields])

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


def _adapter(field: Any) -> Callable[[Any], Any]:
    if isinstance(field, JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    return _same if connection.vendor == "postgresql" else _for_sqlite


def _same(value: Any) -> Any:
    return value


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        # As Django stores it: UTC, without the offset.
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value
