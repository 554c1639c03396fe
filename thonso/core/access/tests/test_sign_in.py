"""Signing in through the pages: password, tiles, second factor, sessions and their ends."""

import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client, override_settings

from tests.cast import PASSWORD
from thonso.core.access import services, sessions
from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.base.ids import new_id
from thonso.core.journal.models import Entry

pytestmark = pytest.mark.django_db
BY = system_actor("test")
GOOD = "trâu gặm cỏ non bờ suối"


@pytest.fixture
def official(bat_xat):
    """An official outside the demo: not a sample account."""
    account = services.create_account(BY, bat_xat.commune.pk, username="hanh", full_name="Vi Thị Hạnh", password=GOOD)
    services.grant(BY, account, "one_stop", bat_xat.commune, post_title="Chuyên viên tiếp nhận")
    return account


def post_login(client, name, password, **more):
    return client.post("/dang-nhap/", {"login": name, "password": password, **more})


def code_now(account):
    sealed = Authenticator.objects.get(user=account, type="totp").data["secret"]
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(get_adapter().decrypt(sealed), counter))


def enrol(account):
    totp.TOTP.activate(account, totp.generate_totp_secret())


def test_the_page_opens_and_shows_a_tile_for_every_sample_account(client, cast):
    page = client.get("/dang-nhap/").content.decode()
    for account in cast.values():
        assert f"/dang-nhap/thu/{account.username}/" in page


