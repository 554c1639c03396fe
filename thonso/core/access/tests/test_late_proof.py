"""A form sent when the proof of who one is has grown too old: confirmed beside it, it is sent as it was typed."""

import html
import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from thonso.core.access import services
from thonso.core.access.actors import system_actor
from thonso.core.access.models import Assignment

pytestmark = pytest.mark.django_db
BY = system_actor("test")
GOOD = "trâu gặm cỏ non bờ suối"


def code_of(secret, at):
    return totp.format_hotp_value(totp.hotp_value(secret, int(at) // 30))


def test_confirmed_too_late_the_form_is_sent_once_more_as_it_was_typed(cast, bat_xat, monkeypatch):
    account = services.create_account(BY, bat_xat.commune.pk, username="pa", full_name="Vàng Thị Pà", password=GOOD)
    services.grant(BY, account, "administrator", bat_xat.commune, post_title="Quản trị")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    browser, start = Client(enforce_csrf_checks=True), time.time()
    page = browser.get("/dang-nhap/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    browser.post("/dang-nhap/", {"login": "pa", "password": GOOD, "csrfmiddlewaretoken": token})
    page = browser.get("/dang-nhap/hai-lop/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    browser.post("/dang-nhap/hai-lop/", {"code": code_of(secret, start), "csrfmiddlewaretoken": token})

    path = f"/quan-tri/tai-khoan/{cast['thu'].pk}/giao/"
    form = browser.get(path).content.decode()
    typed = {
        "csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1),
        "transaction_id": re.search(r'name="transaction_id" value="([\w-]+)"', form).group(1),
        "role": "one_stop", "unit": str(bat_xat.commune.pk), "reason": "Thay chị Lan nghỉ phép",
    }  # fmt: skip
    monkeypatch.setattr(time, "time", lambda: start + 700)
    late = browser.post(path, typed)
    assert late.status_code == 403
    page = late.content.decode()
    assert "gửi lại" in page.lower()
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    fresh = {"csrfmiddlewaretoken": kept["csrfmiddlewaretoken"]}  # the token alone is a new one
    assert {name: html.unescape(value) for name, value in kept.items()} == typed | fresh

    confirm = html.unescape(re.search(r'href="(/tai-khoan/bao-mat/xac-nhan/[^"]*)"', page).group(1))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(confirm).content.decode()).group(1)
    answer = browser.post(confirm, {"code": code_of(secret, start + 700), "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert browser.post(path, kept).status_code == 302
    assert Assignment.objects.get(account=cast["thu"], role="one_stop").reason == typed["reason"]
