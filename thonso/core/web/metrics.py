"""Figures for monitoring, in Prometheus' text format: requests of this process, and gauges that wings register."""

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

log = logging.getLogger("thonso.web")


@dataclass(frozen=True, slots=True)
class Gauge:
    name: str
    help: str
    read: Callable[[], float]


_gauges: dict[str, Gauge] = {}
_requests: Counter[int] = Counter()
_seconds = [0.0]
_lock = threading.Lock()
_started = time.time()


def register(name: str, help: str, read: Callable[[], float]) -> None:
    """`read()` is called at each scrape; it must be one cheap query. No personal data, no names of people."""
    _gauges[name] = Gauge(name, help, read)


def count(status: int, seconds: float) -> None:
    with _lock:
        _requests[status] += 1
        _seconds[0] += seconds


def text() -> str:
    pid = os.getpid()
    lines = [
        "# HELP thonso_requests_total Answers of this worker process by status.",
        "# TYPE thonso_requests_total counter",
        *(f'thonso_requests_total{{pid="{pid}",status="{status}"}} {n}' for status, n in sorted(_requests.items())),
        "# HELP thonso_request_seconds_total Time spent answering.",
        "# TYPE thonso_request_seconds_total counter",
        f'thonso_request_seconds_total{{pid="{pid}"}} {_seconds[0]:.3f}',
        "# HELP thonso_process_start_time_seconds When this worker process began.",
        "# TYPE thonso_process_start_time_seconds gauge",
        f'thonso_process_start_time_seconds{{pid="{pid}"}} {_started:.0f}',
    ]
    for gauge in _gauges.values():
        try:
            value = gauge.read()
        except Exception:
            log.exception("gauge %s failed", gauge.name)
            continue
        lines += [f"# HELP {gauge.name} {gauge.help}", f"# TYPE {gauge.name} gauge", f"{gauge.name} {value:g}"]
    return "\n".join(lines) + "\n"
