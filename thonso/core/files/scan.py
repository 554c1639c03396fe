"""clamd, spoken to directly (INSTREAM over TCP or a Unix socket), when THONSO_CLAMD names one.

`tcp://127.0.0.1:3310` or `unix:///run/clamav/clamd.ctl`. A scanner that does not answer never lets a file through.
"""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

_CHUNK = 64 * 1024
_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 60.0


class ScannerDown(Exception):
    """No answer, a broken one, or an error of the scanner: the file has to wait."""


@dataclass(frozen=True, slots=True)
class Verdict:
    clean: bool
    found: str = ""


def address() -> str:
    """Where the scanner listens; "" when none is configured."""
    return str(getattr(settings, "CLAMD", os.environ.get("THONSO_CLAMD", "")))


def scan(path: Path) -> Verdict:
    """Raises ScannerDown. Without a scanner configured every file counts as clean."""
    where = address()
    if not where:
        return Verdict(True)
    try:
        with _connect(where) as link, path.open("rb") as file:
            link.settimeout(_ANSWER_SECONDS)
            link.sendall(b"zINSTREAM\0")
            _send(link, file)
            answer = _line(link)
    except OSError as error:
        raise ScannerDown(type(error).__name__) from None
    return _verdict(answer)


def alive() -> bool:
    """For /readyz and the administrator's page: does a configured scanner answer?"""
    try:
        with _connect(address()) as link:
            link.sendall(b"zPING\0")
            return _line(link) == "PONG"
    except OSError:
        return False


def _connect(where: str) -> socket.socket:
    parts = urlsplit(where)
    if parts.scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_CONNECT_SECONDS)
        try:
            link.connect(parts.path)
        except OSError:
            link.close()
            raise
        return link
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=_CONNECT_SECONDS)
    raise OSError(f"THONSO_CLAMD={where!r} is neither tcp:// nor unix://")


def _send(link: socket.socket, file: IO[bytes]) -> None:
    try:
        while chunk := file.read(_CHUNK):
            link.sendall(len(chunk).to_bytes(4, "big") + chunk)
        link.sendall((0).to_bytes(4, "big"))
    except (BrokenPipeError, ConnectionResetError):
        # It may have answered already ("size limit exceeded") and closed; the answer tells.
        return


def _line(link: socket.socket) -> str:
    """An answer to its end: one that was cut off says nothing, since "stream: OK" may be the beginning of a name."""
    said = b""
    while b"\0" not in said:
        part = link.recv(1024)
        if not part or len(said) > 4096:
            raise ConnectionError("the answer has no end")
        said += part
    return said.split(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(answer: str) -> Verdict:
    body = answer.removeprefix("stream:").strip()
    if body == "OK":
        return Verdict(True)
    if body.endswith(" FOUND"):
        return Verdict(False, body.removesuffix(" FOUND"))
    raise ScannerDown(answer[:80] or "no answer")
