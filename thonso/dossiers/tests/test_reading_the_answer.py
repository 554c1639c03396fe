"""Whoever complained reads the answer with a code of her own; nobody who only saw the slip does."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base.errors import Absent, TooMany
from thonso.dossiers import access
from thonso.dossiers.models import Complaint
from thonso.dossiers.services import voice
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_overview import seen
from thonso.dossiers.tests.world import World, sample

pytestmark = pytest.mark.django_db
WORDS, ANSWER = "Có người đòi tiền ngoài lệ phí.", "Xã đã trả lại tiền và xin lỗi bà con."


@pytest.fixture
def done(world: World) -> Filed:
    return world.file("lan", sample("TS.000001"))


def complain(client: Client, done: Filed, id_: str = "", words: str = WORDS) -> str:
    """The page that follows."""
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    form = {"complaint": words, "transaction_id": id_ or str(uuid4())}
    return client.post(f"/tra-cuu/{done.code}/phan-anh/", form, follow=True).content.decode()


def code_in(page: str) -> str:
    found = re.search(r'panel__key">([^<]+)<', page)
    return "".join(char for char in found[1] if char.isalnum()) if found else ""


def read(code: str) -> str:
    return Client().post("/tra-cuu/phan-anh/", {"ma": code}).content.decode()


def test_with_her_code_she_reads_it_on_another_phone(world: World, done: Filed, client: Client) -> None:
    code = code_in(complain(client, done))
    assert len(code) == 8
    assert WORDS in read(code)
    assert "Chưa trả lời" in read(code)
    voice.answer(world.actor("hai"), Complaint.objects.get(), ANSWER)
    for typed in (code, code.lower(), f" {code[:4]}-{code[4:]} "):
        assert ANSWER in read(typed)


def test_the_code_is_shown_once_and_stored_nowhere(done: Filed, client: Client) -> None:
    code = code_in(complain(client, done))
    again = client.get(f"/tra-cuu/{done.code}/?cam-on=2").content.decode()
    assert code_in(again) == ""
    stored = Complaint.objects.get()
    assert code not in f"{stored.code_blind} {stored.words} {dict(client.session)}".upper()
    assert stored.code_blind == voice.blind_code(code)


def test_the_key_of_the_slip_and_a_wrong_code_open_nothing(done: Filed, client: Client) -> None:
    complain(client, done)
    for typed in ("", done.key, done.code, "ACDEFGHJ", "A" * 300, "ÁÀẢÃẠĂẮẰ"):
        answer = Client().post("/tra-cuu/phan-anh/", {"ma": typed})
        assert answer.status_code == 404
        assert WORDS not in answer.content.decode()
    other = Client()
    other.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    assert WORDS not in seen(other, f"/tra-cuu/{done.code}/?cam-on=2")


def test_guessing_is_stopped_and_reading_is_not(done: Filed, client: Client) -> None:
    code = code_in(complain(client, done))
    for _n in range(40):
        assert access.complaint_by_code(code, "here").code_blind
    for _n in range(30):
        with pytest.raises(Absent):
            access.complaint_by_code("ACDEFGHJ", "here")
    with pytest.raises(TooMany):
        access.complaint_by_code(code, "here")
    assert access.complaint_by_code(code, "elsewhere")


def test_an_old_complaint_has_no_code_and_opens_to_none(done: Filed, client: Client) -> None:
    complain(client, done)
    Complaint.objects.update(code_blind="")
    with pytest.raises(Absent):
        access.complaint_by_code("", "here")


def test_pressing_twice_without_scripts_is_one_complaint(done: Filed, client: Client) -> None:
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    page = client.get(f"/tra-cuu/{done.code}/").content.decode()
    id_ = re.search(r'phan-anh/".*?name="transaction_id" value="([^"]+)"', page, re.S)
    assert id_ is not None
    first, second = complain(client, done, id_[1]), complain(client, done, id_[1])
    assert Complaint.objects.count() == 1
    assert code_in(first) == code_in(second) != ""
    other = re.search(
        r'phan-anh/".*?name="transaction_id" value="([^"]+)"', seen_raw(client, f"/tra-cuu/{done.code}/"), re.S
    )
    assert other is not None
    assert other[1] != id_[1]
    complain(client, done, other[1], "Một chuyện khác hẳn.")
    assert Complaint.objects.count() == 2


def test_two_browsers_that_see_the_kept_page_send_two_complaints(done: Filed) -> None:
    ids = []
    for number in range(2):
        browser = Client()
        browser.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
        found = re.search(r'name="transaction_id" value="([^"]+)"', seen_raw(browser, f"/tra-cuu/{done.code}/"))
        assert found is not None
        ids.append(found[1])
        complain(browser, done, found[1], f"Chuyện thứ {number}, kể cho rõ.")
    assert len(set(ids)) == 2
    assert Complaint.objects.count() == 2


def test_a_form_without_its_id_is_refused_and_loses_no_word(done: Filed, client: Client) -> None:
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    answer = client.post(f"/tra-cuu/{done.code}/phan-anh/", {"complaint": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not Complaint.objects.exists()


def seen_raw(client: Client, path: str) -> str:
    return client.get(path).content.decode()
