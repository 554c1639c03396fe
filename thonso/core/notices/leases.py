"""Claiming rows for a limited time, the same way for messages and jobs, on SQLite and PostgreSQL.

One UPDATE … RETURNING takes what is due, and also what was taken by a worker that has not been heard of since.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def claim(model: type[M], due: str, *, at: datetime, seconds: float, limit: int, also: str = "") -> list[M]:
    """Rows of `model` that were due at `at`, oldest first, leased until `at` + `seconds` with a new fencing token.

    `due` names the column with the time of the next try, which is the end of the lease meanwhile. `also` is one more
    assignment (constant SQL over the old values).
    """
    # Looking takes no write lock; an idle worker must not disturb SQLite's one writer every second.
    if not model._default_manager.filter(**{"state__in": ["queued", "leased"], f"{due}__lte": at}).exists():
        return []
    quote = connection.ops.quote_name
    table, when = quote(model._meta.db_table), quote(due)
    pick = f"SELECT id FROM {table} WHERE state IN ('queued', 'leased') AND {when} <= %s ORDER BY {when} LIMIT %s"  # noqa: S608
    # An array is filled once. PostgreSQL may run IN (SELECT … LIMIT) again for each row, past the limit.
    chosen = f"= ANY(ARRAY({pick} FOR UPDATE SKIP LOCKED))" if connection.vendor == "postgresql" else f"IN ({pick})"
    # All names are our own constants; values are parameters.
    sql = (
        f"UPDATE {table} SET {also + ', ' if also else ''}state = 'leased', token = token + 1, "  # noqa: S608
        f"attempts = attempts + 1, {when} = %s WHERE id {chosen} RETURNING *"
    )
    adapt: Any = connection.ops.adapt_datetimefield_value
    rows = list(model._default_manager.raw(sql, [adapt(at + timedelta(seconds=seconds)), adapt(at), limit]))
    return sorted(rows, key=lambda row: str(row.pk))
