"""Servers and workers say that they run, so that a restore does not take the data from under them; and they do not run on
what a restore has left half done.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


class HalfRestored(Exception):
    """The data folder and the database are not yet what a restore makes of them; the words say what to do."""


@contextmanager
def running() -> Iterator[None]:
    """Held by each server and worker of this data folder; ends with the process, however it ends. Raises HalfRestored."""
    handle = _open()
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        if words := half_restored():
            raise HalfRestored(f"Not started: {words}")
        yield
    finally:
        os.close(handle)


@contextmanager
def nobody_else() -> Iterator[bool]:
    """False when a server or worker runs; none starts while this is held (they wait)."""
    handle = _open()
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def half_restored() -> str:
    """What was said when a restore began that has not come to its end; empty when there is none."""
    return _mark().read_text(encoding="utf-8") if _mark().exists() else ""


def say_half_restored(words: str) -> None:
    """On the disk before this returns. Empty words: it has come to its end."""
    if words:
        new = _mark().with_suffix(".new")
        with new.open("w", encoding="utf-8") as out:
            out.write(words)
            out.flush()
            os.fsync(out.fileno())
        new.rename(_mark())
    else:
        _mark().unlink(missing_ok=True)
    folder = os.open(settings.DATA, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _mark() -> Path:
    return Path(settings.DATA) / ".half-restored"


def _open() -> int:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    # Not inherited: a child that outlives its server must not hold the folder for it.
    return os.open(settings.DATA / ".running", os.O_RDWR | os.O_CREAT, 0o600)
