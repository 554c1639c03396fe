"""`thonso demo`: everything from an empty folder to a browser with a full sample commune."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from thonso.config import env


class Command(BaseCommand):
    help = "Prepare the sample commune once, then serve it. Demo only."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This command exists only in the demo (THONSO_MODE=demo).")
        from thonso.sample.accounts import PASSWORD, PEOPLE
        from thonso.sample.load import is_loaded, load

        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if not is_loaded():
            self.stdout.write("Loading the sample commune (once) …")
            load(say=lambda line: self.stdout.write(f"  {line}"))
        port = env.number("THONSO_PORT", 8000)
        lines = [f"    {p.username:8} {p.full_name:16} {p.held[0].title if p.held else 'Người dân'}" for p in PEOPLE]
        self.stdout.write(
            "\n".join(
                [
                    "",
                    "  Thôn Số · xã Bát Xát (bản thử, dữ liệu bịa)",
                    f"  http://localhost:{port}",
                    "",
                    f"  Sign in with a tile, or with the password {PASSWORD}:",
                    *lines,
                    "",
                    "  Ctrl-C stops it. `make demo` again keeps the data, `make demo-reset` empties it.",
                    "",
                ]
            )
        )
        self.stdout.flush()
        # A new program, not a call: loading draws papers, and the threads that draw them do not outlive the fork with which
        # the server starts its processes. The first paper asked for would wait for them for ever.
        serve = ["-m", "thonso.config.cli", "serve", "--port", str(port), "--with-worker"]
        os.execv(sys.executable, [sys.executable, *serve])  # noqa: S606
