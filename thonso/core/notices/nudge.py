"""Wakes a worker in the same process at once; one in another process looks every second anyway."""

import threading

_bell = threading.Condition()
_rung = 0


def ring() -> None:
    global _rung
    with _bell:
        _rung += 1
        _bell.notify_all()


def wait(seconds: float) -> None:
    """Return when something was queued in this process, or after `seconds`."""
    with _bell:
        before = _rung
        _bell.wait_for(lambda: _rung != before, timeout=seconds)
