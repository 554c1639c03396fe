"""A text is spoken, heard by somebody else, approved, and taken along; changed words have no sound."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thonso.core.access.actors import system_actor
from thonso.core.access.services import grant
from thonso.core.journal.models import Entry
from thonso.dossiers.tests.world import World
from thonso.voices import packs, phrases, rules
from thonso.voices.models import Recording

pytestmark = pytest.mark.django_db
SOUND = b"\x1a\x45\xdf\xa3" + bytes(10) + b"webm" + bytes(2000)
Browser = Callable[[str], Client]


@pytest.fixture
def text(world: World) -> phrases.Phrase:
    return next(one for one in phrases.of(world.commune_id).values() if one.text == "Hộ ở thôn nào?")


def speak(client: Client, text: phrases.Phrase, *, language: str = "dao", data: bytes = SOUND, **form: Any) -> Any:
    given = {"agrees": "1", **form, "audio": SimpleUploadedFile("loi.webm", data, content_type="audio/webm")}
    return client.post(f"/thon/thu-am/{language}/{text.digest}/", given)


def test_spoken_heard_by_another_and_taken_along(world: World, browser: Browser, text: phrases.Phrase) -> None:
    tu, dung = browser("tu"), browser("dung")
    assert speak(tu, text).status_code == 302
    made = Recording.objects.get()
    assert (made.text, made.media_type, made.state) == ("Hộ ở thôn nào?", "audio/webm", "waiting")
    assert browser("").get(f"/am-thanh/{made.pk}/").status_code == 404, "nobody hears it before somebody has listened"
    assert text.text in dung.get("/thon/thu-am/nghe/").content.decode()
    assert dung.get(f"/thon/thu-am/nghe/{made.pk}/tieng/").content == SOUND
    assert dung.post(f"/thon/thu-am/nghe/{made.pk}/", {"decision": "approve"}).status_code == 302
    heard = browser("").get(f"/am-thanh/{made.pk}/")
    assert (heard.content, heard.headers["Content-Type"]) == (SOUND, "audio/webm")
    part = browser("").get(f"/am-thanh/{made.pk}/", headers={"range": "bytes=0-1"})
    assert (part.status_code, part.content) == (206, SOUND[:2]), "an iPhone asks like this first"
    pack = browser("").get("/am-thanh/dao/goi.json").json()
    assert pack["items"][text.digest] == [f"/am-thanh/{made.pk}/", len(SOUND), 0]
    assert pack["bytes"] < packs.BUDGET
    assert {"recording.made", "recording.approved"} <= set(Entry.objects.values_list("verb", flat=True))


def test_the_list_of_languages_asks_the_database_alike_however_many_there_are(
    browser: Browser, text: phrases.Phrase, monkeypatch: pytest.MonkeyPatch
) -> None:
    tu, tongues = browser("tu"), phrases.languages()
    speak(tu, text)
    tu.get("/thon/thu-am/")  # what is kept for a moment is there now
    asked = []
    for some in (tongues[:1], tongues):
        monkeypatch.setattr(phrases, "languages", lambda some=some: some)
        with CaptureQueriesContext(connection) as queries:
            page = tu.get("/thon/thu-am/").content.decode()
        assert all(one.name in page for one in some)
        asked.append(len(queries))
    assert len(tongues) > 2
    assert asked[0] == asked[1]


def test_nobody_approves_their_own(browser: Browser, text: phrases.Phrase) -> None:
    tu = browser("tu")
    speak(tu, text)
    made = Recording.objects.get()
    assert text.text not in tu.get("/thon/thu-am/nghe/").content.decode()
    assert tu.post(f"/thon/thu-am/nghe/{made.pk}/", {"decision": "approve"}).status_code == 422
    assert Recording.objects.get().state == "waiting"


def test_what_is_sent_back_says_why_and_is_missing_again(world: World, browser: Browser, text: phrases.Phrase) -> None:
    speak(browser("tu"), text)
    made = Recording.objects.get()
    at = f"/thon/thu-am/nghe/{made.pk}/"
    assert browser("dung").post(at, {"decision": "refuse"}).status_code == 422
    assert browser("dung").post(at, {"decision": "refuse", "why": "Nói quá nhanh"}).status_code == 302
    standing = packs.standing(world.commune_id, "dao", phrases.of(world.commune_id))
    assert text in standing.missing


def test_a_second_recording_takes_the_place_of_the_first(browser: Browser, text: phrases.Phrase) -> None:
    for _turn in range(2):
        speak(browser("tu"), text)
        waiting = Recording.objects.get(state="waiting")
        browser("dung").post(f"/thon/thu-am/nghe/{waiting.pk}/", {"decision": "approve"})
    assert sorted(Recording.objects.values_list("state", flat=True)) == ["approved", "withdrawn"]


def test_an_approved_one_is_taken_back(browser: Browser, text: phrases.Phrase) -> None:
    speak(browser("tu"), text)
    made = Recording.objects.get()
    browser("dung").post(f"/thon/thu-am/nghe/{made.pk}/", {"decision": "approve"})
    at = f"/thon/thu-am/nghe/{made.pk}/"
    assert at in browser("dung").get(f"/thon/thu-am/dao/{text.digest}/").content.decode()
    browser("dung").post(at, {"decision": "withdraw"})
    assert browser("").get(f"/am-thanh/{made.pk}/").status_code == 404
    assert Entry.objects.filter(verb="recording.withdrawn").count() == 1


def test_approved_twice_it_is_still_heard(browser: Browser, text: phrases.Phrase) -> None:
    speak(browser("tu"), text)
    made = Recording.objects.get()
    at = f"/thon/thu-am/nghe/{made.pk}/"
    assert browser("dung").post(at, {"decision": "approve"}).status_code == 302
    assert browser("dung").post(at, {"decision": "approve"}).status_code == 409
    assert browser("").get(f"/am-thanh/{made.pk}/").status_code == 200


def test_words_that_were_changed_have_no_sound(world: World, browser: Browser, text: phrases.Phrase) -> None:
    speak(browser("tu"), text)
    made = Recording.objects.get()
    browser("dung").post(f"/thon/thu-am/nghe/{made.pk}/", {"decision": "approve"})
    Recording.objects.update(digest=rules.digest_of("Hộ ở thôn nào của xã?"))
    standing = packs.standing(world.commune_id, "dao", phrases.of(world.commune_id))
    assert (text in standing.missing, standing.outdated) == (True, 1)
    assert browser("").get("/am-thanh/dao/goi.json").json()["items"] == {}
    gone = rules.digest_of("Câu đã bỏ")
    assert browser("tu").get(f"/thon/thu-am/dao/{gone}/").status_code == 404


@pytest.mark.parametrize("data", [b"", b"MZ" + bytes(200), b"<html>", SOUND + bytes(rules.LARGEST)])
def test_what_is_no_sound_is_refused_in_words(browser: Browser, text: phrases.Phrase, data: bytes) -> None:
    said = speak(browser("tu"), text, data=data)
    assert said.status_code == 422
    assert "không phải tệp âm thanh" in said.content.decode()
    assert not Recording.objects.exists()


def test_whoever_speaks_is_asked(browser: Browser, text: phrases.Phrase) -> None:
    said = speak(browser("tu"), text, agrees="")
    assert (said.status_code, Recording.objects.count()) == (422, 0)


def test_other_communes_and_residents_have_no_part_in_it(world: World, browser: Browser, text: phrases.Phrase) -> None:
    speak(browser("tu"), text)
    made = Recording.objects.get()
    for who in ("mai", "lan", "xuan", "binh"):
        assert browser(who).get("/thon/thu-am/").status_code == 404, who
        assert browser(who).get(f"/thon/thu-am/nghe/{made.pk}/tieng/").status_code == 404, who
    assert browser("trung").get("/thon/thu-am/").status_code == 200


def test_every_text_of_every_form_has_its_place(world: World) -> None:
    wanted = {one.text for one in phrases.of(world.commune_id).values()}
    assert {"Hộ ở thôn nào?", "Người đề nghị xác nhận", "Chờ bổ sung"} <= wanted
    assert all(len(one) <= phrases.LONGEST for one in wanted)


def test_the_same_words_are_spoken_once_whatever_their_spaces() -> None:
    assert rules.digest_of("Hộ ở  thôn nào?\n") == rules.digest_of("Hộ ở thôn nào?")


def test_a_helper_of_another_hamlet_of_the_commune_may_listen(world: World, browser: Browser, text: Any) -> None:
    grant(system_actor("test"), world.cast["phung"], "helper", world.units.son_ha)
    speak(browser("tu"), text)
    assert text.text in browser("phung").get("/thon/thu-am/nghe/").content.decode()


def test_a_pack_is_no_heavier_than_a_phone_is_asked_to_carry(
    world: World, browser: Browser, text: phrases.Phrase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "BUDGET", len(SOUND) + 10)
    for one in list(phrases.of(world.commune_id).values())[:2]:
        speak(browser("tu"), one)
        waiting = Recording.objects.get(state="waiting")
        browser("dung").post(f"/thon/thu-am/nghe/{waiting.pk}/", {"decision": "approve"})
    pack = browser("").get("/am-thanh/dao/goi.json").json()
    assert (len(pack["items"]), pack["left"]) == (1, 1)