def test_the_printed_password_works_and_the_desk_opens(client, cast):
    answer = post_login(client, "lan", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/ban/")


@pytest.mark.parametrize(
    ("name", "place"), [("tu", "/thon/"), ("quantri", "/quan-tri/"), ("mai", "/"), ("hai", "/ban/")]
)
def test_a_tile_signs_in_and_leads_to_the_own_shell(client, cast, name, place):
    answer = client.post(f"/dang-nhap/thu/{name}/")
    assert (answer.status_code, answer["Location"]) == (302, place)
    assert client.session["_auth_user_id"] == str(cast[name].pk)


def test_a_tile_leads_back_to_the_page_asked_for_but_never_off_the_site(client, cast):
    assert client.post("/dang-nhap/thu/mai/", {"next": "/tra-cuu/"})["Location"] == "/tra-cuu/"
    assert client.post("/dang-nhap/thu/lan/", {"next": "https://evil.example/"})["Location"] == "/ban/"


def test_pressing_another_tile_leaves_nothing_of_the_first_person(client, cast):
    client.post("/dang-nhap/thu/tu/")
    session = client.session
    session["access.assist"] = str(new_id())
    session.save()
    client.post("/dang-nhap/thu/lan/")
    assert "access.assist" not in client.session


def test_outside_the_demo_there_are_no_tiles_and_no_way_in_by_them(client, cast):
    with override_settings(TEST=False, DEMO=False):
        assert "/dang-nhap/thu/" not in client.get("/dang-nhap/").content.decode()
        assert client.post("/dang-nhap/thu/lan/").status_code == 404


def test_a_tile_is_not_for_a_real_account(client, official):
    assert client.post("/dang-nhap/thu/hanh/").status_code == 404


def test_a_wrong_password_says_so_in_vietnamese_and_keeps_the_name(client, cast):
    answer = post_login(client, "lan", "sai rồi")
    page = answer.content.decode()
    assert "không đúng" in page
    assert 'value="lan"' in page
    assert Entry.objects.filter(verb="account.sign_in_failed", object_id=cast["lan"].pk).exists()


def test_a_right_and_an_unknown_name_get_the_same_answer(client, cast):
    one = post_login(client, "lan", "sai rồi").content.decode()
    other = post_login(client, "khong-co", "sai rồi").content.decode()
    sentence = "không đúng"
    assert sentence in one
    assert sentence in other


def test_guessing_stops_after_eight_and_only_for_that_name(client, cast):
    for _ in range(8):
        post_login(client, "lan", "sai rồi")
    assert "Thử quá nhiều lần" in post_login(client, "lan", PASSWORD).content.decode()
    assert post_login(client, "hoa", PASSWORD).status_code == 302


def test_right_passwords_do_not_count_as_guesses(cast):
    for _ in range(12):
        assert post_login(Client(), "lan", PASSWORD).status_code == 302


def test_guesses_from_elsewhere_do_not_lock_the_officer_out(cast):
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(9):
        post_login(stranger, "lan", "sai rồi")
    assert post_login(Client(), "lan", PASSWORD).status_code == 302


def test_a_whole_commune_behind_one_address_signs_in(cast):
    names = [name for name in cast for _ in range(4)]
    assert all(post_login(Client(), name, PASSWORD).status_code == 302 for name in names)


def test_an_official_without_a_second_factor_is_led_to_enrol(client, official):
    post_login(client, "hanh", GOOD)
    assert client.get("/tai-khoan/")["Location"] == "/tai-khoan/bao-mat/"
    page = client.get("/tai-khoan/bao-mat/")
    assert page.status_code == 200
    assert "khóa thứ hai" in page.content.decode().lower()
    assert client.get("/tai-khoan/bao-mat/ung-dung/")["Location"].startswith("/tai-khoan/xac-nhan/")


def test_enrolling_the_app_opens_the_house(client, official, django_capture_on_commit_callbacks):
    post_login(client, "hanh", GOOD)
    client.post("/tai-khoan/xac-nhan/?next=/tai-khoan/bao-mat/ung-dung/", {"password": GOOD})
    page = client.get("/tai-khoan/bao-mat/ung-dung/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/tai-khoan/bao-mat/ung-dung/", {"code": code})
    assert answer["Location"] == "/tai-khoan/bao-mat/ma-du-phong/"
    assert client.get("/tai-khoan/bao-mat/ma-du-phong/").content.decode().count("\n") > 20
    stored = Authenticator.objects.get(user=official, type="totp").data["secret"]
    assert secret not in stored, "the secret is sealed"
    assert client.get("/tai-khoan/").status_code == 200
    assert Entry.objects.filter(verb="account.factor_added", object_id=official.pk).count() >= 1


def test_the_second_factor_is_asked_and_a_code_is_good_once(official):
    enrol(official)
    first, second = Client(), Client()
    for client in (first, second):
        assert post_login(client, "hanh", GOOD)["Location"] == "/dang-nhap/hai-lop/"
        assert client.get("/dang-nhap/hai-lop/").status_code == 200
        assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap/"), "not signed in yet"
    code = code_now(official)
    assert first.post("/dang-nhap/hai-lop/", {"code": code})["Location"] == "/ban/"
    assert first.get("/tai-khoan/").status_code == 200
    assert second.post("/dang-nhap/hai-lop/", {"code": code}).status_code == 200
    assert second.get("/tai-khoan/").status_code == 302


def test_guessing_the_second_factor_stops(client, official):
    enrol(official)
    post_login(client, "hanh", GOOD)
    for _ in range(10):
        client.post("/dang-nhap/hai-lop/", {"code": "000000"})
    assert client.post("/dang-nhap/hai-lop/", {"code": code_now(official)}).status_code == 429
    again = Client()
    post_login(again, "hanh", GOOD)
    assert "Thử quá nhiều lần" in again.post("/dang-nhap/hai-lop/", {"code": code_now(official)}).content.decode()


def test_a_disabled_account_is_out_at_once_and_cannot_come_back(client, official, bat_xat):
    enrol(official)
    post_login(client, "hanh", GOOD)
    client.post("/dang-nhap/hai-lop/", {"code": code_now(official)})
    assert client.get("/tai-khoan/").status_code == 200
    services.disable(BY, bat_xat.commune.pk, official, reason="nghỉ việc")
    assert client.get("/tai-khoan/").status_code == 302
    assert not UserSession.objects.filter(user=official).exists()
    services.enable(BY, bat_xat.commune.pk, official)
    assert client.get("/tai-khoan/").status_code == 302, "the old session does not come back"


def test_a_new_password_ends_every_session(client, sign_in, cast, bat_xat):
    sign_in(client, "lan")
    assert client.get("/tai-khoan/").status_code == 200
    services.set_password(BY, bat_xat.commune.pk, cast["lan"], GOOD)
    assert client.get("/tai-khoan/").status_code == 302


@pytest.mark.parametrize(("who", "idle", "absolute"), [("lan", 30 * 60, 10 * 3600), ("mai", 2 * 3600, 12 * 3600)])
def test_a_session_ends_idle_and_at_the_end_of_a_day(client, sign_in, monkeypatch, who, idle, absolute):
    start = time.time()
    at = [start]
    monkeypatch.setattr(sessions, "_now", lambda: at[0])
    sign_in(client, who)
    at[0] += idle - 5
    assert client.get("/tai-khoan/").status_code == 200
    at[0] += idle + 5
    assert client.get("/tai-khoan/").status_code == 302
    sign_in(client, who)
    began = at[0]
    while at[0] - began < absolute - idle:
        at[0] += idle - 60
        assert client.get("/tai-khoan/").status_code == 200
    at[0] = began + absolute + 1
    assert client.get("/tai-khoan/").status_code == 302


def test_reading_pages_does_not_write_the_session_every_time(client, sign_in, django_assert_max_num_queries):
    sign_in(client, "lan")
    client.get("/tai-khoan/")
    with django_assert_max_num_queries(8) as queries:
        client.get("/tai-khoan/")
    assert not [q for q in queries.captured_queries if q["sql"].startswith(("UPDATE", "INSERT"))]


def test_the_sessions_page_lists_devices_and_ends_the_others(cast):
    here, there = Client(), Client()
    for client in (here, there):
        post_login(client, "lan", PASSWORD)
    assert here.get("/tai-khoan/phien/").status_code == 200
    here.post("/tai-khoan/phien/")
    assert here.get("/tai-khoan/").status_code == 200
    assert there.get("/tai-khoan/").status_code == 302


def test_a_session_row_tells_nothing_to_who_reads_the_database(client, sign_in, cast):
    from django.contrib.sessions.models import Session

    sign_in(client, "lan")
    (row,) = Session.objects.all()
    assert row.session_data.startswith("k1:")
    assert str(cast["lan"].pk) not in row.session_data


def test_signing_in_and_out_is_journalled(client, cast):
    post_login(client, "lan", PASSWORD)
    client.post("/dang-xuat/")
    assert set(Entry.objects.filter(object_id=cast["lan"].pk).values_list("verb", flat=True)) >= {
        "account.signed_in",
        "account.signed_out",
    }
    assert client.get("/tai-khoan/").status_code == 302


def test_every_account_page_opens(client, sign_in):
    sign_in(client, "lan")
    for page in ("", "phien/", "bao-mat/", "bao-mat/khoa/", "dien-thoai/", "mat-khau/", "xac-nhan/"):
        assert client.get(f"/tai-khoan/{page}").status_code == 200, page


def test_changing_the_password_refuses_a_weak_one_in_plain_words(client, sign_in):
    sign_in(client, "lan")
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": "batxat2026", "password2": "batxat2026"}
    page = client.post("/tai-khoan/mat-khau/", data).content.decode()
    assert "dễ đoán" in page
    done = client.post("/tai-khoan/mat-khau/", data | {"password1": GOOD, "password2": GOOD})
    assert done.status_code == 302
    assert Account.objects.get(username="lan").check_password(GOOD)


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def test_a_sign_in_by_tile_is_listed_where_one_is_signed_in(cast, client):
    client.post("/dang-nhap/thu/pho/", headers={"User-Agent": FIREFOX})
    page = client.get("/tai-khoan/phien/").content.decode()
    assert "Firefox trên Linux" in page
    assert "127.0.0.1" in page
    other = Client()
    other.post("/dang-nhap/thu/pho/")
    assert client.get("/tai-khoan/phien/").content.decode().count("<tr>") == 3  # the head and two sessions
