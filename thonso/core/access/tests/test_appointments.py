"""The chairman disposes of what stands in the list of new appointments, and of nothing else there."""

from datetime import timedelta
from uuid import uuid4

import pytest

from thonso.core.access import services
from thonso.core.access.actors import actor_of_account, system_actor
from thonso.core.access.models import Assignment
from thonso.core.base import clock

LIST = "/ban/chuc-vu/"
ACTS = ("da-xem", "cho-thoi")
BY = system_actor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def chairman(client, sign_in, cast):
    sign_in(client, "hai")
    return client


def appointed(account, unit, role="one_stop", **more):
    return Assignment.objects.create(
        account=account, commune_id=unit.pk, unit=unit, role=role, granted_by=uuid4(),
        **{"tree": "government", "valid_from": clock.today() - timedelta(days=5), **more},
    )  # fmt: skip


def press(client, row, act, key=None):
    return client.post(f"{LIST}{row.pk}/{act}/", {"transaction_id": key or str(uuid4())})


@pytest.mark.parametrize("act", ACTS)
def test_what_was_seen_or_is_never_told_is_not_touched_here(chairman, cast, bat_xat, act):
    rows = [
        appointed(cast["lan"], bat_xat.commune, seen_by=cast["hai"].pk),
        appointed(cast["lan"], bat_xat.commune, "party_member", tree="party"),
        appointed(cast["lan"], bat_xat.other),
    ]
    for row in rows:
        answer = press(chairman, row, act)
        assert answer.status_code == 404
        assert "không còn trong danh sách" in answer.content.decode()
    kept = {row.pk: (row.valid_to, row.seen_by) for row in rows}
    after = Assignment.objects.filter(pk__in=kept).values_list("pk", "valid_to", "seen_by")
    assert {pk: (ends, seen) for pk, ends, seen in after} == kept


def test_the_only_administrator_is_not_ended_here_either(chairman, cast):
    row = Assignment.objects.get(account=cast["quantri"])
    Assignment.objects.filter(pk=row.pk).update(seen_by=None)
    answer = press(chairman, row, "cho-thoi")
    assert answer.status_code == 422
    assert "duy nhất" in answer.content.decode()
    row.refresh_from_db()
    assert row.valid_to is None


@pytest.mark.parametrize("act", ACTS)
def test_pressed_twice_it_goes_back_to_the_list_although_the_row_has_left_it(chairman, cast, bat_xat, act):
    row = appointed(cast["thu"], bat_xat.commune, valid_from=clock.today())
    key = str(uuid4())
    assert [press(chairman, row, act, key)["Location"] for _ in range(2)] == [LIST, LIST]


def test_a_post_that_was_given_and_ended_the_same_day_stays_until_the_chairman_has_seen_it(chairman, cast, bat_xat):
    """It could read the queue for that day, and the chairman would never have heard of it."""
    row = services.grant(BY, cast["mai"], "one_stop", bat_xat.commune, reason="Thử")
    services.revoke(BY, row, reason="Nhầm")
    page = chairman.get(LIST).content.decode()
    assert "Lý Thị Mai" in page
    assert "Đã thôi ngay trong ngày giao" in page
    assert f"{row.pk}/cho-thoi/" not in page
    assert press(chairman, row, "cho-thoi").status_code == 404
    assert press(chairman, row, "da-xem")["Location"] == LIST
    assert "Lý Thị Mai" not in chairman.get(LIST).content.decode()
    assert not actor_of_account(cast["mai"]).has("one_stop")


def test_what_the_chairman_ended_is_seen_with_it(chairman, cast, bat_xat):
    row = appointed(cast["mai"], bat_xat.commune)
    assert press(chairman, row, "cho-thoi").status_code == 302
    assert str(row.pk) not in chairman.get(LIST).content.decode()
    row.refresh_from_db()
    assert row.seen_by == cast["hai"].pk
    assert row.valid_to == clock.today() - timedelta(days=1)
