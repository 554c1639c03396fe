"""`thonso seed`: synthetic volume for benchmarks, the same for the same seed. Never in production."""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from thonso.sample import volume
from thonso.sample.commune import seed_residents


class Command(BaseCommand):
    help = "Add invented dossiers and residents by the million. Refused in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dossiers", type=int, default=0)
        parser.add_argument("--documents", type=int, default=0, help="that wing is not there yet: only 0")
        parser.add_argument("--residents", type=int, default=0)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--communes", type=int, default=1, help="over how many communes they are spread (1)")
        parser.add_argument(
            "--days", type=int, default=0, help="over how many working days; default: a real commune's rate"
        )
        parser.add_argument(
            "--rows-only", action="store_true", help="dossiers without their people and events: far quicker"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.TEST):
            raise CommandError("Invented volume is only for the demo and tests (THONSO_MODE=demo).")
        if options["documents"]:
            raise CommandError("There are no documents yet: --documents accepts 0 only.", returncode=2)
        if min(options["dossiers"], options["residents"]) < 0 or not 1 <= options["communes"] <= 3000:
            raise CommandError("Give numbers from 0 up, and 1 to 3000 communes.", returncode=2)
        say = (lambda line: None) if options["json"] else lambda line: self.stdout.write(f"  {line}")
        began = time.monotonic()
        places = volume.communes(options["communes"])
        residents = 0
        for index, commune in enumerate(places):
            share = options["residents"] // len(places) + (index < options["residents"] % len(places))
            # A seed of its own for each commune: the same people would have the same ID numbers.
            residents += seed_residents(commune, share, options["seed"] + index) if share else 0
        dossiers = volume.seed_dossiers(
            options["dossiers"],
            options["seed"],
            places,
            days=options["days"],
            history=not options["rows_only"],
            say=say,
        )
        seconds = round(time.monotonic() - began, 1)
        done = {"dossiers": dossiers, "residents": residents, "communes": len(places), "seconds": seconds}
        if options["json"]:
            self.stdout.write(json.dumps(done))
        else:
            self.stdout.write(
                f"{dossiers:,} dossiers and {residents:,} residents in {len(places)} communes, {seconds} s"
            )
