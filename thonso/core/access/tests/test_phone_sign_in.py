"""Residents sign in with a code sent to their phone: once, for five minutes, to the owner of the phone only."""

import re
import time

import pytest
from django.test import Client

from tests.cast import sample_phone
from thonso.core.access import phone as phones
from thonso.core.access.models import Account
from thonso.core.base.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(monkeypatch):
    """What left by the hook that notices registers: (phone, text, purpose)."""
    sent: list[tuple[str, str, str]] = []
    monkeypatch.setattr(phones, "_sender", lambda phone, text, purpose: sent.append((phone, text, purpose)))
    return sent


def code_in(text):
    return re.search(r"\b(\d{6})\b", text).group(1)


def ask(client, phone):
    return client.post("/dang-nhap/ma/", {"phone": phone})


def test_a_resident_signs_in_with_the_code(client, cast, texts):
    answer = ask(client, "0900 000 001")
    assert answer["Location"] == "/dang-nhap/ma/xac-nhan/"
    (phone, text, purpose) = texts[0]
    assert (phone, purpose) == (sample_phone("mai"), "sign_in")
    assert client.get("/dang-nhap/ma/xac-nhan/").status_code == 200
    assert client.post("/dang-nhap/ma/xac-nhan/", {"code": code_in(text)}).status_code == 302
    assert client.session["_auth_user_id"] == str(cast["mai"].pk)


def test_a_code_is_good_once(client, cast, texts):
    ask(client, "0900000001")
    code = code_in(texts[0][1])
    client.post("/dang-nhap/ma/xac-nhan/", {"code": code})
    client.post("/dang-xuat/")
    client.post("/dang-nhap/ma/xac-nhan/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_code_is_good_only_in_the_browser_that_asked(client, cast, texts):
    ask(client, "0900000001")
    other = Client()
    other.post("/dang-nhap/ma/xac-nhan/", {"code": code_in(texts[0][1])})
    assert "_auth_user_id" not in other.session


def test_a_code_dies_after_five_minutes(client, cast, texts, monkeypatch):
    ask(client, "0900000001")
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    client.post("/dang-nhap/ma/xac-nhan/", {"code": code_in(texts[0][1])})
    assert "_auth_user_id" not in client.session


def test_three_wrong_codes_end_it(client, cast, texts):
    ask(client, "0900000001")
    code = code_in(texts[0][1])
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(3):
        client.post("/dang-nhap/ma/xac-nhan/", {"code": wrong})
    client.post("/dang-nhap/ma/xac-nhan/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_an_unknown_phone_gets_the_same_page_and_a_text_that_says_so(client, cast, texts):
    known, unknown = ask(client, "0900000001"), ask(Client(), "0900009999")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert texts[1][0] == "+84900009999"
    assert texts[1][2] == "unknown_account"
    assert not re.search(r"\b\d{6}\b", texts[1][1])


def test_an_empty_code_does_not_open_an_unknown_account(client, cast, texts):
    ask(client, "0900009999")
    for code in ("", " ", "None"):
        client.post("/dang-nhap/ma/xac-nhan/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_codes_to_one_phone_are_few(cast, texts):
    for _ in range(3):
        assert ask(Client(), "0900000001").status_code == 302
    answer = ask(Client(), "0900000001")
    assert "Thử quá nhiều lần" in answer.content.decode()
    assert len(texts) == 3


def test_a_neighbour_behind_the_same_address_still_gets_hers(cast, texts):
    for _ in range(4):
        ask(Client(), "0900000001")
    assert ask(Client(), "0900000014").status_code == 302


def test_without_a_channel_the_page_says_so_and_pretends_nothing(client, cast, monkeypatch):
    monkeypatch.setattr(phones, "_sender", None)
    assert "chưa gửi được tin nhắn" in ask(client, "0900000001").content.decode()


def test_a_disabled_account_gets_no_code(client, cast, texts):
    Account.objects.filter(username="mai").update(is_active=False)
    ask(client, "0900000001")
    assert not [text for text in texts if text[2] == "sign_in"]


@pytest.mark.parametrize("typed", ["", "abc", "12", "0912 345", "+1 2", "0912345678901234"])
def test_a_wrong_number_is_refused_in_plain_words(client, cast, texts, typed):
    answer = ask(client, typed)
    assert answer.status_code == 200
    assert texts == []


def test_somebody_without_an_account_makes_one_with_name_and_phone(client, db, texts):
    answer = client.post("/dang-ky/", {"full_name": "Vàng Thị Dở", "phone": "0912 345 678"})
    assert answer["Location"] == "/dang-nhap/dien-thoai/"
    account = Account.objects.get(full_name="Vàng Thị Dở")
    assert not account.phone_verified
    assert client.get("/dang-nhap/dien-thoai/").status_code == 200
    client.post("/dang-nhap/dien-thoai/", {"code": code_in(texts[0][1])})
    account.refresh_from_db()
    assert account.phone_verified
    assert client.session["_auth_user_id"] == str(account.pk)
    assert not account.has_usable_password()
    assert account.resident_id is None, "a name typed by anybody ties to no resident"


def test_a_number_taken_by_somebody_who_never_confirmed_is_free_again(client, db, texts):
    Client().post("/dang-ky/", {"full_name": "Kẻ Đùa", "phone": "0912345678"})
    client.post("/dang-ky/", {"full_name": "Vàng Thị Dở", "phone": "0912345678"})
    client.post("/dang-nhap/dien-thoai/", {"code": code_in(texts[-1][1])})
    (account,) = Account.objects.all()
    assert (account.full_name, account.phone_verified) == ("Vàng Thị Dở", True)


def test_signing_up_with_a_known_phone_does_not_tell(client, cast, texts):
    answer = client.post("/dang-ky/", {"full_name": "Ai Đó", "phone": "0900000001"})
    assert answer["Location"] == "/dang-nhap/dien-thoai/"
    assert Account.objects.filter(full_name="Ai Đó").count() == 0
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["", "a" * 101, "Mai\u202eevil", "Mai\x00"])
def test_a_name_that_cannot_stand_is_refused(client, db, texts, name):
    answer = client.post("/dang-ky/", {"full_name": name, "phone": "0912345678"})
    assert answer.status_code in {200, 400}
    assert Account.objects.count() == 0


def test_the_phone_is_not_readable_in_the_database(cast):
    account = Account.objects.get(username="mai")
    assert "900000001" not in account.phone_sealed + (account.phone_blind or "")
    assert phones.phone_of(account) == "+84900000001"


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "+84912345678", "84912345678", "0912.345.678"])
def test_every_way_of_writing_a_number_is_one_number(typed):
    assert phones.normalise(typed) == "+84912345678"


