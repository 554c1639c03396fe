"""`thonso serve`: pages and API under granian; the worker beside it when asked."""

import signal
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from granian import Granian
from granian.constants import Interfaces

from thonso.core.base import append_only
from thonso.core.base.running import HalfRestored, running


class Command(BaseCommand):
    help = "Serve pages and the API. Ctrl-C stops it clean."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--with-worker", action="store_true", help="also run the background worker")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # Before anything is asked of the database, which a restore may be putting in place.
            with running():
                self._serve(options)
        except HalfRestored as refused:
            raise CommandError(str(refused)) from None

    def _serve(self, options: dict[str, Any]) -> None:
        if gone := append_only.missing():
            raise CommandError(
                f"Not started: the triggers of append-only tables are missing ({', '.join(gone[:3])} …). Run `thonso migrate`."
            )
        # SQLite has one writer: more threads in a process only queue for it (docs/performance.md).
        threads = 1 if connection.vendor == "sqlite" else 4
        connection.close()
        worker = None
        if options["with_worker"]:
            worker = subprocess.Popen([sys.executable, "-m", "thonso.config.cli", "worker"])
        server = Granian(
            "thonso.config.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=threads,
            backlog=1024,
            log_access=False,
            log_level="warning" if not settings.TEST else "error",
            respawn_failed_workers=True,
        )
        signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
        try:
            server.serve()
        finally:
            if worker:
                worker.terminate()
                worker.wait(timeout=10)
