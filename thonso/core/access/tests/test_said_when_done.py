"""What was rolled back is not said to be done, neither on the page that failed nor on the next one."""

from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client

from thonso.core.access.models import Account
from thonso.core.journal import once

BASE = "/quan-tri/tai-khoan/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(sign_in, cast):
    browser = Client(raise_request_exception=False)
    sign_in(browser, "quantri")
    return browser


def lock(admin, lan):
    return admin.post(f"{BASE}{lan.pk}/khoa/", {"transaction_id": str(uuid4()), "what": "lock", "reason": "nghỉ việc"})


def test_a_change_that_failed_at_its_end_is_nowhere_said_to_be_done(admin, cast, monkeypatch):
    def full(*asked):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(once, "remember", full)
        failed = lock(admin, cast["lan"])
    assert failed.status_code == 503
    assert Account.objects.get(pk=cast["lan"].pk).is_active
    for page in (failed, admin.get(f"{BASE}{cast['lan'].pk}/")):
        assert "Đã khóa tài khoản" not in page.content.decode()


def test_a_change_that_was_made_is_said_on_the_page_after_it(admin, cast):
    answer = lock(admin, cast["lan"])
    assert answer.status_code == 302
    assert "Đã khóa tài khoản" in admin.get(answer["Location"]).content.decode()


def test_hamlets_are_not_said_to_be_added_either(admin, bat_xat, monkeypatch):
    def full(*asked):
        raise OperationalError("database is locked")

    monkeypatch.setattr(once, "remember", full)
    fields = {"transaction_id": str(uuid4()), "name": "Thôn Mới", "code": "moi", "valid_from": "01/01/2026"}
    failed = admin.post("/quan-tri/don-vi/them/", fields)
    assert failed.status_code == 503
    assert "Đã thêm" not in admin.get(BASE).content.decode()
