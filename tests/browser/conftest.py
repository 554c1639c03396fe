"""One house for the whole browser part: built, served and left once. Its people are visitors with their own profile."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.house import ROOT, House, Visitor, served

CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-quic",
    "--no-first-run", "--disable-sync", "--lang=vi",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    if not (ROOT / "thonso/core/web/static/dist/card.js").exists():
        subprocess.run(["node", "build.mjs"], cwd=ROOT / "frontend", check=True, capture_output=True)
    folder = tmp_path_factory.mktemp("house")
    with served(folder) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_ARGS)
        yield House(url, folder, browser)
        browser.close()


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
