"""`thonso restore FILE`: into an empty data folder and database; ends with `verify`."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.operations import verifying
from thonso.operations.backup.archive import Unusable
from thonso.operations.backup.restoring import FAILURES, NotPutBack, Restored, restore, why


class Command(BaseCommand):
    help = (
        "Put a backup in place: checks all of it first, needs the key ring it was made with, begins a new segment of "
        "every journal, then verifies. On PostgreSQL run it as the owner of the database. Stop servers and workers first."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="move aside what is there, instead of refusing")
        parser.add_argument("--anchors", type=Path, help="folder of anchor files kept elsewhere: tells what was lost")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        say = (lambda line: None) if options["json"] else (lambda line: self.stdout.write(line))
        try:
            done = restore(options["file"], replace=options["replace"], kept=options["anchors"], say=say)
        except (Unusable, *FAILURES) as error:
            raise CommandError(f"Not restored, nothing was changed: {why(error)}.") from None
        except NotPutBack as error:
            raise CommandError(f"Not restored: {error}") from None
        parts = list(verifying.all_parts(replayed=None, with_files=True))
        wrong = [words for part in parts for words in part.faults]
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(done), "ok": not wrong, "faults": wrong}))
        else:
            self._tell(done, wrong)
        if wrong:
            sys.exit(1)

    def _tell(self, done: Restored, wrong: list[str]) -> None:
        for commune, last, lost in done.lost:
            self.stdout.write(
                f"Lost: entries {last + 1} to {lost} of the journal of {commune}, written after the backup."
            )
        if not done.lost:
            self.stdout.write(
                f"No anchor tells of entries after the backup; what was written after {done.made_at} is not here."
            )
        if done.aside:
            self.stdout.write(f"What was here before is in aside-{done.aside}.")
        for words in wrong:
            self.stdout.write(f"    {words}")
        self.stdout.write("everything holds" if not wrong else f"{len(wrong)} FAULTS")
