"""A real `thonso serve` over a real database file, and the pages of the people who come to it."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload, Locator, Page, Response

from tests.browser.reflow import lost

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK, TV = (360, 740), (1366, 768), (1920, 1080)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Bars that stay in the window cover what is under them: laid out in the flow for pictures, and so that axe sees it all.
FLOW = ".hamlet__actions,.hamlet__nav,.hamlet__bar,.page__actions{position:static!important}"
LAY_OUT = "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }"


@dataclass
class House:
    """The server's address and its files. `sql` is for moving the hands of a clock: dates of rows, nothing else."""

    url: str
    folder: Path
    browser: Browser
    opened: list["Visitor"] = field(default_factory=list)

    def sql(self, statement: str, *values: Any) -> list[Any]:
        with sqlite3.connect(self.folder / "house.sqlite3", timeout=20) as database:
            return list(database.execute(statement, values))

    def visit(
        self, who: str = "", *, size: tuple[int, int] = DESK, script: bool = True, mouse: bool = True, **more: Any
    ) -> "Visitor":
        """A fresh browser profile; `who` comes in by her tile on the sign-in page."""
        from tests.browser.typist import Typist

        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
            **more,
        )
        context.set_default_timeout(20_000)
        visitor = (Visitor if mouse else Typist)(self, context.new_page(), who, script)
        self.opened.append(visitor)
        if who:
            visitor.go("/dang-nhap/")
            visitor.activate(visitor.page.locator(f"form[action$='/thu/{who}/'] button"))
            assert "/dang-nhap/" not in visitor.page.url, visitor.page.inner_text("main")
        return visitor


@dataclass
class Visitor:
    house: House
    page: Page
    who: str
    script: bool
    responses: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", lambda response: self.responses.append(response))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self._complain(message.type, message.text))

    def _complain(self, kind: str, text: str) -> None:
        # A page that answers 4xx on purpose says so; everything else, a refused style or script above all, is a fault.
        if kind in {"error", "warning"} and "responded with a status of 4" not in text:
            self.complaints.append(text)

    @property
    def text(self) -> str:
        return self.page.inner_text("main")

    def go(self, path: str) -> "Visitor":
        response = self.page.goto(path)
        assert response is None or response.status < 500, f"{path}: {response.status}"
        return self

    def status(self, path: str) -> int:
        """What this person gets at an address, without leaving the page."""
        return self.page.request.get(path, max_redirects=0).status

    def press(self, words: str, within: str = "body") -> "Visitor":
        """The button or link with exactly these words."""
        found = self.page.locator(within).get_by_role("button", name=words, exact=True)
        found = found.or_(self.page.locator(within).get_by_role("link", name=words, exact=True))
        self.activate(found.first)
        return self

    def activate(self, target: Locator) -> None:
        target.click()
        self.page.wait_for_load_state()  # what follows may count what is on the page

    def unfold(self, words: str) -> "Visitor":
        """What stands folded under these words, if the page has it."""
        if (folded := self.page.locator("details:not([open]) > summary", has_text=words)).count():
            self._unfold(folded.first)
        return self

    def _unfold(self, summary: Locator) -> None:
        summary.click()

    def tick(self, target: Locator) -> None:
        target.check()

    def write(self, target: Locator, value: str) -> None:
        target.fill(value)

    def select(self, target: Locator, value: str) -> None:
        target.select_option(value)

    def attach(self, target: Locator, file: FilePayload) -> None:
        target.set_input_files([file])

    def choose(self, words: str) -> "Visitor":
        """A radio or check box by its label, as a thumb would."""
        self.page.locator("label", has_text=re.compile(f"^{re.escape(words)}")).first.click()
        return self

    def fill(self, **values: str) -> "Visitor":
        for name, value in values.items():
            self.write(self.page.locator(f"#f-{name}"), value)
        return self

    def sign_on_screen(self) -> "Visitor":
        canvas = self.page.locator("canvas[data-signature-field]")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box
        mouse = self.page.mouse
        mouse.move(box["x"] + 30, box["y"] + box["height"] / 2)
        mouse.down()
        for step in range(1, 12):
            mouse.move(box["x"] + 30 + 14 * step, box["y"] + box["height"] / 2 + (18 if step % 2 else -18))
        mouse.up()
        return self

    def seen(self, name: str) -> "Visitor":
        """A page of the story: axe has nothing to say, nothing is lost at 320 px and 200 %; a picture when wanted."""
        size = self.page.viewport_size
        assert size
        self.page.wait_for_load_state()
        if self.script:
            self.page.evaluate(LAY_OUT, FLOW)
            faults = self.axe()
            assert faults == [], f"{name}: {faults}"
            width = self.page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{name} is {width} wide"
            assert (away := lost(self.page)) == [], f"{name}: {away}"
        if folder := os.environ.get("THONSO_PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            for width, height in (PHONE, DESK, TV):
                self.page.set_viewport_size({"width": width, "height": height})
                self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
            self.page.set_viewport_size(size)
        if self.script:
            self.page.evaluate("document.adoptedStyleSheets = []")
        return self

    def axe(self) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        result = self.page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)
        return [
            f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:240]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    def focused(self) -> Locator:
        return self.page.locator(":focus")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Server:
    """The house's server on its port. `at` is where people reach it, when a line lies between."""

    folder: Path
    port: int
    at: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        found = {
            **os.environ,
            "THONSO_MODE": "demo",
            "THONSO_DATA": str(self.folder),
            "THONSO_DATABASE_URL": f"sqlite:///{self.folder / 'house.sqlite3'}",
            "THONSO_PUBLIC_URL": self.at or f"http://localhost:{self.port}",
            "THONSO_PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "thonso.config.settings",
            "PYTHONPATH": str(ROOT),
        }
        for name in ("PYTEST_CURRENT_TEST", "DJANGO_ALLOW_ASYNC_UNSAFE"):
            found.pop(name, None)
        return found

    def build(self) -> "Server":
        command = [sys.executable, "-m", "tests.browser.build"]
        built = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True)
        assert built.returncode == 0, built.stderr[-3000:]
        return self

    def start(self) -> "Server":
        log = (self.folder / "serve.log").open("ab")
        command = [sys.executable, "-m", "thonso.config.cli", "serve", "--port", str(self.port), "--with-worker"]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        _wait(f"http://localhost:{self.port}", self.process, self.folder)
        return self

    def kill(self) -> None:
        """kill -9 of the server and everything it started."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=15)

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the house that was built in `folder`, give its address; stopped by its own process group at the end."""
    server = Server(folder, free_port()).start()
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.stop()


def _wait(url: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, (folder / "serve.log").read_text()[-3000:]
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the server did not come up: " + (folder / "serve.log").read_text()[-3000:])
