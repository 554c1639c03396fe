"""`thonso load_holidays [FILE] [--json]`: the shipped calendar of days off, as often as you like."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.base.errors import Refused
from thonso.core.workdays.loading import load_holidays


class Command(BaseCommand):
    help = "Load public holidays, make-up working days and office hours from the catalogue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: catalogue/holidays.yaml")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_holidays(options["file"])
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json()))
            return
        self.stdout.write(
            f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, "
            f"{report.unchanged} unchanged, {len(report.kept)} kept as changed by a person"
        )
        for day in report.kept:
            self.stdout.write(f"  kept: {day:%d/%m/%Y}")
