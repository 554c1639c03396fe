"""The first `thonso demo` loads and then serves; what it serves must work as it does on the second."""

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.house import free_port

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def first_demo(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    environment = {
        **os.environ,
        "THONSO_MODE": "demo",
        "THONSO_DATA": str(tmp_path),
        "THONSO_DATABASE_URL": f"sqlite:///{tmp_path / 'demo.sqlite3'}",
        "THONSO_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "thonso.config.settings",
    }
    with (tmp_path / "demo.log").open("wb") as log:
        command = [sys.executable, "-m", "thonso.config.cli", "demo"]
        demo = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        yield f"http://localhost:{port}"
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        try:
            demo.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(demo.pid, signal.SIGKILL)


def answers(url: str, within: float) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    raise AssertionError("the demo did not come up")


@pytest.mark.slow
@pytest.mark.own_clock
def test_a_paper_can_be_printed_right_after_the_sample_commune_was_loaded(first_demo: str) -> None:
    answers(first_demo, within=600)
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(path: str) -> bytes:
        with browser.open(first_demo + path, timeout=30) as answer:
            body: bytes = answer.read()
            return body

    door = get("/dang-nhap/").decode()
    tile = re.search(r'action="([^"]*/thu/lan/)".*?name="csrfmiddlewaretoken" value="([^"]+)"', door, re.S)
    assert tile
    token = urllib.parse.urlencode({"csrfmiddlewaretoken": tile[2]}).encode()
    with browser.open(urllib.request.Request(first_demo + tile[1], token, {"Referer": first_demo}), timeout=30):
        pass
    for code in re.findall(r"/ban/ho-so/(TS-[\d-]+)/", get("/ban/ho-so/?hang=tat-ca").decode()):
        if slip := re.search(r'href="(/ban/ho-so/[^"]+\.pdf)', get(f"/ban/ho-so/{code}/").decode()):
            assert get(slip[1])[:5] == b"%PDF-"
            break
    else:
        raise AssertionError("no dossier with a slip among the newest")
    assert get("/healthz") == b"ok\n", "and the server goes on answering"
