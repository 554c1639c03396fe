"""A throw-away PostgreSQL for one command: `python -m tests.cluster [--durable] -- COMMAND…` sets THONSO_DATABASE_URL.

As root the cluster runs as the user postgres, which Debian's package makes. Without --durable it does not wait for the disk.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OFF = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


def binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not found:
        sys.exit("PostgreSQL is not installed: run `make apt`.")
    return found[-1].parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster on a free port of this machine; gives its URL; stops and removes it."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="thonso-pg-"))
    if as_postgres:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    port = free_port()
    data, bin_ = folder / "data", binaries()
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": "/"}
    initdb = [bin_ / "initdb", "-D", data, "-U", "thonso", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    subprocess.run([*as_postgres, *initdb], **quiet)
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c max_connections=200"
    options += "" if durable else " " + " ".join(OFF)
    control = [*as_postgres, bin_ / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-l", folder / "log", "-o", options, "start"], **quiet)
    try:
        subprocess.run([bin_ / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "thonso", "thonso"], **quiet)
        yield f"postgresql://thonso@127.0.0.1:{port}/thonso"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, check=False, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    durable = "--durable" in sys.argv
    with cluster(durable=durable) as url:
        command = sys.argv[sys.argv.index("--") + 1 :]
        sys.exit(subprocess.run(command, env=os.environ | {"THONSO_DATABASE_URL": url}, check=False).returncode)
