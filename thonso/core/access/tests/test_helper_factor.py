"""Helpers and village heads need a second factor too: an app, a key, or a code to their own confirmed phone."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from thonso.core.access import phone as phones
from thonso.core.access import services
from thonso.core.access.actors import system_actor

pytestmark = pytest.mark.django_db
BY = system_actor("test")
GOOD = "trâu gặm cỏ non bờ suối"
PHONE = "+84900000091"
HAMLET, CONFIRM = "/thon/", "/dang-nhap/ma/xac-nhan/"


@pytest.fixture
def texts(monkeypatch):
    sent: list[str] = []
    monkeypatch.setattr(phones, "_sender", lambda phone, text, purpose: sent.append(text))
    return sent


@pytest.fixture(params=["helper", "village_head"])
def helper(request, bat_xat):
    """Outside the demo: not a sample account."""
    account = services.create_account(BY, bat_xat.commune.pk, username="pa", full_name="Vàng Thị Pà", password=GOOD)
    services.grant(BY, account, request.param, bat_xat.suoi_chai, post_title="Ở thôn")
    return account


def with_phone(account, bat_xat):
    services.set_phone(BY, bat_xat.commune.pk, account, PHONE, verified=True)


def sign_in(client, password=GOOD):
    return client.post("/dang-nhap/", {"login": "pa", "password": password})


def code(texts):
    return re.search(r"\b(\d{6})\b", texts[-1]).group(1)


def test_a_password_alone_opens_no_hamlet_but_the_page_where_a_factor_is_set(client, helper, texts):
    assert sign_in(client)["Location"] == HAMLET
    assert texts == []
    assert client.get(HAMLET)["Location"] == "/tai-khoan/bao-mat/"
    page = client.get("/tai-khoan/bao-mat/").content.decode()
    assert "Xác nhận số điện thoại" in page
    assert client.get("/tai-khoan/dien-thoai/").status_code == 200


def test_after_the_password_a_code_comes_and_only_then_the_hamlet_opens(client, helper, bat_xat, texts):
    with_phone(helper, bat_xat)
    assert sign_in(client)["Location"] == CONFIRM
    assert "_auth_user_id" not in client.session
    wrong = "000000" if code(texts) != "000000" else "111111"
    client.post(CONFIRM, {"code": wrong})
    assert "_auth_user_id" not in client.session
    assert client.post(CONFIRM, {"code": code(texts)}).status_code == 302
    assert client.get(HAMLET).status_code == 200


def test_a_wrong_password_sends_no_code(client, helper, bat_xat, texts):
    with_phone(helper, bat_xat)
    sign_in(client, "không phải mật khẩu này")
    assert texts == []


def test_a_phone_code_alone_is_one_factor_and_the_password_is_the_other(client, helper, bat_xat, texts):
    with_phone(helper, bat_xat)
    client.post("/dang-nhap/ma/", {"phone": PHONE})
    client.post(CONFIRM, {"code": code(texts)})
    assert client.session["_auth_user_id"] == str(helper.pk)
    assert client.get(HAMLET)["Location"] == "/tai-khoan/xac-nhan/?next=%2Fthon%2F"
    assert client.get("/tai-khoan/")["Location"] == "/tai-khoan/xac-nhan/?next=%2Ftai-khoan%2F"
    assert client.post("/tai-khoan/xac-nhan/?next=/thon/", {"password": "sai mật khẩu rồi"}).status_code == 200
    assert client.get(HAMLET).status_code == 302
    assert client.post("/tai-khoan/xac-nhan/?next=/thon/", {"password": GOOD}).status_code == 302
    assert client.get(HAMLET).status_code == 200


def test_an_app_is_asked_instead_of_the_phone(client, helper, bat_xat, texts):
    with_phone(helper, bat_xat)
    totp.TOTP.activate(helper, totp.generate_totp_secret())
    assert sign_in(client)["Location"] == "/dang-nhap/hai-lop/"
    assert texts == []


def test_a_phone_that_was_never_confirmed_is_no_factor(client, helper, bat_xat, texts):
    services.set_phone(BY, bat_xat.commune.pk, helper, PHONE, verified=False)
    sign_in(client)
    assert texts == []
    assert client.get(HAMLET)["Location"] == "/tai-khoan/bao-mat/"


def test_a_helper_who_is_also_an_official_needs_what_officials_need(client, helper, bat_xat, texts):
    with_phone(helper, bat_xat)
    services.grant(BY, helper, "one_stop", bat_xat.commune, post_title="Chuyên viên")
    sign_in(client)
    assert texts == []
    assert client.get(HAMLET)["Location"] == "/tai-khoan/bao-mat/"


def test_a_helper_who_becomes_an_official_during_the_day_is_asked_for_more_at_once(client, helper, bat_xat, texts):
    with_phone(helper, bat_xat)
    sign_in(client)
    client.post(CONFIRM, {"code": code(texts)})
    assert client.get(HAMLET).status_code == 200
    services.grant(BY, helper, "one_stop", bat_xat.commune, post_title="Chuyên viên")
    assert client.get("/ban/ho-so/")["Location"] == "/tai-khoan/bao-mat/"
    assert client.get(HAMLET)["Location"] == "/tai-khoan/bao-mat/"


def test_in_the_demo_the_sample_helper_comes_in_as_before(cast):
    tu = Client()
    assert tu.post("/dang-nhap/thu/tu/").status_code == 302
    assert tu.get(HAMLET).status_code == 200
