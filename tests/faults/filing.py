"""A client that files a plan over HTTP from many threads, and sends again, under the same id, what was not answered."""

import http.client
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Any

PATIENCE = 90.0


@dataclass(frozen=True)
class Filing:
    id: str
    path: str
    headers: dict[str, str]
    body: bytes


def read_plan(path: Path) -> list[Filing]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Filing(one["p"].rsplit("/", 1)[1], one["p"], one["h"], one["b"].encode()) for one in lines]


def send(port: int, filing: Filing, *, timeout: float = 60) -> tuple[int, dict[str, Any], dict[str, str]]:
    """One request on a connection of its own; gives status, body, headers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        line.request("PUT", filing.path, body=filing.body, headers=filing.headers)
        response = line.getresponse()
        return response.status, json.loads(response.read()), {k.lower(): v for k, v in response.getheaders()}
    finally:
        line.close()


@dataclass
class Sender:
    """Files everything; a broken line or a 503 is tried again until PATIENCE runs out. `acknowledged` is what the client saw."""

    port: int
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    broken: int = 0
    lock: Lock = field(default_factory=Lock)
    moved: Event = field(default_factory=Event)

    def file_all(
        self, filings: Sequence[Filing], threads: int, at: dict[int, Callable[[], None]] | None = None
    ) -> None:
        """`at`: what to do when so many have been acknowledged, in a thread of its own while filing goes on."""
        todo = dict(at or {})
        with ThreadPoolExecutor(threads + 1) as pool:
            waiting = [pool.submit(self.one, filing) for filing in filings]
            for number, act in sorted(todo.items()):
                self.wait_for(number)
                act()
            for one in waiting:
                one.result()

    def wait_for(self, number: int) -> None:
        end = time.monotonic() + PATIENCE
        while len(self.acknowledged) < number:
            assert time.monotonic() < end, f"only {len(self.acknowledged)} of {number} were acknowledged"
            self.moved.wait(0.05)
            self.moved.clear()

    def one(self, filing: Filing) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < end, f"{filing.id} was not answered for {PATIENCE} s"
            try:
                status, body, _headers = send(self.port, filing)
            except (OSError, http.client.HTTPException):
                with self.lock:
                    self.broken += 1
                time.sleep(0.05)
                continue
            if status == 503:
                time.sleep(0.05)
                continue
            assert status in {200, 201}, (status, body)
            with self.lock:
                self.acknowledged[filing.id] = body
            self.moved.set()
            return
