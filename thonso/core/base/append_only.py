"""Tables that are never updated or deleted, held by triggers on both databases.

Installed from `post_migrate`, because Django rebuilds SQLite tables when it alters them and drops their triggers silently.
The server refuses to start when one is missing (`missing()` is asked by a system check and by `/readyz`).
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections

_protected: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Trigger:
    name: str
    sql: list[str]


def protect(label: str, *, changeable: tuple[str, ...] = ()) -> None:
    """Make model `app.Model` append-only, but for the columns in `changeable` (which may be updated, never the row deleted)."""
    _protected[label] = changeable


def protected() -> dict[str, list[str]]:
    """Table → its columns that may be changed."""
    found = {}
    for label, changeable in _protected.items():
        model = apps.get_model(label)
        found[model._meta.db_table] = [f.column for f in model._meta.concrete_fields if f.name in changeable]
    return found


def _columns(model: Any, changeable: tuple[str, ...]) -> list[str]:
    return [f.column for f in model._meta.concrete_fields if f.name not in changeable]


def _sqlite(table: str, columns: list[str], changeable: tuple[str, ...]) -> list[Trigger]:
    changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    when = f"WHEN {changed}" if changeable else ""
    stop = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    return [
        Trigger(f"{table}_no_update", [f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {when} {stop}']),
        Trigger(f"{table}_no_delete", [f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {stop}']),
    ]


def _postgresql(table: str, columns: list[str], changeable: tuple[str, ...]) -> list[Trigger]:
    function = (
        "CREATE OR REPLACE FUNCTION thonso_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"
    )
    changed = " OR ".join(f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in columns)
    when = f"WHEN ({changed})" if changeable else ""
    run = "EXECUTE FUNCTION thonso_append_only()"
    return [
        Trigger(
            f"{table}_no_update",
            [function, f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW {when} {run}'],
        ),
        Trigger(
            f"{table}_no_delete", [f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {run}']
        ),
        Trigger(
            f"{table}_no_truncate",
            [f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {run}'],
        ),
    ]


def _triggers(vendor: str) -> list[Trigger]:
    make = _sqlite if vendor == "sqlite" else _postgresql
    found = []
    for label, changeable in _protected.items():
        model = apps.get_model(label)
        found += make(model._meta.db_table, _columns(model, changeable), changeable)
    return found


def _present(using: str) -> set[str]:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            # Of this schema alone: a restore leaves the old tables, with triggers of the same names, in one beside it.
            cursor.execute(
                "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
            )
        return {row[0] for row in cursor.fetchall()}


def install(using: str = "default", **_: Any) -> None:
    """Create what is missing; called after every migrate."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted = [t for t in _triggers(connection.vendor) if t.name.rsplit("_no_", 1)[0] in tables]
    present = _present(using)
    with connection.cursor() as cursor:
        for trigger in wanted:
            if trigger.name not in present:
                for statement in trigger.sql:
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers off. Only for a test that resets its database, and for an operator's restore."""
    connection = connections[using]
    present = _present(using)
    with connection.cursor() as cursor:
        for trigger in _triggers(connection.vendor):
            if trigger.name in present:
                table = trigger.name.rsplit("_no_", 1)[0]
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{trigger.name}"{on}')


def missing(using: str = "default") -> list[str]:
    present = _present(using)
    return [t.name for t in _triggers(connections[using].vendor) if t.name not in present]
