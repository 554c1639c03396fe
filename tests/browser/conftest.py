"""One house for the whole browser part: built, served and left once. Its people are visitors with their own profile."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.away import Away, reached
from tests.browser.house import ROOT, House, Server, Visitor, free_port, served
from tests.browser.phone import Phone


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a house that nobody has served yet. Building takes half a minute, copying a second: so the first who
    needs one builds it for all workers of pytest-xdist, which share the parent of their folders."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            if not (ROOT / "thonso/core/web/static/dist/card.js").exists():
                subprocess.run(["node", "build.mjs"], cwd=ROOT / "frontend", check=True, capture_output=True)
            half = shared.with_suffix(".half")
            half.mkdir()
            Server(half, free_port()).build()
            half.rename(shared)
    return shared


@pytest.fixture(scope="session")
def house(built: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(built, folder, dirs_exist_ok=True)
    with served(folder) as url:
        yield House(url, folder, chromium)


@pytest.fixture(scope="session")
def away(built: Path, tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Away]:
    """A second house, whose server may be killed and whose line may be bad."""
    folder = tmp_path_factory.mktemp("away")
    shutil.copytree(built, folder, dirs_exist_ok=True)
    with reached(folder, playwright) as found:
        yield found


@pytest.fixture
def visit(house: House) -> Iterator[Callable[..., Visitor]]:
    """`visit("lan")` comes in by her tile. At the end no page may have complained: no refused script, no error."""
    before = len(house.opened)
    yield house.visit
    mine, house.opened[before:] = house.opened[before:], []
    complaints = [text for visitor in mine for text in visitor.complaints]
    for visitor in mine:
        visitor.page.context.close()
    assert complaints == []


@pytest.fixture
def phone(away: Away, request: pytest.FixtureRequest) -> Iterator[Phone]:
    """A helper's phone at the second house, each test a new one. `FLAGS` of the file start its browser."""
    away.ask("UPDATE offline_device SET revoked_at = '2026-01-01 00:00:00' WHERE revoked_at IS NULL")  # five at most
    found = away.phone(request.node.name, getattr(request.module, "FLAGS", ()))
    yield found
    complaints = found.complaints
    found.close()
    assert complaints == []