def test_nonsense_is_no_number():
    with pytest.raises(Refused):
        phones.normalise("gọi cho tôi")


@pytest.mark.parametrize("page", ["/dang-nhap/", "/dang-nhap/ma/", "/dang-ky/"])
def test_who_waits_for_a_code_may_begin_anew(client, cast, texts, page):
    ask(client, "0900009999")
    assert client.get(page).status_code == 200
    assert client.get("/dang-nhap/ma/xac-nhan/").status_code == 200, "going back leads to the code page again"


def test_the_way_out_of_the_code_page_leads_to_another_number(client, cast, texts):
    ask(client, "0900009999")
    assert 'href="/dang-nhap/ma/"' in client.get("/dang-nhap/ma/xac-nhan/").content.decode()
    assert ask(client, "0900000001")["Location"] == "/dang-nhap/ma/xac-nhan/"
    client.post("/dang-nhap/ma/xac-nhan/", {"code": code_in(texts[-1][1])})
    assert client.session["_auth_user_id"] == str(cast["mai"].pk)


def test_beginning_anew_voids_the_code_that_waited(client, cast, texts):
    ask(client, "0900000001")
    client.post("/dang-nhap/ma/", {"phone": "abc"})
    client.post("/dang-nhap/ma/xac-nhan/", {"code": code_in(texts[0][1])})
    assert "_auth_user_id" not in client.session


def test_a_number_mistyped_at_sign_up_can_be_typed_again(client, db, texts):
    client.post("/dang-ky/", {"full_name": "Vàng Thị Dở", "phone": "0912 345 679"})
    assert 'href="/dang-ky/"' in client.get("/dang-nhap/dien-thoai/").content.decode()
    client.post("/dang-ky/", {"full_name": "Vàng Thị Dở", "phone": "0912 345 678"})
    client.post("/dang-nhap/dien-thoai/", {"code": code_in(texts[-1][1])})
    assert phones.phone_of(Account.objects.get(pk=client.session["_auth_user_id"])) == "+84912345678"


def test_the_code_page_says_the_same_for_every_number_and_shows_it_as_it_is_written(cast, texts):
    pages = []
    for phone in ("0900000001", "0900009999"):
        browser = Client()
        ask(browser, phone)
        page = browser.get("/dang-nhap/ma/xac-nhan/").content.decode()
        assert "notice--ok" not in page
        assert "+84" not in page
        written = f"{phone[:4]} {phone[4:7]} {phone[7:]}"
        assert written in page
        pages.append(re.sub(r'value="[^"]{30,}"', "", page.replace(written, "")))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("phone", ["0900000001", "0900009999"])
def test_a_new_code_can_be_asked_for_with_any_number(client, cast, texts, phone):
    ask(client, phone)
    answer = client.post("/dang-nhap/ma/xac-nhan/", {"action": "resend"}, follow=True)
    assert answer.status_code == 200
    assert "Mã mới đang được gửi" in answer.content.decode()
    assert [text[0] for text in texts] == (["+84900000001"] * 2 if phone == "0900000001" else ["+84900009999"])


def test_in_the_demo_the_code_page_and_the_sign_in_page_lead_to_the_messages(client, cast, texts):
    assert 'href="/hop-thu-thu/"' in client.get("/dang-nhap/").content.decode()
    ask(client, "0900000001")
    assert 'href="/hop-thu-thu/"' in client.get("/dang-nhap/ma/xac-nhan/").content.decode()
