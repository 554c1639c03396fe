"""Servers and workers say that they run, so that a restore does not take the data from under them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def running() -> Iterator[None]:
    """Held by each server and worker of this data folder; ends with the process, however it ends."""
    handle = _open()
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
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


def _open() -> int:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    # Not inherited: a child that outlives its server must not hold the folder for it.
    return os.open(settings.DATA / ".running", os.O_RDWR | os.O_CREAT, 0o600)
