"""Checks a stranger's file in a process of its own with bounds on memory and time, so that no file can hurt the server.

Parent: `check_apart`. Child: `python -m thonso.core.signatures.apart`, trust as JSON on the first line of its input, then
the PDF; it loads neither settings nor database.
"""

import base64
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from thonso.core.signatures.verdict import Trust, Verdict

MEMORY = 1_200_000_000
SECONDS = 20  # of computing; waiting for a busy machine is counted apart
_PATIENCE = 4


class NotPdf(Exception):
    """The bytes are not a PDF at all."""


def check_apart(pdf: bytes, trust: Trust, *, seconds: int = SECONDS) -> Verdict:
    """As `checking.check`; a file that costs more than the bounds is 'broken'. Raises NotPdf."""
    told = {
        name: [base64.b64encode(one).decode() for one in value] if isinstance(value, tuple) else value
        for name, value in asdict(trust).items()
    }
    root = str(Path(__file__).resolve().parents[3])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "thonso.core.signatures.apart"],
            input=json.dumps({"trust": told, "seconds": seconds}).encode() + b"\n" + pdf,
            capture_output=True,
            timeout=seconds * _PATIENCE,
            check=False,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": root, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
        )
    except subprocess.TimeoutExpired:
        return Verdict("broken", "suspicious", "unknown", reasons=("too_costly",), size=len(pdf))
    if done.returncode == 4:
        raise NotPdf
    if done.returncode != 0:
        return Verdict("broken", "suspicious", "unknown", reasons=("too_costly",), size=len(pdf))
    return Verdict.from_json(json.loads(done.stdout))


def _bound(seconds: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child() -> int:
    head: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    from thonso.core.signatures import checking

    _bound(head["seconds"])
    told: dict[str, Any] = {
        name: tuple(base64.b64decode(one) for one in value) if isinstance(value, list) else value
        for name, value in head["trust"].items()
    }
    try:
        verdict = checking.check(sys.stdin.buffer.read(), Trust(**told))
    except checking.NotPdf:
        return 4
    sys.stdout.write(json.dumps(verdict.as_json()))
    return 0


if __name__ == "__main__":
    sys.exit(_child())
