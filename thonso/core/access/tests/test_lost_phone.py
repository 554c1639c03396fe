"""After a new slip the lost phone opens nothing, nor does a token: only the slip, in the hands of who was seen."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client

from thonso.core.access import phone as phones
from thonso.core.access import services
from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.base.ids import new_id
from thonso.core.journal.work import transact

pytestmark = pytest.mark.django_db
BY = system_actor("test")
OLD, NEW = "trâu gặm cỏ non bờ suối", "suối sâu núi cao quá"
PHONE = "+84900000091"
ASK, CONFIRM = "/dang-nhap/ma/", "/dang-nhap/ma/xac-nhan/"


@pytest.fixture
def texts(monkeypatch):
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(phones, "_sender", lambda phone, text, purpose: sent.append((purpose, text)))
    return sent


@pytest.fixture(params=["helper", "one_stop"])
def holder(request, bat_xat):
    """Somebody real with a post, a password and a confirmed phone."""
    account = services.create_account(BY, bat_xat.commune.pk, username="pa", full_name="Vàng Thị Pà", password=OLD)
    unit = bat_xat.suoi_chai if request.param == "helper" else bat_xat.commune
    services.grant(BY, account, request.param, unit, post_title="Chức vụ")
    services.set_phone(BY, bat_xat.commune.pk, account, PHONE, verified=True)
    account.work = "/thon/" if request.param == "helper" else "/ban/ho-so/"
    return account


def slip(bat_xat, account):
    code = services.code_for(account.pk, new_id())
    with transact(bat_xat.commune.pk) as work:
        services.give_start(work, BY, account, code, reason="mất điện thoại", without_factors=True)
    return code


def code_in(texts):
    return re.search(r"\b(\d{6})\b", texts[-1][1]).group(1)


def test_the_lost_phone_gets_no_code_once_the_slip_is_made(client, holder, bat_xat, texts):
    slip(bat_xat, holder)
    answer = client.post(ASK, {"phone": PHONE})
    assert answer["Location"] == CONFIRM  # the page does not tell
    assert [purpose for purpose, _text in texts] == ["unknown_account"]
    assert "/dang-nhap/" in texts[0][1]
    assert not re.search(r"\b\d{6}\b", texts[0][1])


def test_a_code_sent_before_the_slip_was_made_opens_nothing_and_confirms_nothing(client, holder, bat_xat, texts):
    client.post(ASK, {"phone": PHONE})
    slip(bat_xat, holder)
    assert client.post(CONFIRM, {"code": code_in(texts)})["Location"] == "/bat-dau/"
    assert "_auth_user_id" not in client.session
    holder.refresh_from_db()
    assert not holder.phone_verified


def test_the_lost_phone_opens_nothing_after_the_new_password_either(client, holder, bat_xat, texts):
    services.start(bat_xat.commune.pk, slip(bat_xat, holder), NEW)
    client.post(ASK, {"phone": PHONE})
    assert [purpose for purpose, _text in texts] == ["unknown_account"]


def test_signing_up_with_the_number_of_a_slip_makes_no_second_account(client, holder, bat_xat, texts):
    slip(bat_xat, holder)
    client.post("/dang-ky/", {"full_name": "Người Nhặt", "phone": PHONE})
    assert not Account.objects.filter(full_name="Người Nhặt").exists()


def test_a_token_ends_with_the_old_password(holder, bat_xat):
    token = services.create_token(BY, bat_xat.commune.pk, holder, name="máy")
    assert services.account_by_token(token.secret) is not None
    slip(bat_xat, holder)
    assert services.account_by_token(token.secret) is None


def test_sessions_that_began_meanwhile_end_with_the_first_password(holder, bat_xat):
    code = slip(bat_xat, holder)
    there = Client()
    there.force_login(holder)
    UserSession.objects.create(user=holder, session_key=there.session.session_key, ip="127.0.0.1")
    services.start(bat_xat.commune.pk, code, NEW)
    assert there.get("/tai-khoan/").status_code == 302


def test_who_came_by_a_code_alone_sets_neither_password_nor_factor(client, holder, bat_xat, texts):
    client.post(ASK, {"phone": PHONE})
    client.post(CONFIRM, {"code": code_in(texts)})
    password_first = "/tai-khoan/xac-nhan/?next="
    for page in ("mat-khau/dat/", "bao-mat/ung-dung/", "bao-mat/khoa/them/", "dien-thoai/", "bao-mat/"):
        assert client.get(f"/tai-khoan/{page}")["Location"].startswith(password_first)
    secret = totp.generate_totp_secret()
    client.post("/tai-khoan/bao-mat/ung-dung/", {"code": "000000", "secret": secret})
    assert client.get(holder.work)["Location"].startswith(password_first)
    assert client.post("/tai-khoan/xac-nhan/?next=/tai-khoan/", {"password": OLD}).status_code == 302
    assert client.get("/tai-khoan/bao-mat/").status_code == 200


def test_somebody_given_a_post_after_signing_up_by_phone_is_sent_to_a_slip(client, bat_xat, texts):
    client.post("/dang-ky/", {"full_name": "Vàng Thị Dở", "phone": PHONE})
    client.post("/dang-nhap/dien-thoai/", {"code": code_in(texts)})
    account = Account.objects.get(full_name="Vàng Thị Dở")
    services.grant(BY, account, "helper", bat_xat.suoi_chai, post_title="Tổ công nghệ")
    for page in ("/thon/", "/tai-khoan/mat-khau/dat/"):
        assert client.get(page)["Location"] == "/bat-dau/"
    assert "xin người quản trị" in client.get("/bat-dau/").content.decode()


def test_a_helper_confirms_the_same_number_again_and_is_in(client, holder, bat_xat, texts):
    services.start(bat_xat.commune.pk, slip(bat_xat, holder), NEW)
    assert client.post("/dang-nhap/", {"login": "pa", "password": NEW}).status_code == 302
    assert texts == []
    assert client.get(holder.work)["Location"] == "/tai-khoan/bao-mat/"
    assert 'name="action" value="verify"' in client.get("/tai-khoan/dien-thoai/").content.decode()
    again = "/tai-khoan/xac-nhan/?next=%2Ftai-khoan%2Fdien-thoai%2F"
    assert client.post("/tai-khoan/dien-thoai/", {"action": "verify"})["Location"] == again
    assert client.post(again, {"password": NEW})["Location"] == "/dang-nhap/dien-thoai/"
    client.post("/dang-nhap/dien-thoai/", {"code": code_in(texts)})
    holder.refresh_from_db()
    assert holder.phone_verified
    assert (client.get(holder.work).status_code == 200) is (holder.work == "/thon/")
