"""Run in a house: `BACKUP TARGET` makes a backup whose database cannot be used, though it is signed like any other.

What only comes out when everything is in its place: the table of heads is gone (SQLite), or its rows are none (PostgreSQL).
"""

import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thonso.config.settings")
django.setup()

from thonso.operations.backup.archive import ABOUT, Reader, new_file  # noqa: E402

if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder, source.open("rb") as file, new_file(target) as writer:
        reader, parts = Reader(file), Path(folder)
        writer.add_bytes(ABOUT, reader.about())
        reader.unpack(parts)
        if (parts / "database.sqlite3").exists():
            with closing(sqlite3.connect(parts / "database.sqlite3")) as database:
                database.execute("DROP TABLE journal_head")
        else:
            (parts / "database" / "journal_head.copy").write_text("no row\n")
        for part in sorted(path for path in parts.rglob("*") if path.is_file()):
            writer.add(str(part.relative_to(parts)), part)
