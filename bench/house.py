"""A house for one figure: an empty data folder, an empty database, and `thonso serve` on a free port of this machine.

Also used by `tests/faults`, which kill the server in it. Everything it made is gone when the context ends.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def house(
    server_url: str = "", *, folder: Path | None = None, mode: str = "demo", like: "House | None" = None, **more: str
) -> Iterator["House"]:
    """`server_url`: a PostgreSQL to make a database of one's own in; without it SQLite in the folder. `like`: a house on that
    PostgreSQL, to which nobody is connected: the database begins as a copy of its."""
    data = folder or Path(tempfile.mkdtemp(prefix="thonso-bench-"))
    url = _make_database(server_url, like) if server_url else "sqlite:"
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("THONSO_", "DJANGO_"))},
        "THONSO_MODE": mode,
        "THONSO_DATA": str(data),
        "THONSO_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PYTHONPATH": str(ROOT),
        **more,
    }
    found = House(data, env, "PostgreSQL" if server_url else "SQLite")
    try:
        yield found
    except RuntimeError as error:
        raise RuntimeError(f"{error}\n{found.logs()}") from error
    finally:
        found.stop_all()
        if server_url:
            _drop_database(server_url, url)
        if folder is None:
            shutil.rmtree(data, ignore_errors=True)


@dataclass
class House:
    data: Path
    env: dict[str, str]
    engine: str
    servers: list["Server"] = field(default_factory=list)

    def thonso(self, *arguments: str) -> str:
        """Run one command of `thonso`; gives what it printed. Raises when it fails."""
        return self._run([sys.executable, "-m", "thonso.config.cli", *arguments])

    def python(self, module: str, *arguments: str) -> str:
        return self._run([sys.executable, "-m", module, *arguments])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[1:])} failed ({done.returncode}):\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def build(self, *, static: bool = False) -> None:
        """The tables, and with `static` the files that pages refer to."""
        self.thonso("migrate", "--run-syncdb", "-v0")
        if static:
            self.thonso("collectstatic", "--no-input", "-v0")

    def serve(self, *arguments: str, wait: bool = True, port: int = 0) -> "Server":
        found = Server(self, arguments, port)
        self.servers.append(found)
        if wait:
            found.wait()
        return found

    def logs(self) -> str:
        """The last lines that the servers wrote."""
        return "\n".join(server.log.read_text(errors="replace")[-2500:] for server in self.servers)

    def stop_all(self) -> None:
        for server in self.servers:
            server.stop()


class Server:
    """One `thonso serve`, in a process group of its own: what is killed is only what was started here."""

    def __init__(self, house: House, arguments: tuple[str, ...] = (), port: int = 0) -> None:
        self.port = port or free_port()
        self.log = house.data / f"server-{self.port}.log"
        command = [sys.executable, "-m", "thonso.config.cli", "serve", "--port", str(self.port), *arguments]
        self.began = time.perf_counter()
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                command, env=house.env, cwd=ROOT, stdout=out, stderr=out, start_new_session=True
            )

    def wait(self, path: str = "/healthz", seconds: float = 60) -> float:
        """Until the first good answer; gives the seconds since the start."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                if self.get(path)[0] == 200:
                    return time.perf_counter() - self.began
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"the server did not answer:\n{self.log.read_text(errors='replace')[-3000:]}")

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        return self.request("GET", path, headers=headers)

    def request(
        self, method: str, path: str, *, body: Any = None, headers: dict[str, str] | None = None, timeout: float = 60
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            raw = json.dumps(body).encode() if body is not None else None
            kind = {"Content-Type": "application/json"} if raw is not None else {}
            connection.request(method, path, body=raw, headers={**kind, **(headers or {})})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """The processes that answer: the children of the one that was started."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid:
                found.append(int(stat.parent.name))
        # Also python's own helper of multiprocessing is a child; it holds next to nothing.
        return [pid for pid in found if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def memory_mb(self) -> list[float]:
        """Resident memory of each worker."""
        return [_status_kb(pid, "VmRSS") / 1024 for pid in self.workers()]

    def cpu_seconds(self) -> float:
        return sum(_cpu(pid) for pid in [self.process.pid, *self.workers()])

    def kill(self) -> None:
        """`kill -9` of everything that was started here, at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()


def _status_kb(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _make_database(server_url: str, like: "House | None" = None) -> str:
    import psycopg

    copied = f' TEMPLATE "{urlsplit(like.env["THONSO_DATABASE_URL"]).path[1:]}"' if like else ""
    name = f"bench_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{copied}')
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def _drop_database(server_url: str, url: str) -> None:
    import psycopg

    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{urlsplit(url).path[1:]}" WITH (FORCE)')
