"""Where a backup is restored to: the data folder and the database, which must be empty or are moved aside."""

import os
import shutil
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from thonso.operations.backup.about import About
from thonso.operations.backup.archive import Unusable, sync_folder

FOLDERS = ("files", "anchors", "trust")


@dataclass(frozen=True, slots=True)
class Place:
    """`trust` may lie elsewhere (THONSO_SIGNATURE_TRUST): then it is the operator's own, and left alone."""

    data: Path
    sqlite: Path | None

    def occupied(self) -> list[str]:
        """What is there already, in words; empty when nothing would be lost."""
        found = [f"the folder {name}/" for name in FOLDERS if _holds_files(self.data / name)]
        if self.sqlite is None:
            tables = connection.introspection.table_names()
            return found + ([f"{len(tables)} tables in the database"] if tables else [])
        return found + ([f"the database {self.sqlite.name}"] if self.sqlite.exists() else [])

    def in_use(self) -> bool:
        """Whether somebody has the database open, on this machine or another."""
        if self.sqlite is None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
                return bool(cursor.fetchone()[0])
        if not self.sqlite.exists():
            return False
        with closing(sqlite3.connect(self.sqlite, timeout=0)) as file:
            try:
                # Leaving the write-ahead log needs the file alone, and folds the log into it.
                file.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.OperationalError:
                return True
            except sqlite3.DatabaseError:
                # Damaged: that is what a restore is for.
                return False
        return False

    def move_aside(self, name: str, undo: ExitStack) -> None:
        """Everything that is there goes to `aside-NAME/` of the data folder, or to the schema `aside_NAME`."""
        if self.sqlite is None:
            # First, because it is what may be refused.
            _rename("public", f"aside_{name}")
            undo.callback(_rename, f"aside_{name}", "public")
        aside = self.aside(name)
        aside.mkdir(mode=0o700)
        undo.callback(aside.rmdir)
        for folder in FOLDERS:
            if (self.data / folder).exists():
                (self.data / folder).rename(aside / folder)
                undo.callback((aside / folder).rename, self.data / folder)
        for path in self._sqlite_files():
            if path.exists():
                # It may lie on another disk: what was copied in part is nothing to bring back.
                undo.callback((aside / path.name).unlink, missing_ok=True)
                shutil.move(path, aside / path.name)
                undo.callback(shutil.move, aside / path.name, path)

    def aside(self, name: str) -> Path:
        return self.data / f"aside-{name}"

    def named(self, name: str) -> str:
        """Where `move_aside` puts it, in words."""
        return self.aside(name).name + (f" and in the schema aside_{name}" if self.sqlite is None else "")

    def empty_database(self) -> None:
        connection.close()
        for path in self._sqlite_files():
            path.unlink(missing_ok=True)
        if self.sqlite is None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")

    def _sqlite_files(self) -> list[Path]:
        if self.sqlite is None:
            return []
        return [self.sqlite.with_name(self.sqlite.name + ending) for ending in ("", "-wal", "-shm")]


def _rename(schema: str, name: str) -> None:
    """One of the two is `public`: it is empty afterwards, or was to be thrown away."""
    with transaction.atomic(), connection.cursor() as cursor:
        if name == "public":
            cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute(f'ALTER SCHEMA "{schema}" RENAME TO "{name}"')
        if schema == "public":
            cursor.execute("CREATE SCHEMA public")


def place() -> Place:
    name = connection.settings_dict["NAME"]
    return Place(Path(settings.DATA), Path(str(name)) if connection.vendor == "sqlite" else None)


def known_migrations(about: About) -> None:
    """Raises Unusable when the backup comes from a newer version."""
    known = MigrationLoader(None).graph.nodes
    if unknown := [f"{app}.{name}" for app, name in about.migrations if (app, name) not in known]:
        raise Unusable(f"it was made by a newer version ({about.software}): {unknown[0]} is not known here")


def put_in(about: About, staged: Path, target: Place, undo: ExitStack) -> None:
    """The staged parts take their places, the database first. Then it is brought to this version, with its triggers."""
    undo.callback(target.empty_database)
    if target.sqlite is not None:
        source = staged / "database.sqlite3"
        with closing(sqlite3.connect(source)) as file:
            if file.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise Unusable("its database does not hold together")
        target.sqlite.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(source, target.sqlite)
        sync_folder(target.sqlite.parent)
    else:
        _copy_in(about, staged / "database")
    for folder in FOLDERS:
        if (staged / folder).exists():
            shutil.rmtree(target.data / folder, ignore_errors=True)
            (staged / folder).rename(target.data / folder)
            undo.callback(shutil.rmtree, target.data / folder)
    sync_folder(target.data)
    call_command("migrate", verbosity=0, interactive=False)


def _copy_in(about: About, folder: Path) -> None:
    """Tables as the backup's version made them, then the rows, in one transaction."""
    executor = MigrationExecutor(connection)
    done = {(app, name) for app, name in about.migrations}
    last = [key for key in done if not any(child.key in done for child in executor.loader.graph.node_map[key].children)]
    executor.migrate(sorted(last))
    call_command("createcachetable", verbosity=0)
    connection.ensure_connection()
    with transaction.atomic(), connection.cursor() as cursor:
        tables = [sql.Identifier(table) for table in about.tables]
        # Migrations may have put rows of their own in; they are in the backup as well.
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))
        for table, columns in about.tables.items():
            what = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with (folder / f"{table}.copy").open("rb") as file, cursor.copy(what) as copy:
                while piece := file.read(1 << 20):
                    copy.write(piece)
        _set_counters(cursor)


def _set_counters(cursor: object) -> None:
    from django.apps import apps

    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(statement)  # type: ignore[attr-defined]


def _holds_files(folder: Path) -> bool:
    return folder.is_dir() and any(path.is_file() and not path.name.startswith(".") for path in folder.rglob("*"))


def staging(data: Path, id_: str) -> Path:
    """A fresh folder on the disk of the data folder, for its owner alone."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = data / f".restore-{id_}-{os.getpid()}"
    folder.mkdir(mode=0o700)
    return folder
