"""A full disk: a filing and an upload are answered with 503, nothing of them stays, and with room again they go through."""

import hashlib
import http.client
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bench.house import House, house
from tests.faults.conftest import look
from tests.faults.filing import Filing, read_plan, send

pytestmark = [pytest.mark.slow, pytest.mark.own_clock, pytest.mark.timeout(600)]
SIZE_MB = 48


@pytest.fixture
def small_home(prepared: Path, tmp_path: Path) -> Iterator[House]:
    """A house on a file system of its own that is nearly full; mounting one takes root."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to mount a small file system")
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=700", "tmpfs", place], check=True)
    try:
        shutil.copytree(prepared, place / "data")
        with house(folder=place / "data") as home:
            yield home
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


class Ballast:
    """A file that takes all the room there is."""

    def __init__(self, home: House) -> None:
        self.path = home.data / "ballast"

    def __enter__(self) -> None:
        with self.path.open("wb", buffering=0) as out:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        out.write(b"\0" * size)
                except OSError:
                    continue

    def __exit__(self, *_error: object) -> None:
        self.path.unlink()


def photo() -> bytes:
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (700, 500), os.urandom(700 * 500 * 3))
    noise.save(out, "JPEG", quality=90)
    return out.getvalue()


def put_file(port: int, data: bytes, filing: Filing) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Authorization": filing.headers["Authorization"], "Content-Type": "application/octet-stream"}
    line.request("PUT", f"/api/v1/blobs/{hashlib.sha256(data).hexdigest()}", body=data, headers=headers)
    response = line.getresponse()
    found = response.status, response.read().decode()
    line.close()
    return found


def files_of(home: House) -> list[str]:
    return sorted(
        str(path.relative_to(home.data)) for path in (home.data / "files").rglob("*") if path.is_file() and path.suffix != ".lock"
    )  # fmt: skip


def test_a_filing_is_refused_for_now_and_leaves_nothing(small_home: House) -> None:
    plan = read_plan(small_home.data / "plan.jsonl")
    server = small_home.serve()
    status, _body, _headers = send(server.port, plan[0])
    assert status == 201
    with Ballast(small_home):
        refused = 0
        for filing in plan[1:200]:  # what room the write-ahead log still has is used up first
            status, body, headers = send(server.port, filing)
            if status == 503:
                refused += 1
                assert headers["content-type"].startswith("application/problem+json")
                assert body["detail"]
                if refused == 5:
                    break
            else:
                assert status == 201, body
        assert refused == 5, "the disk was never full"
        last = filing
    stored = look(small_home)
    assert last.id not in stored
    assert all(row[1:] == [1, 2, 1, 2, 2] for row in stored.values()), "something was half-written"
    assert send(server.port, last)[0] == 201
    assert "everything holds" in small_home.thonso("verify", "--all")


def test_an_upload_is_refused_for_now_and_leaves_nothing(small_home: House) -> None:
    filing = read_plan(small_home.data / "plan.jsonl")[0]
    server = small_home.serve()
    data = photo()
    before = files_of(small_home)
    with Ballast(small_home):
        status, body = put_file(server.port, data, filing)
        assert status == 503, body
        assert files_of(small_home) == before
    status, body = put_file(server.port, data, filing)
    assert status in {200, 201}, body
    assert "everything holds" in small_home.thonso("verify", "--all")
