"""`thonso worker`: send queued messages and run jobs until told to stop."""

import json
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.base.running import HalfRestored, running
from thonso.core.notices import worker


class Command(BaseCommand):
    help = "Send queued messages and run background jobs. Ctrl-C or SIGTERM stops it clean."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=4, help="how many at once (4)")
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--json", action="store_true", help="with --once: print what was done as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with running():
                self._work(options)
        except HalfRestored as refused:
            raise CommandError(str(refused)) from None

    def _work(self, options: dict[str, Any]) -> None:
        concurrency = max(1, min(options["concurrency"], 64))
        if options["once"]:
            tally = worker.run_once(concurrency=concurrency, with_schedules=True)
            done = {"messages": tally.messages, "jobs": tally.jobs}
            self.stdout.write(json.dumps(done) if options["json"] else f"{tally.messages} messages, {tally.jobs} jobs")
            return
        stop = threading.Event()

        def told(*_: object) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, told)
        signal.signal(signal.SIGINT, told)
        worker.run(stop, concurrency=concurrency)
