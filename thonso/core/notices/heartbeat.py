"""One thread a process extends the leases of the jobs that run in it, so that a long job is not run twice."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connection

from thonso.core.notices.conf import LEASE_SECONDS
from thonso.core.notices.jobs import LeaseLost, Running

logger = logging.getLogger(__name__)
_PAUSE = LEASE_SECONDS / 3
_lock = threading.Lock()
_beating: dict[int, tuple[Running, float]] = {}
_thread: threading.Thread | None = None


@contextmanager
def of(running: Running, longest: float) -> Iterator[None]:
    """Beat for the job while it runs, but for no more than `longest` seconds: then it hangs, and another may have it."""
    global _thread
    with _lock:
        _beating[id(running)] = (running, time.monotonic() + longest)
        if _thread is None:
            _thread = threading.Thread(target=_beat, name="heartbeat", daemon=True)
            _thread.start()
    try:
        yield
    finally:
        with _lock:
            _beating.pop(id(running), None)


def _beat() -> None:
    global _thread
    pause = threading.Event()
    try:
        while True:
            pause.wait(_PAUSE)
            with _lock:
                held = dict(_beating)
                if not held:
                    _thread = None
                    return
            for key, (running, until) in held.items():
                _one(key, running, until)
    finally:
        connection.close()


def _one(key: int, running: Running, until: float) -> None:
    if time.monotonic() > until:
        logger.warning("job %s (%s) runs too long; its lease is left to end", running.id, running.name)
    else:
        try:
            close_old_connections()
            running.beat()
            return
        except LeaseLost:
            logger.warning("job %s (%s) was taken over", running.id, running.name)
        except Exception:
            # The database is locked or away: the lease may still last until the next beat.
            logger.exception("heartbeat of %s", running.name)
            return
    with _lock:
        _beating.pop(key, None)
