"""A text is spoken, heard by somebody else, approved, and taken along; changed words have no sound."""

import re
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
from thonso.voices import order, packs, phrases, rules, views
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


def test_who_wrote_what_is_wrong_does_not_approve_by_pressing_enter(browser: Browser, text: phrases.Phrase) -> None:
    speak(browser("tu"), text)
    made = Recording.objects.get()
    said = browser("dung").post(f"/thon/thu-am/nghe/{made.pk}/", {"decision": "approve", "why": "Nói nhỏ"})
    assert said.status_code == 422
    assert 'value="Nói nhỏ"' in said.content.decode()
    assert Recording.objects.get().state == "waiting"


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


WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(200)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Chưa có lời đọc."),
        (b"MZ" + bytes(200), "chỉ giữ tệp âm thanh WebM, M4A, MP4 hoặc OGG"),
        (b"<html>", "chỉ giữ tệp âm thanh WebM, M4A, MP4 hoặc OGG"),
        (WAV, "tệp WAV, MP3 thì chọn trên trình duyệt Chrome"),
        (SOUND + bytes(rules.LARGEST), "chỉ giữ được tệp đến 391\xa0KB (chừng một phút)"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_its_own_words(
    browser: Browser, text: phrases.Phrase, data: bytes, words: str
) -> None:
    said = speak(browser("tu"), text, data=data)
    page = said.content.decode()
    assert said.status_code == 422
    assert words in page
    assert page.count("Chưa có lời đọc.") == (0 if data else 2), (
        "beside the box and in the summary, and only where nothing was given"
    )
    assert not Recording.objects.exists()


def test_kept_without_a_sound_it_says_so_and_the_tick_stays(browser: Browser, text: phrases.Phrase) -> None:
    said = browser("tu").post(f"/thon/thu-am/dao/{text.digest}/", {"agrees": "1"})
    assert said.status_code == 422
    assert "Chưa có lời đọc. Anh chị bấm Thu để thu, hoặc chọn tệp thu sẵn." in said.content.decode()
    assert re.search(r'name="agrees"[^>]* checked', said.content.decode())


def test_what_was_kept_is_said_on_the_page_of_the_next_text(
    browser: Browser, text: phrases.Phrase, monkeypatch: pytest.MonkeyPatch
) -> None:
    tu = browser("tu")
    following = tu.get(speak(tu, text).url).content.decode()
    assert "Đã giữ. Câu tiếp theo:" in following
    assert text.text not in re.findall(r"<h1>(.*?)</h1>", following)
    monkeypatch.setattr(phrases, "of", lambda _commune: {text.digest: text})
    last = speak(tu, text)
    assert last.url == "/thon/thu-am/dao/"
    assert "Đã giữ. Không còn câu nào thiếu lời đọc." in tu.get(last.url).content.decode()


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


def test_all_is_listened_to_and_what_came_of_it_is_summed_up(world: World, browser: Browser) -> None:
    tu, dung = browser("tu"), browser("dung")
    assert "Không có lời đọc mới." in dung.get("/thon/thu-am/nghe/").content.decode()
    for one in list(phrases.of(world.commune_id).values())[:3]:
        speak(tu, one)
    first, second, third = Recording.objects.order_by("made_at", "pk")
    for made, form, words in (
        (first, {"decision": "approve"}, "Đã duyệt."),
        (second, {"decision": "refuse", "why": "Nói nhỏ"}, "Đã trả lại"),
        (third, {"decision": "approve"}, "Đã nghe hết. Hôm nay anh chị nghe: 2 câu đúng, 1 câu trả lại."),
    ):
        dung.post(f"/thon/thu-am/nghe/{made.pk}/", form)
        assert words in dung.get("/thon/thu-am/nghe/").content.decode()
    assert "Đã nghe hết" not in tu.get("/thon/thu-am/nghe/").content.decode(), "of one's own decisions only"


def test_the_texts_are_turned_over_in_pages_and_found_alike_on_each(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "A_PAGE", 4)
    tu, seen, at = browser("tu"), [], "?loc=thieu&q=ho"
    for _turn in range(500):
        page = tu.get(f"/thon/thu-am/dao/{at}").content.decode()
        seen += re.findall(r'href="/thon/thu-am/dao/(\w{24})/"', page)
        following = re.search(r'href="(\?[^"]*)" rel="next"', page)
        if not following:
            break
        at = following[1].replace("&amp;", "&")
    assert 'rel="prev"' in page
    assert len(seen) == len(set(seen)) > 8
    for odd in ("0", "-1", "9999", "x"):
        assert tu.get(f"/thon/thu-am/dao/?trang={odd}&loc={odd}").status_code == 200


def test_questions_are_recorded_before_states_and_nothing_is_left_out(world: World) -> None:
    wanted = phrases.of(world.commune_id)
    ordered = list(order.to_record(wanted).values())
    places = [one.place for one in ordered]
    assert places[0] != "Trạng thái hồ sơ"
    assert places.index("Trạng thái hồ sơ") == places.count(places[0]), "after the questions of the first procedure"
    assert set(order.to_record(wanted)) == set(wanted)


def test_large_numbers_have_their_points(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"{n:024}": phrases.Phrase(f"{n:024}", f"Câu {n}", "Thủ tục") for n in range(1177)}
    monkeypatch.setattr(phrases, "of", lambda _commune: many)
    tu = browser("tu")
    index = tu.get("/thon/thu-am/").content.decode()
    assert "Nghe được 0 trên 1.177 câu." in index
    assert 'max="1177"' in index
    assert "cần xác minh" not in index
    assert "chưa ghi là tiếng của vùng nào" in index
    assert 'class="back" href="/thon/"' in index
    texts = tu.get("/thon/thu-am/dao/").content.decode()
    assert "Nghe được 0 trên 1.177 câu." in texts
    assert "1.177" in re.findall(r'<nav class="pages".*?</nav>', texts, re.S)[0]
