"""`thonso files`: try waiting files again, remove unused ones, prove that the stored ones are whole."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.files import jobs, services


class Command(BaseCommand):
    help = "Files: recheck those that wait for the scanner, sweep unused ones, verify the stored ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["recheck", "sweep", "verify"])
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "verify":
            faults = [
                {"upload": str(fault.upload_id), "commune": str(fault.commune_id), "kind": fault.kind}
                for fault in services.verify_all()
            ]
            self._say(options, {"faults": faults}, "\n".join(f"{f['upload']}: {f['kind']}" for f in faults) or "whole")
            if faults:
                raise CommandError(f"{len(faults)} files are not what was stored.")
            return
        done = jobs.recheck() if options["act"] == "recheck" else jobs.sweep()
        self._say(options, {options["act"]: done}, str(done))

    def _say(self, options: dict[str, Any], body: dict[str, Any], text: str) -> None:
        self.stdout.write(json.dumps(body) if options["as_json"] else text)
