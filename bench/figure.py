"""What a figure is, and how a page is called in turn with others so that noise falls on all alike."""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

from bench.client import quantiles
from bench.house import ROOT, House, Server

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class Figure:
    """One line. `value` is what is compared with `limit` (at least or at most); `volume` says over how much data."""

    name: str
    value: float
    unit: str
    limit: float | None
    at_least: bool
    volume: str
    details: dict[str, Any] = field(default_factory=dict)
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    @property
    def ok(self) -> bool:
        return self.limit is None or (self.value >= self.limit if self.at_least else self.value <= self.limit)

    def line(self) -> str:
        sign = "" if self.limit is None else f"  ({'≥' if self.at_least else '≤'} {self.limit:g})"
        verdict = "    " if self.limit is None else "ok  " if self.ok else "MISS"
        more = ", ".join(f"{key} {value}" for key, value in self.details.items())
        return f"{verdict} {self.name:44} {self.value:9.2f} {self.unit}{sign}   {self.volume}; {more}; load {self.load:.1f}"

    def row(self) -> str:
        """As a line of the table in docs/performance.md."""
        promised = "–"
        if self.limit is not None:
            promised = f"{'≥' if self.at_least else '≤'} {self.limit:g}, {'met' if self.ok else '**missed**'}"
        more = ", ".join(f"{key} {value}" for key, value in self.details.items())
        return (
            f"| {self.name} | {self.value:.2f} {self.unit} | {promised} | {self.volume}; {more}; load {self.load:.1f} |"
        )

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ok": self.ok}


@dataclass(frozen=True)
class Settings:
    """`quick`: less data and time. `alone`: only one figure is asked for, so what is not promised is measured with it."""

    quick: bool = False
    alone: bool = False
    postgresql: str = ""  # URL of a server in which databases may be made
    workers: int = 2
    national: str = ""  # file of national procedures; it is not part of the project

    def engines(self) -> Iterator[tuple[str, str]]:
        yield SQLITE, ""
        if self.postgresql:
            yield POSTGRESQL, self.postgresql


WARMUP = 3


def load(server: Server, plan: Any, *, clients: int, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.client", str(server.port), str(plan), "--clients", str(clients)]
    command += ["--seconds", str(seconds), "--warmup", str(WARMUP)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the client failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


Call = Callable[[], tuple[int, bytes]]


def take_turns(calls: dict[str, Call], rounds: int) -> dict[str, dict[str, float]]:
    """Call each in turn, so that noise of the machine falls on all alike; gives p50, p95, p99 in ms by name."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(rounds + 10):
        for name, call in calls.items():
            began = time.perf_counter()
            status, _body = call()
            took = (time.perf_counter() - began) * 1000
            if status != 200:
                raise RuntimeError(f"{name}: status {status}")
            if turn >= 10:
                times[name].append(took)
    return {name: quantiles(values) for name, values in times.items()}


def page(server: Server, path: str, cookie: str = "") -> Call:
    """One browser with a connection that it keeps."""
    return pages(server, [(path, cookie)])


def pages(server: Server, asked: Sequence[tuple[str, str]]) -> Call:
    """As `page`, with another address and cookie each time, and from the first again after the last."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    turns = cycle(asked)

    def call() -> tuple[int, bytes]:
        path, cookie = next(turns)
        line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        response = line.getresponse()
        return response.status, response.read()

    return call


def loaded(home: House, total: int) -> dict[str, Any]:
    home.build(static=True)
    home.python("bench.prepare", "dossiers", "--total", str(total), "--communes", "1")
    facts: dict[str, Any] = json.loads(home.python("bench.prepare", "pages"))
    return facts


def small(home: House) -> dict[str, Any]:
    home.build(static=True)
    home.python("bench.prepare", "dossiers", "--total", "5000", "--communes", "1", "--history")
    facts: dict[str, Any] = json.loads(home.python("bench.prepare", "pages"))
    return facts
