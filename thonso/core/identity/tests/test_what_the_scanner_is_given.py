"""The page carries every sentence the scanner may have to say, and where its pack lies; without a pack it still works."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from thonso.config.static_files import WORKER_POLICY, add_headers
from thonso.core.identity import scanning
from thonso.core.identity.rules import SENTENCES
from thonso.core.people.rules import DOUBTS


def test_every_sentence_that_the_script_knows_is_there_in_vietnamese() -> None:
    script = (Path(settings.ROOT) / "frontend/ts/scan/words.ts").read_text(encoding="utf-8")
    interface = re.search(r"interface Words \{(.*?)\n\}", script, re.DOTALL)
    assert interface
    given = scanning.words()
    assert set(re.findall(r"(\w+): ", interface[1])) == set(given)
    assert (given["reasons"].keys(), given["doubts"].keys()) == (SENTENCES.keys(), DOUBTS.keys())
    plain = [text for text in given.values() if isinstance(text, str)]
    assert all(not text.isascii() for text in [*plain, *given["reasons"].values(), *given["doubts"].values()])


def test_the_tag_gives_it_to_the_page_as_json() -> None:
    html = Template("{% load cards %}{% card_reader %}").render(Context())
    data = re.search(r'data-scanner="([^"]*)"', html)
    assert data
    assert json.loads(data[1].replace("&quot;", '"').replace("&#x27;", "'"))["words"] == scanning.words()
    assert "chưa xác thực" in html


def test_a_house_without_the_pack_offers_the_photo_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_files", lambda: None)
    assert scanning.scanner()["pack"] is None


def test_the_pack_says_where_its_files_are_and_what_they_weigh(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "worker": {"name": "scan-worker.js", "bytes": 3, "gzip": 2},
        "wasm": {"name": "scan-reader.wasm", "bytes": 30, "gzip": 20},
    }
    monkeypatch.setattr(scanning, "_files", lambda: files)
    pack = scanning.pack()
    assert pack is not None
    assert (pack["bytes"], pack["gzip"]) == (33, 22)
    assert pack["worker"].endswith("/dist/scan-worker.js")


@pytest.mark.parametrize(
    ("url", "policy"),
    [
        ("/static/dist/scan-worker.js", WORKER_POLICY),
        ("/static/dist/scan-worker.0123456789ab.js", WORKER_POLICY),
        ("/static/dist/site.js", None),
        ("/static/dist/scan-reader.wasm", None),
    ],
)
def test_only_the_worker_may_compile(url: str, policy: str | None) -> None:
    headers: dict[str, str] = {}
    add_headers(headers, "", url)
    assert headers.get("Content-Security-Policy") == policy
    assert "wasm-unsafe-eval" not in str(settings.CONTENT_SECURITY_POLICY)
