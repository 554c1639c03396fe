"""Translations compiled when older than their source, a finished front end, and pages to fail on."""

import gettext
import gzip
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
import pytest
from asgiref.local import Local
from django.conf import settings
from django.utils.translation import trans_real
from playwright.sync_api import Browser, Page, Response

WEB = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def vietnamese() -> None:
    po = WEB / "locale" / "vi" / "LC_MESSAGES" / "django.po"
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
        made = mo.with_suffix(f".{os.getpid()}")
        polib.pofile(str(po)).save_as_mofile(str(made))
        made.replace(mo)
        # As Django's own reloader does when a catalogue has changed.
        gettext._translations = {}
        trans_real._translations = {}
        trans_real._default = None
        trans_real._active = Local()


@pytest.fixture(scope="session")
def dist() -> Path:
    """The bundled front end; built here when `make frontend` has not been run."""
    folder = WEB / "static" / "dist"
    if not (folder / "site.css").exists():
        subprocess.run(["node", "build.mjs"], cwd=settings.ROOT / "frontend", check=True, capture_output=True)
    return folder


@dataclass
class Visit:
    """One page in Chromium, what it loaded and what it complained about."""

    page: Page
    responses: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def weights(self) -> dict[str, int]:
        """Bytes by address as they travel: text gzipped (whitenoise sends it so), fonts as they are."""
        found = {}
        for response in self.responses:
            body = response.body()
            found[response.url] = len(body) if response.url.endswith(".woff2") else len(gzip.compress(body, 9))
        return found


@pytest.fixture
def visit(chromium: Browser, live_server: Any, dist: Path) -> Iterator[Callable[..., Visit]]:
    """`visit("/", width=360, height=740, script=True)` opens a page of the running server in a fresh profile."""
    contexts = []

    def go(path: str, *, width: int = 1366, height: int = 768, script: bool = True, scale: float = 1) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, device_scale_factor=scale
        )
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.on("response", lambda response: seen.responses.append(response))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.goto(live_server.url + path)
        seen.page.wait_for_load_state("networkidle")
        return seen

    yield go
    for context in contexts:
        context.close()
