"""A copy is tried with the real evaluator and the real rendering; no dossier, no draft and no file is left behind."""

import html
import re
from typing import Any

import pytest

from thonso.dossiers.models import Dossier, Draft
from thonso.procedures import reading
from thonso.procedures.editor import trying
from thonso.procedures.editor.tests.conftest import Desk
from thonso.procedures.forms import Context
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.rules import evaluate
from thonso.procedures.tests.making import TODAY


def carried(answer: Any) -> str:
    found = re.search(r'name="answers" value="([^"]*)"', answer.content.decode())
    assert found
    return html.unescape(found[1])


def test_sample_answers_fit_every_shipped_form_in_every_capacity(source: dict[str, Any]) -> None:
    definition = reading.check(source)
    left = {}
    for filer in definition.who_may_file:
        context = Context(today=TODAY, representation=filer.relation, commune="02683")
        found = evaluate(definition.form, trying.sample_answers(definition.form, context), context)
        assert found.values
        # What is left is what a rule refuses, or what a choice of the sample cannot know.
        left[filer.relation] = [path for path in found.errors if path in found.required and path not in found.values]
    assert not any(left.values()), left


def test_answers_that_were_tampered_with_are_none(copies: dict[str, Any]) -> None:
    form = reading.check(copies).form
    for text in (
        "",
        "{",
        "[1]",
        '"x"',
        "{" * 9000,
        '{"requester": [[[[[[[1]]]]]]]}',
        '{"copies": {"a": 1}}',
        "x" * 300_000,
    ):
        assert isinstance(trying.carried(text), dict)
        evaluate(form, trying.carried(text), Context(today=TODAY))


@pytest.mark.django_db
def test_a_whole_filing_is_tried_on_one_page_and_on_many_screens_and_leaves_nothing(desk: Desk) -> None:
    desk.save("fees.0", amount="12.000")
    at = f"{desk.at}thu/"
    start = desk.client.get(at)
    assert start["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in start["Content-Security-Policy"]
    empty = desk.client.post(at, {"answers": carried(start)})
    assert empty.status_code == 422
    assert "field__error" in empty.content.decode()
    filled = desk.client.post(at, {"mau": "1"})
    form = {"answers": carried(filled)}
    context = Context(today=TODAY, commune="02683", places=RegisteredPlaces())
    sample = trying.sample_answers(reading.check(desk.text).form, context)
    form |= flat(sample) | {"copies": "3"}
    done = desk.client.post(at, form)
    page = done.content.decode()
    assert done.status_code == 200, re.findall(r"field__error.*?</div>", page)
    assert "không có hồ sơ nào được lập" in page
    assert "36.000" in page
    screens, answer = 0, desk.client.get(f"{at}?man=mot")
    while "không có hồ sơ nào được lập" not in answer.content.decode():
        screens += 1
        assert screens < 40
        key = re.search(r'name="cau" value="([^"]*)"', answer.content.decode())
        assert key
        values = flat(sample)
        answer = desk.client.post(at, {"man": "mot", "cau": key[1], "answers": carried(answer), **values})
        assert answer.status_code == 200, re.findall(r"field__error.*?</div>", answer.content.decode())
    assert screens > 8
    assert not Dossier.objects.exists()
    assert not Draft.objects.exists()


def flat(answers: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Answers as a form sends them."""
    found: dict[str, Any] = {}
    for key, value in answers.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = "yes" if value is True else value
    return found


@pytest.mark.django_db
def test_a_copy_that_nobody_may_file_yet_is_not_shown_but_told(desk: Desk) -> None:
    while desk.text["who_may_file"]:
        desk.send("bo/who_may_file.0/")
    page = desk.page("xem-truoc/")
    assert "phan/who_may_file/" in page
    assert "<iframe" not in page
    assert desk.client.get(f"{desk.at}thu/").status_code == 409


def test_the_way_and_the_capacity_decide_and_nonsense_is_the_first_of_each(desk: Desk) -> None:
    page = desk.client.get(f"{desk.at}thu/?kenh=desk&tu_cach=organisation").content.decode()
    assert "Tên cơ quan, tổ chức" in page
    assert "Tên cơ quan, tổ chức" not in desk.client.get(f"{desk.at}thu/?kenh=moon&tu_cach=king").content.decode()
    assert desk.client.get(f"{desk.at}thu/?man=mot&cau=event_kind").content.decode().count("<h1>") == 1
    desk.send("bo/papers.authorisation/")
    assert desk.client.get(f"{desk.at}thu/").status_code == 409
    assert "Chưa hiện được" in desk.page("xem-truoc/")
