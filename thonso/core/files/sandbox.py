"""Opens other people's files in a child process with little memory, little time and none of our secrets.

A decoder that crashes, hangs or swells takes nobody with it, and the server's own memory stays small. The child prints
one JSON object a line; a later line may be missing (a preview that failed), the first may not.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from thonso.core.base.errors import Unavailable

# At most this many files are opened at once by one server process; the others wait their turn.
_slots = threading.BoundedSemaphore(2)
_WAIT_FOR_SLOT = 60.0


class Broke(Exception):
    """The child died, hung or said nothing: the file is not one that can be handled."""


def run(module: str, *arguments: str, seconds: int = 40) -> list[dict[str, Any]]:
    """Run `python -m module ARGUMENTS`; gives what it printed. Raises Broke; Unavailable when all slots stay taken."""
    if not _slots.acquire(timeout=_WAIT_FOR_SLOT):
        raise Unavailable(_("Many files are being checked just now. Please try again in a minute."))
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            [sys.executable, "-X", "utf8", "-m", module, *arguments],
            cwd=Path(settings.ROOT),
            # None of THONSO_*: the child must not know any key.
            env={"PATH": "", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    finally:
        _slots.release()
    lines = [parsed for line in said.splitlines() if (parsed := _parsed(line)) is not None]
    if not lines:
        raise Broke
    return lines


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
