"""`thonso import-units [FILE]`: load provinces and communes; the shipped list when no file is named."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.base.errors import Refused
from thonso.core.units import services


class Command(BaseCommand):
    help = "Load provinces and communes. Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with rejects."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="CSV like catalogue/units.csv (the default)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = services.load_official(options["file"])
        except Refused as error:
            raise CommandError(str(error.message), returncode=1) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False))
        else:
            self.stdout.write(
                f"{report.provinces} provinces, {report.communes} communes: {report.created} new, "
                f"{report.updated} changed, {report.unchanged} unchanged."
            )
            for code in report.not_in_file:
                self.stdout.write(f"not in the file, kept: {code}")
            for reject in report.rejects:
                self.stderr.write(f"line {reject.line}: {reject.reason}")
        if report.rejects:
            sys.exit(3)
