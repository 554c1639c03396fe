"""The phone takes a card's text apart as the server does: the same fields or reason, the same doubts about the number."""

import json
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.scanner import NODE
from tests.scanner.texts import REPAIRED, texts
from thonso.core.base.clock import today
from thonso.core.identity import CardUnreadable, parse_card_text
from thonso.core.identity.rules import layouts
from thonso.core.people.rules import DOUBTS, check_id_number

TEXTS = list(dict.fromkeys(texts()))


@pytest.fixture(scope="module")
def phone() -> dict[str, Any]:
    asked = json.dumps({"today": "2026-11-26", "texts": [text for _kind, text in TEXTS]})
    command = [NODE, Path(__file__).parent / "run_cardtext.mjs"]
    said = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=60)
    answers: dict[str, Any] = json.loads(said.stdout)
    return answers


def server(text: str) -> dict[str, Any]:
    try:
        return {"card": parse_card_text(text, today=date(2026, 11, 26)).as_json()}
    except CardUnreadable as refusal:
        return {"reason": refusal.reason}


def test_the_same_fields_or_the_same_reason(phone):
    assert len(TEXTS) >= 200
    seen: Counter[str] = Counter()
    for (kind, text), answer in zip(TEXTS, phone["answers"], strict=True):
        answer = {key: value for key, value in answer.items() if key != "doubts"}
        expected = server(text)
        seen["read" if "card" in answer else answer["reason"]] += 1
        if expected.get("card", {}).get("repaired"):
            assert kind in REPAIRED, (kind, text)
            assert answer.get("reason") in {"mangled", "not_a_card"}, (kind, text, answer)
        elif kind in REPAIRED:
            assert "card" not in answer, (kind, text, answer)
        else:
            assert answer == expected, (kind, text)
    assert min(seen[one] for one in ("read", "not_a_card", "number", "dates", "sex", "mangled")) >= 5, seen


def test_the_same_doubts_about_the_number(phone):
    assert today() == date(2026, 11, 26)
    kinds: Counter[str] = Counter()
    for answer in phone["answers"]:
        if "card" not in answer:
            continue
        card = answer["card"]
        check = check_id_number(card["number"], int(card["birth"][:4]), card["sex"])
        kinds.update(doubt["kind"] for doubt in answer["doubts"])
        assert [said(doubt) for doubt in answer["doubts"]] in (
            [*check.errors, *check.warnings],
            [*check.warnings, *check.errors],
        )
    assert kinds.keys() == DOUBTS.keys(), kinds


def said(doubt: dict[str, Any]) -> str:
    return str(DOUBTS[doubt["kind"]]) % doubt


def test_one_file_says_what_a_card_holds(phone):
    assert phone["layouts"] == [{"layout": one.name, "fields": list(one.fields), "more": one.more} for one in layouts()]
    from thonso.core.people.rules.id_numbers import _codes

    assert phone["places"] == {"provinces": sorted(_codes().provinces), "countriesFrom": _codes().countries_from}
