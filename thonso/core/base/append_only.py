"""Tables that are never updated or deleted, held by triggers on both databases.

Installed from `post_migrate`, because Django rebuilds SQLite tables when it alters them and drops their triggers silently.
The server refuses to start when one is missing (`missing()` is asked by a system check and by `/readyz`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections


@dataclass(frozen=True, slots=True)
class Wiped:
    """Words that must be able to go for good: these columns may be set to these values, and to no other, once the row that
    `through` points to has `column` = `value`. What stood there cannot come back."""

    blank: Mapping[str, str | None]
    through: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class _Kept:
    changeable: tuple[str, ...] = ()
    wiped: Wiped | None = None


_protected: dict[str, _Kept] = {}


@dataclass(frozen=True, slots=True)
class Trigger:
    name: str
    sql: list[str]


def protect(label: str, *, changeable: tuple[str, ...] = (), wiped: Wiped | None = None) -> None:
    """Make model `app.Model` append-only, but for the columns in `changeable` (which may be updated, never the row deleted)
    and for what may be `wiped`."""
    _protected[label] = _Kept(changeable, wiped)


def protected() -> dict[str, list[str]]:
    """Table → its columns that may be changed."""
    found = {}
    for label, kept in _protected.items():
        model = apps.get_model(label)
        may = {*kept.changeable, *(kept.wiped.blank if kept.wiped else ())}
        found[model._meta.db_table] = [f.column for f in model._meta.concrete_fields if f.name in may]
    return found


def _changed(model: Any, kept: _Kept, differs: str) -> str:
    """SQL: whether a row was changed in a way that it must not be. `differs` is how the database compares with NULLs."""

    def other(names: list[str]) -> str:
        return " OR ".join(f'OLD."{one}" {differs} NEW."{one}"' for one in names)

    meta, wiped = model._meta, kept.wiped
    blank = wiped.blank if wiped else {}
    fixed = other([one.column for one in meta.concrete_fields if one.name not in {*kept.changeable, *blank}])
    if wiped is None:
        return fixed
    names = {meta.get_field(name).column: value for name, value in blank.items()}
    emptied = " AND ".join(
        f'(NEW."{name}" IS NULL)' if value is None else f"(NEW.\"{name}\" = '{value}')" for name, value in names.items()
    )
    through = meta.get_field(wiped.through)
    there = through.related_model._meta
    column = there.get_field(wiped.column).column
    there_it_is = f'"{there.pk.column}" = NEW."{through.column}" AND "{column}" = \'{wiped.value}\''
    gone = f'EXISTS (SELECT 1 FROM "{there.db_table}" WHERE {there_it_is})'  # noqa: S608  (names of our own models)
    return f"{fixed} OR (({other(list(names))}) AND NOT ({emptied} AND {gone}))"


def _sqlite(table: str, model: Any, kept: _Kept) -> list[Trigger]:
    when = f"WHEN {_changed(model, kept, 'IS NOT')}" if kept != _Kept() else ""
    stop = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    return [
        Trigger(f"{table}_no_update", [f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {when} {stop}']),
        Trigger(f"{table}_no_delete", [f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {stop}']),
    ]


def _postgresql(table: str, model: Any, kept: _Kept) -> list[Trigger]:
    function = (
        "CREATE OR REPLACE FUNCTION thonso_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"
    )
    run = "EXECUTE FUNCTION thonso_append_only()"
    changed = _changed(model, kept, "IS DISTINCT FROM")
    when = f"WHEN ({changed})" if kept != _Kept() else ""
    updates = [function, f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW {when} {run}']
    if kept.wiped is not None:  # a condition of a trigger may not look at another table there; its function may
        updates = [
            f'CREATE OR REPLACE FUNCTION "{table}_wiped"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {changed} '
            "THEN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END IF; RETURN NEW; END $$",
            function,
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW '
            f'EXECUTE FUNCTION "{table}_wiped"()',
        ]
    return [
        Trigger(f"{table}_no_update", updates),
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
    for label, kept in _protected.items():
        model = apps.get_model(label)
        found += make(model._meta.db_table, model, kept)
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


def make_way(using: str = "default", **_: Any) -> None:
    """Before a migrate: a trigger that looks at another table would not let SQLite rebuild that one. `install` follows, and
    with it comes what such a trigger says by now."""
    remove(using, {apps.get_model(label)._meta.db_table for label, kept in _protected.items() if kept.wiped})


def remove(using: str = "default", tables: set[str] | None = None) -> None:
    """Take the triggers off, of all tables or of these. Only for a migrate, for a test that resets its database, and for an
    operator's restore."""
    connection = connections[using]
    present = _present(using)
    with connection.cursor() as cursor:
        for trigger in _triggers(connection.vendor):
            table = trigger.name.rsplit("_no_", 1)[0]
            if trigger.name in present and (tables is None or table in tables):
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{trigger.name}"{on}')


def missing(using: str = "default") -> list[str]:
    present = _present(using)
    return [t.name for t in _triggers(connections[using].vendor) if t.name not in present]
