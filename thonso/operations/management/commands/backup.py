"""`thonso backup FILE`: one file with everything but the keys, while servers run."""

import json
import sqlite3
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from thonso.operations.backup.archive import Unusable
from thonso.operations.backup.making import make

# The snapshot is read past Django, so its drivers' own errors come through.
_DRIVERS = (sqlite3.Error, psycopg.Error)


class Command(BaseCommand):
    help = (
        "Write the database, the stored files and the anchors of one moment into FILE (mode 0600). The key ring is not in "
        "it: keep it apart. Signing keys are in it as they are in the database, sealed under the ring; those that lie in "
        "files of their own or on tokens are not. Exit code 3 when stored files were missing already."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"].absolute()
        try:
            made = make(target)
        except FileExistsError:
            raise CommandError(f"{target.name} is there already and is not overwritten: choose another name.") from None
        except (Unusable, OSError, DatabaseError, *_DRIVERS) as error:
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise CommandError(f"No backup was made and nothing of it is left: {why}.") from None
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(target), **asdict(made)}))
        else:
            self.stdout.write(
                f"{target.name}: {made.parts:,} parts, {made.bytes:,} bytes, {made.heads} journals anchored"
            )
            self.stdout.write("The key ring is not in it: keep its copy apart, and the backup on an encrypted disk.")
            for name in made.missing:
                self.stdout.write(f"    was missing already: {name}")
        if made.missing:
            sys.exit(3)
