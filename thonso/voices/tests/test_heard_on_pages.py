"""The server's own pages are heard in a language chosen once; what nobody has spoken stays text, and says so."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thonso.core.access.actors import system_actor
from thonso.core.base.clock import now, today
from thonso.dossiers.models import Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.world import MAI_ID, World, sample
from thonso.offline import shells
from thonso.procedures import describing
from thonso.procedures.access import version_on
from thonso.procedures.definition import Definition
from thonso.voices import hearing, packs, phrases, rules
from thonso.voices.models import Recording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
Browser = Callable[[str], Client]
SOUND = b"OggS" + bytes(500)
KNOWN = {"name": "Lý Thị Mai", "id_number": MAI_ID, "birth": "12/5/1968", "consent": "spoken"}
NOT_YET = "chưa có bản đọc"
PROCEDURE = "/thu-tuc/TS.000001/"


def spoken(world: World, *texts: str, language: str = "dao", machine: bool = False) -> None:
    wanted = phrases.of(world.commune_id)
    for text in texts:
        Recording.objects.create(
            commune_id=world.commune_id,
            digest=rules.digest_of(text),
            text=wanted[rules.digest_of(text)].text,
            language=language,
            data=SOUND,
            media_type="audio/ogg",
            machine=machine,
            state="approved",
            made_at=now(),
            made_by=system_actor("test").ref.id,
        )


def listen(client: Client, language: str, back: str = "/") -> Any:
    return client.get("/am-thanh/chon/", {"tieng": language, "ve": back})


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def help_mai(client: Client) -> str:
    """The address of a question of her form: who she is."""
    client.post("/thon/giup/", KNOWN)
    client.post(reverse("dossiers:start", args=["TS.000001"]), {"representation": "self"})
    return reverse("dossiers:question", args=[Draft.objects.latest("pk").pk, "requester"])


def of_procedure(world: World) -> Definition:
    return version_on(world.commune_id, "TS.000001", today()).definition


def button(text: str, said: str = "Nghe") -> str:
    return f'aria-label="{said}: {text}"'


def test_a_question_is_heard_and_what_is_missing_is_marked(world: World, browser: Browser) -> None:
    spoken(world, "Người đề nghị xác nhận")
    tu = browser("tu")
    question = help_mai(tu)
    silent = page(tu, question)
    assert "data-say" not in silent
    assert NOT_YET not in silent, "no language was chosen"
    assert listen(tu, "dao", question)["Location"] == question
    heard = page(tu, question)
    assert button("Người đề nghị xác nhận") in heard
    assert "Tiếng Dao" in heard
    assert NOT_YET in heard, "parts of the person have no recording yet"
    listen(tu, "mong", question)
    assert "data-say" not in page(tu, question)
    assert NOT_YET in page(tu, question)
    listen(tu, "", question)
    assert NOT_YET not in page(tu, question)


def test_how_long_it_takes_and_what_it_costs_is_heard(world: World, browser: Browser) -> None:
    one = of_procedure(world)
    said = [describing.time_said(one.time), *(text for fee in one.fees for text in describing.fee_said(fee) if text)]
    assert said[0].startswith("Thời gian giải quyết: ")
    spoken(world, *said)
    visitor = browser("")
    listen(visitor, "dao")
    text = page(visitor, PROCEDURE)
    for each in (said[0], describing.fee_said(one.fees[0])[0]):
        assert button(each) in text


def test_how_much_of_a_language_there_is_is_told_before_it_is_chosen(world: World, browser: Browser) -> None:
    spoken(world, "Người đề nghị xác nhận", "Có")
    needed = len(phrases.of(world.commune_id))
    text = page(browser(""), PROCEDURE)
    assert f"Tiếng Dao <small>2 trên {needed} câu</small>" in text
    assert "Tiếng Mông <small>chưa có câu nào</small>" in text
    there = packs.spoken(world.commune_id)["dao"]
    assert there.words_and_size == f"2 trên {needed} câu, 1 KB"
    assert packs.Spoken(3, 9, 1_250_000).words_and_size == "3 trên 9 câu, 1,2 MB"


def test_hints_and_options_are_heard_an_option_with_its_hint(world: World, browser: Browser) -> None:
    filer = next(one for one in of_procedure(world).who_may_file if one.note)
    spoken(world, filer.label or str(phrases.RELATION[filer.relation]), filer.note)
    tu = browser("tu")
    tu.post("/thon/giup/", KNOWN)
    listen(tu, "dao")
    text = page(tu, reverse("dossiers:start", args=["TS.000001"]))
    addresses = [reverse("voices:heard", args=[one.pk]) for one in Recording.objects.order_by("pk")]
    assert f'data-say="{addresses[0]} {addresses[1]}"' in text


def test_one_persons_language_is_not_the_next_ones(world: World, browser: Browser) -> None:
    spoken(world, "Người đề nghị xác nhận")
    tu = browser("tu")
    question = help_mai(tu)
    listen(tu, "dao", question)
    assert tu.cookies[hearing.COOKIE]["max-age"] == "", "gone with the browser"
    assert "data-say" in page(tu, question)
    tu.post("/thon/giup/ket-thuc/", {"sure": "1"})
    tu.post("/thon/giup/", {**KNOWN, "name": "Phàn Thị Lở", "id_number": "015179990017", "birth": "1979"})
    assert NOT_YET not in page(tu, reverse("dossiers:start", args=["TS.000001"]))


def test_enter_in_a_box_goes_on_and_chooses_no_language(world: World, browser: Browser) -> None:
    """A browser presses the first button that belongs to the form, wherever it stands."""
    tu = browser("tu")
    shown = page(tu, help_mai(tu))
    assert 'name="_aloud"' in shown
    first = next(tag for tag in re.findall(r"<button[^>]*>", shown) if 'form="question"' in tag)
    assert "name=" not in first


def test_what_was_typed_is_kept_when_a_language_is_chosen_beside_it(world: World, browser: Browser) -> None:
    tu = browser("tu")
    question = help_mai(tu)
    answer = tu.post(question, {"requester.full_name": "Lý Thị Mẩy", "requester.birth": "hôm qua", "_aloud": "dao"})
    assert answer["Location"].startswith("/am-thanh/chon/?tieng=dao")
    assert tu.get(answer["Location"])["Location"] == question
    shown = page(tu, question)
    assert 'value="Lý Thị Mẩy"' in shown
    assert 'value="hôm qua"' in shown
    assert drafts.people_of(Draft.objects.latest("pk")).get("seen", []) == [], "not passed yet"


def test_how_to_file_is_heard_on_the_public_page(world: World, browser: Browser) -> None:
    visitor = browser("")
    assert "data-say" not in page(visitor, PROCEDURE)
    definition = of_procedure(world)
    paper, step = definition.papers[0], definition.steps[0]
    spoken(world, paper.name, step.name, definition.name)
    listen(visitor, "dao", PROCEDURE)
    assert int(visitor.cookies[hearing.COOKIE]["max-age"]) == hearing.LASTS
    text = page(visitor, PROCEDURE)
    for words in (paper.name, step.name, definition.name):
        assert button(words) in text, words
    assert NOT_YET in text
    assert "Cookie" in visitor.get(PROCEDURE).headers["Vary"]


def test_the_state_of_a_dossier_is_heard_and_the_kept_page_stays_silent(world: World, browser: Browser) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    listener, other = browser(""), browser("")
    for one in (listener, other):
        one.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    at = f"/tra-cuu/{done.code}/"
    page(other, at)
    listen(listener, "dao", at)
    assert NOT_YET in page(listener, at)
    spoken(world, *phrases.states_told())
    assert "data-say" in page(listener, at)
    assert "data-say" not in page(other, at)


@pytest.mark.parametrize("back", ["https://xa.example/", "//xa.example/", "javascript:alert(1)", "\\\\xa.example", ""])
def test_nobody_is_sent_elsewhere(world: World, browser: Browser, back: str) -> None:
    assert listen(browser(""), "dao", back)["Location"] == "/"


def test_a_language_that_is_not_there(world: World, browser: Browser) -> None:
    visitor = browser("")
    assert listen(visitor, "anh").status_code == 404
    visitor.cookies[hearing.COOKIE] = "anh"
    assert "data-say" not in page(visitor, PROCEDURE)
    visitor.cookies[hearing.COOKIE] = "dao.0123456789ab"
    assert NOT_YET not in page(visitor, PROCEDURE), "another's session"


def test_a_machine_is_called_one_wherever_it_is_heard(world: World, browser: Browser) -> None:
    name = of_procedure(world).name
    spoken(world, name, language="vi", machine=True)
    visitor = browser("")
    listen(visitor, "vi")
    shown = page(visitor, PROCEDURE)
    assert button(name, "Nghe giọng máy") in shown
    assert 'data-machine="Giọng máy"' in shown
    assert visitor.get("/am-thanh/vi/goi.json").json()["machine"] == "Giọng máy"


def test_what_a_phone_keeps_is_silent_whoever_asks_for_it(world: World, browser: Browser) -> None:
    spoken(world, "Người đề nghị xác nhận")
    tu = browser("tu")
    listen(tu, "dao")
    form = next(one for one in shells.offered() if one["code"] == "TS.000001")
    assert "data-say" not in page(tu, form["url"])
    assert NOT_YET not in page(tu, form["url"])


def test_listening_asks_a_few_times_more_and_reading_not_once(world: World, browser: Browser) -> None:
    visitor = browser("")

    def asked() -> int:
        page(visitor, PROCEDURE)
        with CaptureQueriesContext(connection) as queries:
            page(visitor, PROCEDURE)
        return sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries)

    before = asked()
    visitor.cookies[hearing.COOKIE] = "khong.co"
    assert asked() == before
    listen(visitor, "dao")
    # The recordings, what is offered, its definitions, what is filed most: kept for a while outside of tests.
    assert asked() <= before + 4


def test_states_come_first_then_the_procedures_that_are_filed_most_each_with_how_it_is_filed(world: World) -> None:
    world.file("lan", sample("TS.000001"))
    rows = list(phrases.of(world.commune_id).values())
    assert [one.text for one in rows[:3]] == [rules.tidied(one) for one in phrases.states_told()[:3]]
    places = list(dict.fromkeys(one.place for one in rows))
    assert places[2].startswith(places[1]), "a procedure's guide follows its questions"
    wanted = {one.text for one in rows}
    assert {"Có", "Không", "Nam", "Nữ", "Họ và tên"} <= wanted, (
        "what questions say beside the words of their definition"
    )


def test_nobody_may_be_heard_as_a_machine_in_another_language(world: World) -> None:
    text = next(iter(phrases.of(world.commune_id).values())).text
    with pytest.raises(IntegrityError), transaction.atomic():
        spoken(world, text, machine=True)
