"""A post ends, it is never made longer, and no day on which it held is taken out of the history."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections

from thonso.core.access import rules, services
from thonso.core.access.actors import actor_of_account, system_actor
from thonso.core.access.models import Assignment
from thonso.core.base import clock
from thonso.core.base.errors import DomainError, Refused

BASE = "/quan-tri/tai-khoan/"
TODAY = date(2026, 11, 24)
BY = system_actor("test")


def days(count):
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("ends", "last", "own", "stands"),
    [
        (None, -1, False, True), (None, 0, True, True), (None, 30, False, True), (9, 9, False, True), (0, -1, False, True),
        (-1, -1, False, False), (-50, 9999, False, False), (9, 10, False, False), (None, -2, False, False),
        (None, -9000, False, False), (None, 1, True, False),
    ],
)  # fmt: skip
def test_an_end_comes_nearer_but_not_before_yesterday_and_ones_own_not_after_today(ends, last, own, stands):
    why = rules.ending_problem(None if ends is None else days(ends), days(last), TODAY, own=own)
    assert (why == "") is stands


@pytest.fixture
def admin(client, sign_in):
    sign_in(client, "quantri")
    return client


def post_of(account, unit, role, first, last=None):
    return Assignment.objects.create(
        account=account, commune_id=unit.pk, unit=unit, role=role, tree="government", granted_by=uuid4(),
        valid_from=clock.today() + timedelta(days=first),
        valid_to=None if last is None else clock.today() + timedelta(days=last),
    )  # fmt: skip


def end(client, row, last_day):
    fields = {"transaction_id": str(uuid4()), "last_day": last_day, "reason": "thử thôi việc"}
    return client.post(f"{BASE}chuc-vu/{row.pk}/thoi/", fields)


@pytest.mark.django_db
@pytest.mark.parametrize(("last", "sentence"), [(-50, "đã thôi từ trước"), (20, "chỉ giữ đến hết ngày")])
def test_an_ended_post_is_not_revived_nor_a_dated_one_made_longer(admin, cast, bat_xat, last, sentence):
    row = post_of(cast["quantri"], bat_xat.commune, "one_stop", -100, last)
    answer = end(admin, row, "31/12/2099")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    row.refresh_from_db()
    assert row.valid_to == clock.today() + timedelta(days=last)


@pytest.mark.django_db
def test_a_mistyped_year_takes_nothing_out_of_the_history_and_is_kept_on_the_page(admin, cast):
    row = Assignment.objects.get(account=cast["thu"])
    answer = end(admin, row, "01/01/2000")
    assert answer.status_code == 422
    assert "01/01/2000" in answer.content.decode()
    row.refresh_from_db()
    assert row.valid_to is None


@pytest.mark.django_db
def test_what_has_not_begun_is_taken_back_whole(admin, cast, bat_xat):
    row = post_of(cast["thu"], bat_xat.commune, "one_stop", 5)
    services.delegate(BY, row, cast["lan"], valid_from=clock.today(), valid_to=clock.today() + timedelta(days=9))
    assert end(admin, row, f"{clock.today() + timedelta(days=1):%d/%m/%Y}").status_code == 302
    assert not Assignment.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_what_ended_on_the_day_it_was_given_stays_in_the_list_and_gives_nothing(admin, cast, bat_xat):
    row = post_of(cast["thu"], bat_xat.commune, "one_stop", 0)
    assert end(admin, row, "").status_code == 302
    page = admin.get(f"{BASE}{cast['thu'].pk}/").content.decode()
    assert "Đã thôi ngay trong ngày giao" in page
    assert f"chuc-vu/{row.pk}/thoi/" not in page
    assert not actor_of_account(cast["thu"]).has("one_stop")
    assert end(admin, row, "").status_code == 422
    other = {"role": "one_stop", "unit": str(bat_xat.commune.pk), "valid_from": "", "reason": "giao lại"}
    assert admin.post(f"{BASE}{cast['thu'].pk}/giao/", {**other, "transaction_id": str(uuid4())}).status_code == 302
    assert actor_of_account(cast["thu"]).has("one_stop")


@pytest.mark.django_db
def test_the_other_administrator_counts_only_when_she_goes_on_after_that_day(admin, cast, bat_xat):
    mine = Assignment.objects.get(account=cast["quantri"])
    post_of(cast["lan"], bat_xat.commune, "administrator", -5, 10)
    with pytest.raises(Refused, match="duy nhất"):
        services.revoke(BY, mine, last_day=clock.today() + timedelta(days=10))
    services.revoke(BY, mine, last_day=clock.today() + timedelta(days=9))


@pytest.mark.django_db
def test_somebody_locked_out_or_not_yet_begun_is_no_other_administrator(cast, bat_xat):
    mine = Assignment.objects.get(account=cast["quantri"])
    post_of(cast["lan"], bat_xat.commune, "administrator", 5)
    post_of(cast["thu"], bat_xat.commune, "administrator", -5)
    services.disable(BY, bat_xat.commune.pk, cast["thu"], reason="nghỉ việc")
    with pytest.raises(Refused, match="duy nhất"):
        services.revoke(BY, mine)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a race needs PostgreSQL")
def test_two_administrators_who_end_each_other_at_once_leave_one(cast, bat_xat, monkeypatch):
    rows = [Assignment.objects.get(account=cast["quantri"]), post_of(cast["lan"], bat_xat.commune, "administrator", -5)]
    both, problem = threading.Barrier(2, timeout=10), rules.ending_problem

    def together(*asked, own):
        both.wait()
        return problem(*asked, own=own)

    monkeypatch.setattr(rules, "ending_problem", together)

    def press(row):
        try:
            services.revoke(BY, row)
            return True
        except DomainError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, rows)) == [False, True]
    assert sum(actor_of_account(row.account).has("administrator") for row in rows) == 1


@pytest.mark.django_db
def test_an_end_given_meanwhile_by_somebody_else_is_not_overwritten(cast, bat_xat):
    row = post_of(cast["thu"], bat_xat.commune, "one_stop", -5)
    services.revoke(BY, Assignment.objects.get(pk=row.pk))
    with pytest.raises(DomainError):
        services.revoke(BY, row, last_day=clock.today() + timedelta(days=30))
    row.refresh_from_db()
    assert row.valid_to == clock.today() - timedelta(days=1)
