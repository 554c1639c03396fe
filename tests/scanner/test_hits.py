"""Of each class of photo-like pictures as many codes are read as the reference measured, and no text is ever wrong.

`.venv/bin/python -m pytest -s tests/scanner/test_hits.py` prints the tables of docs/performance.md.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.scanner import decoding, promised

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def page(chromium: "Browser") -> Iterator["Page"]:
    with decoding.page_of(chromium) as page:
        yield page


@pytest.mark.browser
@pytest.mark.timeout(600)
def test_the_phone_and_the_server_read_what_the_reference_read(page: "Page", tmp_path) -> None:
    assert len(decoding.drawn()) >= 200
    hard, fast = decoding.in_browser(page, "every third"), decoding.in_browser(page, "every frame")
    server = decoding.at_server(decoding.drawn(), tmp_path)
    print(f"\n{promised.table_of_looks(hard, fast, server)}\n")
    assert promised.missed(hard) == []
    assert promised.missed(server) == []
    assert promised.missed_fast(fast) == []
    assert promised.wrong(hard, fast, server) == 0


@pytest.mark.slow
def test_the_server_reads_whole_cards_as_the_reference_did(tmp_path) -> None:
    found = decoding.at_server(decoding.whole_cards(), tmp_path)
    print(f"\n{promised.table_of_cards(found)}\n")
    assert promised.missed_cards(found) == []
    assert promised.wrong(found) == 0
    assert max(ms for one in found.values() for ms in one.took) < 8000, "the child process ends after eight seconds"
