"""`thonso import-procedures FILE`: what the national portal published about procedures, one JSON object a line."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from thonso.procedures.national import importing, sampling
from thonso.procedures.national.files import Unreadable


class Command(BaseCommand):
    help = (
        "Bring national procedures in, to look up; running it twice changes nothing. "
        "Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with rejects."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="JSON lines, also packed with gzip")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--sample", type=int, metavar="N", help="bring nothing in; print N readings beside their source"
        )
        parser.add_argument("--seed", type=int, default=1, help="which sample (the same seed draws the same one)")

    @no_translations  # for whoever runs the server, as all commands
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["sample"]:
                with options["file"].open("rb") as file:
                    read = importing.records_of(file, importing.Report())
                for page in sampling.pages(read.values(), options["sample"], options["seed"]):
                    self.stdout.write(page + "\n")
                return
            report = importing.import_file(options["file"])
        except Unreadable as error:
            raise CommandError(f"{options['file'].name} cannot be read and nothing has changed: {error}.") from None
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False))
        else:
            self.stdout.write(
                f"{report.read} lines: {report.imported} new, {report.updated} changed, {report.unchanged} unchanged, "
                f"{len(report.flagged)} with something nobody should rely on."
            )
            self.stdout.write("read: " + ", ".join(f"{name} of {count}" for name, count in report.parsed.items()))
            for reject in report.rejected:
                self.stderr.write(f"line {reject['line']} {reject['code']}: {reject['reason']}")
        if report.rejected:
            sys.exit(3)
