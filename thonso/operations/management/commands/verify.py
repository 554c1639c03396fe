"""`thonso verify`: does everything stored still hold together? Exit 0 when it does, 1 when something is wrong."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from thonso.operations import verifying

SAMPLE = 20_000


class Command(BaseCommand):
    help = "Check the journal's chains, the stored files, and what must hold of dossiers and messages. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help=f"replay every dossier, not only the newest {SAMPLE:,}")
        parser.add_argument("--skip-files", action="store_true", help="do not read the stored files again")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        limit = None if options["all"] else SAMPLE
        parts = []
        for part in verifying.all_parts(replayed=limit, with_files=not options["skip_files"]):
            parts.append(part)
            if not options["json"]:
                self._say(part)
        wrong = sum(part.wrong for part in parts)
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not wrong, "parts": [asdict(part) for part in parts]}))
        else:
            self.stdout.write("everything holds" if not wrong else f"{wrong} FAULTS")
        if wrong:
            sys.exit(1)

    def _say(self, part: verifying.Part) -> None:
        looked = f"{part.looked_at:,} looked at" if part.looked_at or part.about else ""
        line = f"{part.name:22} {'ok' if not part.wrong else f'{part.wrong} wrong':10} {looked} {part.about}"
        self.stdout.write(line.rstrip())
        for words in part.faults:
            self.stdout.write(f"    {words}")
        if part.wrong > len(part.faults):
            self.stdout.write(f"    … and {part.wrong - len(part.faults)} more")
        for words in part.warnings:
            self.stdout.write(f"    note: {words}")
