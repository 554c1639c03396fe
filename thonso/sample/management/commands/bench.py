"""`thonso bench`: the promised figures, measured on this machine, each in a house of its own that is removed afterwards."""

import json
import os
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Measure filing, pages, papers, search, memory and start, each with its own data and server on this machine. "
        "SQLite always; PostgreSQL too when THONSO_DATABASE_URL names a server in which databases may be made "
        "(`make bench`). Exit code 1 when a figure misses its limit."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", help="one of: filing, tracking, receipt, size, search, month, catalogue, queue")
        parser.add_argument("--quick", action="store_true", help="less data and time: for a look, not for the record")
        parser.add_argument("--workers", type=int, default=2, help="server processes while filing (2)")
        parser.add_argument("--national", default="", help="file of national procedures, for the figure `catalogue`")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--table", action="store_true", help="as lines of the table in docs/performance.md")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.path.insert(0, str(settings.ROOT))
        try:
            from bench.figure import Settings
            from bench.figures import FIGURES
        except ImportError:
            raise CommandError(
                "The benchmarks are in the repository (folder bench/), not in the installation."
            ) from None
        wanted = (
            [options["only"]]
            if options["only"]
            else [one for one in FIGURES if one != "catalogue" or options["national"]]
        )
        if unknown := set(wanted) - set(FIGURES):
            raise CommandError(f"There is no figure {', '.join(unknown)}: use {', '.join(FIGURES)}.", returncode=2)
        call_command("compilemessages", verbosity=0)
        url = os.environ.get("THONSO_DATABASE_URL", "")
        how = Settings(
            options["quick"],
            bool(options["only"]),
            url if url.startswith("postgres") else "",
            options["workers"],
            options["national"],
        )
        found, failed = [], []
        for name in wanted:
            began = time.monotonic()
            try:
                for figure in FIGURES[name](how):
                    found.append(figure)
                    if not options["json"]:
                        self.stdout.write(figure.row() if options["table"] else figure.line())
                        self.stdout.flush()
            except RuntimeError as error:  # the other figures are worth having all the same
                failed.append(name)
                self.stderr.write(f"{name} was not measured: {error}")
            self.stderr.write(f"{name}: {time.monotonic() - began:.0f} s")
        if options["json"]:
            self.stdout.write(json.dumps([figure.as_dict() for figure in found], ensure_ascii=False))
        if failed or not all(figure.ok for figure in found):
            sys.exit(1)
