"""Lets the decoders look at the pictures: zxing-wasm in its worker in a real Chromium, and what the server runs."""

import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.scanner import NODE, ROOT, cards, pictures
from thonso.config.static_files import WORKER_POLICY
from thonso.core.files.workshop import codes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DIST = ROOT / "thonso/core/web/static/dist"
# Like the product's pages: WebAssembly is allowed in the worker alone.
PAGE_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'"


@dataclass
class Tally:
    """Of one class: pictures looked at, those read right, those read wrong, and how long each look took in ms."""

    of: int = 0
    hits: int = 0
    wrong: int = 0
    took: list[float] = field(default_factory=list)

    def add(self, expected: str, texts: list[str], ms: float) -> None:
        self.of += 1
        self.hits += expected in texts
        self.wrong += any(text != expected for text in texts)
        self.took.append(ms)


Tallies = dict[str, Tally]


@contextmanager
def page_of(browser: "Browser") -> Iterator["Page"]:
    """A page with the decoders, its pictures served beside it under the policies of the product."""
    command = [NODE, "node_modules/esbuild/bin/esbuild", "../tests/scanner/harness.ts", "--bundle", "--format=iife"]
    bundle = subprocess.run(command, cwd=ROOT / "frontend", capture_output=True, check=True).stdout
    files = {
        "/": ("text/html", b"<!doctype html><script src='/harness.js'></script>", PAGE_POLICY),
        "/harness.js": ("text/javascript", bundle, ""),
        "/scan-worker.js": ("text/javascript", (DIST / "scan-worker.js").read_bytes(), WORKER_POLICY),
        "/scan-reader.wasm": ("application/wasm", (DIST / "scan-reader.wasm").read_bytes(), ""),
    } | {f"/{n}.jpg": ("image/jpeg", one, "") for n, (_kind, _text, one) in enumerate(drawn())}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body, policy = files.get(self.path, ("text/plain", b"", ""))
            self.send_response(200 if self.path in files else 404)
            self.send_header("Content-Type", kind)
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        yield page
    finally:
        page.close()
        server.shutdown()


_drawn: list[tuple[str, str, bytes]] = []


def drawn() -> list[tuple[str, str, bytes]]:
    """Class, text and JPEG of every picture, drawn once a process."""
    if not _drawn:
        _drawn.extend((one.kind, one.text, one.jpeg()) for one in pictures.pictures())
    return _drawn


def in_browser(page: "Page", how: str) -> Tallies:
    """`how`: "every frame" or "every third", as the camera looks."""
    call = "([n, hard]) => readByPack(`/${n}.jpg`, hard)"
    found: Tallies = {}
    for n, (kind, text, _one) in enumerate(drawn()):
        said = page.evaluate(call, [n, how == "every third"])
        found.setdefault(kind, Tally()).add(text, said["texts"], said["ms"])
    return found


def at_server(photos: Iterable[tuple[str, str, bytes]], folder: Path) -> Tallies:
    """As the child process of `identity.photo` does it, without starting one for each."""
    found: Tallies = {}
    for kind, text, one in photos:
        path = folder / "photo.jpg"
        path.write_bytes(one)
        began = time.perf_counter()
        texts = codes.read(str(path))
        found.setdefault(kind, Tally()).add(text, texts, 1000 * (time.perf_counter() - began))
    return found


def whole_cards() -> Iterator[tuple[str, str, bytes]]:
    return ((row.kind, text, one) for row in cards.ROWS for text, one in cards.photos(row))
