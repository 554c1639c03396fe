"""The tokens at the server, reached through their maker's driver in a process of its own (`hand`). Without pyHanko: pages
that only list tokens are not to load it.
"""

import base64
import json
import os
import select
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import x509  # type: ignore[import-untyped]
from django.conf import settings

from thonso.core.signatures.keys.pkcs11.words import refusal

SECONDS = 45  # one answer; a slow card needs a second or two for a signature


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is plugged in, and the certificates on it."""

    label: str
    certificates: tuple[x509.Certificate, ...]


def plugged_in() -> list[Token]:
    """The tokens at the server now; none when no driver is set. Asks for no PIN. Raises Unavailable."""
    if not settings.PKCS11_MODULE:
        return []
    hand = Hand()
    try:
        found = hand.ask(module=settings.PKCS11_MODULE)["tokens"]
    finally:
        hand.close()
    return [
        Token(one["label"], tuple(x509.Certificate.load(base64.b64decode(der)) for der in one["certificates"]))
        for one in found
    ]


class Hand:
    """The child process, spoken to one line at a time."""

    def __init__(self) -> None:
        # The driver's own settings stand in the environment; ours, with our secrets, are not its business.
        env = {name: value for name, value in os.environ.items() if not name.startswith(("THONSO_", "DJANGO_"))}
        self._child = subprocess.Popen(
            [sys.executable, "-m", "thonso.core.signatures.keys.pkcs11.hand"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**env, "PYTHONPATH": str(Path(__file__).resolve().parents[5])},
        )
        self._kept = b""

    def ask(self, **asked: Any) -> dict[str, Any]:
        """Raises what `words.refusal` makes of the fault."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps(asked).encode() + b"\n")
            self._child.stdin.flush()
        except OSError:
            raise refusal("gone") from None
        told: dict[str, Any] = json.loads(self._line())
        if fault := told.get("fault"):
            raise refusal(fault)
        return told

    def _line(self) -> bytes:
        assert self._child.stdout is not None
        pipe = self._child.stdout.fileno()
        while b"\n" not in self._kept:
            if not select.select([pipe], [], [], SECONDS)[0]:
                raise refusal("silent")
            part = os.read(pipe, 65536)
            if not part:  # it died: the driver took the process with it
                raise refusal("gone")
            self._kept += part
        line, _rest, self._kept = self._kept.partition(b"\n")
        return line

    def close(self) -> None:
        """Ends the process, and with it the session on the token and the PIN in its memory."""
        with suppress(OSError):
            assert self._child.stdin is not None
            self._child.stdin.close()
        try:
            self._child.wait(5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        assert self._child.stdout is not None
        self._child.stdout.close()
