"""A code on a slip opens an account once, for who holds the slip: it is in no log, and dies with a newer one."""

import contextlib
import logging
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from thonso.core.access import limits, services
from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.access.services import starting
from thonso.core.base import clock
from thonso.core.base.errors import Stale, TooMany
from thonso.core.base.ids import new_id
from thonso.core.journal.work import transact

pytestmark = pytest.mark.django_db
BY = system_actor("test")
GOOD = "nui cao suoi sau"
SCAN, SET = "/bat-dau/", "/bat-dau/mat-khau/"


def slip(bat_xat, account):
    code = services.code_for(account.pk, new_id())
    with transact(bat_xat.commune.pk) as work:
        services.give_start(work, BY, account, code, reason="mất phiếu")
    return code


def test_scanned_the_code_goes_from_the_address_into_the_session(client, cast, bat_xat):
    code = slip(bat_xat, cast["lan"])
    answer = client.get(SCAN, {"code": code})
    assert answer["Location"] == SET
    assert "Nguyễn Thị Lan" in client.get(SET).content.decode()
    assert Client().get(SET).status_code == 404  # of another browser
    assert client.post(SET, {"password": GOOD, "again": GOOD}).status_code == 302
    assert Account.objects.get(username="lan").check_password(GOOD)


def test_no_failure_writes_a_code_that_still_opens_something_into_the_log(cast, bat_xat, caplog, monkeypatch):
    code = slip(bat_xat, cast["lan"])
    caplog.set_level(logging.INFO)
    browser = Client(raise_request_exception=False)

    def too_many(*asked):
        raise TooMany("Chờ một chút.", retry_after=60)

    def locked(*asked):
        raise OperationalError("database is locked")

    answers = [browser.put(SCAN, {"code": code})]
    for fault, place in ((too_many, (limits, "hit")), (locked, (services, "account_to_start"))):
        with monkeypatch.context() as patch:
            patch.setattr(*place, fault)
            answers += [browser.get(SCAN, {"code": code}), browser.post(SCAN, {"code": code})]
    browser.get(SCAN, {"code": code})
    answers += [browser.delete(SET), browser.post(SET, {"password": GOOD, "again": "khác"})]
    with monkeypatch.context() as patch:
        patch.setattr(services, "start", locked)
        answers.append(browser.post(SET, {"password": GOOD, "again": GOOD}))
    assert [answer.status_code for answer in answers] == [405, 429, 429, 503, 503, 405, 422, 503]
    assert len(caplog.records) >= len(answers)
    assert code not in caplog.text
    assert services.account_to_start(code) == cast["lan"]


@pytest.mark.parametrize("meanwhile", ["newer", "locked", "old"])
def test_a_slip_withdrawn_while_the_password_is_weighed_sets_none(cast, bat_xat, monkeypatch, meanwhile):
    code, real = slip(bat_xat, cast["lan"]), starting.set_password_on

    def weigh(account, password):
        real(account, password)
        if meanwhile == "newer":
            slip(bat_xat, Account.objects.get(pk=account.pk))
        elif meanwhile == "locked":
            services.disable(BY, bat_xat.commune.pk, Account.objects.get(pk=account.pk), reason="nghỉ việc")
        else:
            moved.enter_context(clock.at(clock.now() + timedelta(days=8)))

    monkeypatch.setattr(starting, "set_password_on", weigh)
    with contextlib.ExitStack() as moved, pytest.raises(Stale):
        services.start(bat_xat.commune.pk, code, GOOD)
    assert not Account.objects.get(username="lan").has_usable_password()
