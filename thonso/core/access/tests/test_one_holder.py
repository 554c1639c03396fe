"""A post that one person holds at a time: a second holder is asked about, and the first one ends or both are meant."""

from datetime import timedelta
from uuid import uuid4

import pytest

from thonso.core.access import services
from thonso.core.access.actors import actor_of_account
from thonso.core.access.models import Account, Assignment
from thonso.core.access.pages import posts
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.journal.models import Entry

BASE = "/quan-tri/tai-khoan/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, sign_in):
    sign_in(client, "quantri")
    return client


@pytest.fixture
def appoint(admin, bat_xat, cast):
    def go(who="binh", **more):
        form = {
            "transaction_id": str(uuid4()), "role": "chairman", "unit": str(bat_xat.commune.pk),
            "title": "Chủ tịch UBND xã", "valid_from": f"{clock.today() + timedelta(days=5):%d/%m/%Y}",
            "reason": "QĐ 12/QĐ-UBND", **more,
        }  # fmt: skip
        return admin.post(f"{BASE}{cast[who].pk}/giao/", form)

    return go


def chairmen(day):
    rows = Assignment.objects.filter(role="chairman").select_related("account")
    return {row.account.username for row in rows if row.holds_on(day)}


def test_a_second_chairman_is_asked_about_with_who_holds_it_and_since_when(appoint):
    answer = appoint()
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Nguyễn Văn Hải đang giữ chức vụ này từ ngày 01/07/2025" in said
    assert f"ngày cuối là {clock.today() + timedelta(days=4):%d/%m/%Y}" in said
    assert "QĐ 12/QĐ-UBND" in said
    assert chairmen(clock.today() + timedelta(days=9)) == {"hai"}


def test_the_earlier_one_ends_the_day_before(appoint):
    assert appoint(holder="end").status_code == 302
    assert chairmen(clock.today() + timedelta(days=4)) == {"hai"}
    assert chairmen(clock.today() + timedelta(days=5)) == {"binh"}


def test_both_hold_it_when_that_is_meant(appoint):
    assert appoint(holder="both").status_code == 302
    assert chairmen(clock.today() + timedelta(days=5)) == {"hai", "binh"}


def test_an_end_that_cannot_be_leaves_everything_as_it_was(appoint):
    """The new one would have begun long ago: what was done in the post stays within its days."""
    assert appoint(holder="end", valid_from="01/01/2026").status_code == 422
    assert chairmen(clock.today()) == {"hai"}


@pytest.mark.parametrize("more", [{"role": "deputy_chairman"}, {"role": "centre_director"}, {"valid_to": "x"}])
def test_only_such_a_post_is_asked_about(appoint, more):
    asked = "holder" in (appoint(**more).context or {"errors": {}})["errors"]
    assert asked is (more.get("role") != "deputy_chairman")


def test_days_that_do_not_meet_are_nobodys_question(appoint, cast):
    Assignment.objects.filter(account=cast["hai"]).update(valid_to=clock.today() + timedelta(days=4))
    assert appoint().status_code == 302


def test_a_new_person_is_asked_about_too_and_gets_no_account_before(admin, bat_xat):
    form = {
        "full_name": "Vàng Thị Thử", "username": "thu2", "role": "chairman", "unit": str(bat_xat.commune.pk),
        "reason": "QĐ 12/QĐ-UBND", "transaction_id": str(uuid4()),
    }  # fmt: skip
    assert "holder" in admin.post(f"{BASE}them/", form).context["errors"]
    assert not Account.objects.filter(username="thu2").exists()
    assert admin.post(f"{BASE}them/", {**form, "holder": "end"}).status_code == 200
    assert chairmen(clock.today()) == {"thu2"}


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_boxes(admin):
    form = {"username": "LAN", "phone": "0900", "role": "x", "valid_from": "31/02/2027", "full_name": ""}
    errors = admin.post(f"{BASE}them/", form).context["errors"]
    assert list(errors) == [name for name in posts.BOXES if name in errors]
    assert {"full_name", "username", "phone", "role", "unit", "valid_from", "reason"} == set(errors)
    assert "đã có tài khoản" in str(errors["username"])


def test_a_phone_that_has_an_account_is_said_at_its_box_with_the_rest(admin, cast):
    errors = admin.post(f"{BASE}them/", {"username": "pa", "phone": "0900 000 003"}).context["errors"]
    assert "đã có tài khoản" in str(errors["phone"])
    assert {"full_name", "phone"} <= set(errors)


def test_an_appointment_that_is_refused_ends_nobodys_post(bat_xat, cast):
    (held,) = Assignment.objects.filter(account=cast["hai"], role="chairman")
    quantri = actor_of_account(cast["quantri"])
    with pytest.raises(Refused) as refused:  # one's own begins tomorrow at the earliest
        services.take_over(
            quantri, cast["quantri"], "chairman", bat_xat.commune,
            ends=[held], first=clock.today(), last=None, post_title="Chủ tịch UBND xã", reason="QĐ 12/QĐ-UBND",
        )  # fmt: skip
    assert list(refused.value.fields) == ["valid_from"]
    held.refresh_from_db()
    assert held.valid_to is None
    assert not Entry.objects.filter(verb="assignment.revoked").exists()
