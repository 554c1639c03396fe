"""The database at one moment, while servers go on writing: a copy of the SQLite file, or tables read in one snapshot."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from thonso.operations.backup.archive import Writer

COPY = "COPY {} ({}) {} STDIN"
_DONE = "SELECT app, name FROM django_migrations ORDER BY id"
_HEADS = "SELECT commune_id, seq, hash FROM journal_head ORDER BY commune_id"
_STORED = "SELECT DISTINCT stored_sha256 FROM files_upload WHERE stored_sha256 <> '' AND state = 'ready' ORDER BY stored_sha256"
_WAITING = "SELECT id FROM files_upload WHERE state = 'checking' ORDER BY id"


@dataclass(slots=True)
class Snapshot:
    """Answers from that moment. `write` puts the database into the archive."""

    query: Callable[[str], Iterator[tuple[Any, ...]]]
    write: Callable[[Writer], None]
    tables: dict[str, list[str]] = field(default_factory=dict)

    def migrations(self) -> list[list[str]]:
        return [[app, name] for app, name in self.query(_DONE)]

    def heads(self) -> list[tuple[UUID, int, str]]:
        return [(UUID(str(commune)), seq, hash_) for commune, seq, hash_ in self.query(_HEADS)]

    def stored(self) -> Iterator[str]:
        return (row[0] for row in self.query(_STORED))

    def waiting(self) -> Iterator[UUID]:
        return (UUID(str(row[0])) for row in self.query(_WAITING))


@contextmanager
def snapshot(workshop: Path) -> Iterator[Snapshot]:
    """`workshop`: a folder with room for a copy (SQLite) or for the largest table (PostgreSQL)."""
    with _sqlite(workshop) if connection.vendor == "sqlite" else _postgresql(workshop) as found:
        yield found


@contextmanager
def _sqlite(workshop: Path) -> Iterator[Snapshot]:
    copy = workshop / "database.sqlite3"
    # VACUUM INTO reads in one transaction and holds nobody up; the online backup API begins anew at every write.
    with closing(sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)) as live:
        live.execute("VACUUM INTO ?", [str(copy)])
    copy.chmod(0o600)
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as still:
        yield Snapshot(lambda text: iter(still.execute(text)), lambda writer: writer.add("database.sqlite3", copy))


@contextmanager
def _postgresql(workshop: Path) -> Iterator[Snapshot]:
    parameters: Any = connection.get_connection_params()
    with closing(connection.get_new_connection(parameters)) as live:
        live.autocommit = True
        live.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = _tables(live)
        yield Snapshot(lambda text: _streamed(live, text), lambda writer: _copy_out(live, writer, tables), tables)


def _tables(live: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = live.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t "
        "USING (table_schema, table_name) WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' "
        "AND c.is_generated = 'NEVER' ORDER BY 1, c.ordinal_position"
    )
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _streamed(live: Any, text: str) -> Iterator[tuple[Any, ...]]:
    with live.cursor() as cursor:
        yield from cursor.stream(text)


def _copy_out(live: Any, writer: Writer, tables: dict[str, list[str]]) -> None:
    for table, columns in tables.items():
        spool = writer.workshop / "table"
        what = sql.SQL("COPY {} ({}) TO STDOUT").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with spool.open("wb") as out, live.cursor() as cursor, cursor.copy(what) as copy:
            for piece in copy:
                out.write(piece)
        writer.add(f"database/{table}.copy", spool)
        spool.unlink()
