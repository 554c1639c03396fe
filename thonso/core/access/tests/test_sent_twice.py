"""A form sent twice at the same moment gives the first answer to both: a change is made once, and nobody is refused."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client

from thonso.core.access.models import Account, Assignment, Delegation
from thonso.core.base import clock
from thonso.core.journal import once

ADD = "/quan-tri/tai-khoan/them/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def late_look(monkeypatch):
    """The second press looks for an answer before the first has left one, as when both arrive together."""
    real, looked = once.replay, []

    def replay(*asked):
        looked.append(asked)
        return None if len(looked) == 1 else real(*asked)

    return lambda: monkeypatch.setattr(once, "replay", replay)


def new_person(bat_xat, **more):
    return {
        "full_name": "Vàng Thị Pà", "username": "pa", "role": "helper", "unit": str(bat_xat.suoi_chai.pk),
        "reason": "Tổ công nghệ số cộng đồng", "transaction_id": str(uuid4()), **more,
    }  # fmt: skip


def test_a_new_person_sent_twice_gives_the_slip_twice(client, sign_in, cast, bat_xat, late_look):
    sign_in(client, "quantri")
    form = new_person(bat_xat)
    first = client.post(ADD, form)
    late_look()
    again = client.post(ADD, form)
    assert (first.status_code, again.status_code) == (200, 200)
    assert Account.objects.filter(username="pa").count() == 1


def test_lending_sent_twice_lends_once(client, sign_in, cast, late_look):
    sign_in(client, "lan")
    form = {
        "transaction_id": str(uuid4()), "post": str(cast["lan"].assignments.get().pk), "to": str(cast["trung"].pk),
        "valid_to": f"{clock.today() + timedelta(days=3):%d/%m/%Y}", "reason": "nghỉ phép",
    }  # fmt: skip
    client.post("/tai-khoan/uy-quyen/", form)
    late_look()
    assert client.post("/tai-khoan/uy-quyen/", form).status_code == 302
    assert Delegation.objects.count() == 1


def test_an_end_sent_twice_is_one_end(client, sign_in, cast, late_look):
    sign_in(client, "quantri")
    row = Assignment.objects.get(account=cast["thu"])
    path = f"/quan-tri/tai-khoan/chuc-vu/{row.pk}/thoi/"
    form = {"transaction_id": str(uuid4()), "reason": "chuyển công tác"}
    client.post(path, form)
    late_look()
    assert client.post(path, form).status_code == 302


def test_what_another_form_took_is_still_refused_in_words(client, sign_in, cast, bat_xat):
    sign_in(client, "quantri")
    client.post(ADD, new_person(bat_xat))
    answer = client.post(ADD, new_person(bat_xat))
    assert answer.status_code == 422
    assert "đã có tài khoản" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a race needs PostgreSQL")
def test_two_presses_at_the_same_moment_both_get_the_slip(cast, bat_xat, sign_in, monkeypatch):
    browsers = [Client(), Client()]
    for browser in browsers:
        sign_in(browser, "quantri")
    form, real, both = new_person(bat_xat), once.replay, threading.Barrier(2)

    def together(*asked):
        found = real(*asked)
        with contextlib.suppress(threading.BrokenBarrierError):  # the second look of the one who was later
            both.wait(2)
        return found

    monkeypatch.setattr(once, "replay", together)

    def press(browser):
        try:
            return browser.post(ADD, form).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, browsers)) == [200, 200]
    assert Account.objects.filter(username="pa").count() == 1
