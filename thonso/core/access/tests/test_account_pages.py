"""The administrator keeps accounts and posts in the browser: dated rows, slips instead of passwords, nothing deleted."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.cast import PASSWORD
from thonso.core.access.models import Account, Assignment, StartLink
from thonso.core.base import clock
from thonso.core.journal.models import Entry

BASE = "/quan-tri/tai-khoan/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, sign_in):
    sign_in(client, "quantri")
    return client


def send(client, path, **fields):
    return client.post(path, {"transaction_id": str(uuid4()), **fields})


def new_person(admin, bat_xat, **more):
    fields = {
        "full_name": "Vàng Thị Pà", "username": "pa", "role": "helper", "unit": str(bat_xat.suoi_chai.pk),
        "reason": "Tổ công nghệ số cộng đồng", "transaction_id": str(uuid4()), **more,
    }  # fmt: skip
    return admin.post(BASE + "them/", fields)


def code_in(page: str) -> str:
    return re.search(r"<b>((?:[0-9A-Z]{4} ){4}[0-9A-Z]{4})</b>", page).group(1)


def test_the_list_filters_by_name_place_role_and_state(admin, bat_xat, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = admin.get(BASE).content.decode()
    assert "Tẩn Văn Tú" in page
    assert "Lương Thị Xuân" not in page  # of another commune
    assert "Lý Thị Mai" not in page  # a resident without a post
    by_name = admin.get(BASE, {"q": "tan van"}).content.decode()
    assert "Tẩn Văn Tú" in by_name
    assert "Nguyễn Thị Lan" not in by_name
    assert "Tẩn Văn Tú" not in admin.get(BASE, {"unit": str(bat_xat.son_ha.pk)}).content.decode()
    assert "Đỗ Hoài Thu" in admin.get(BASE, {"role": "clerk"}).content.decode()
    assert "Đỗ Hoài Thu" not in admin.get(BASE, {"state": "locked"}).content.decode()


def test_one_account_shows_its_posts_within_twelve_queries(admin, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = admin.get(f"{BASE}{cast['binh'].pk}/").content.decode()
    assert "Công chức Tư pháp – Hộ tịch" in page
    assert "+8490" not in page  # the phone is masked


def test_a_new_person_starts_with_a_slip_and_the_administrator_never_knows_the_password(admin, bat_xat):
    slip = new_person(admin, bat_xat)
    code = code_in(slip.content.decode())
    pa = Account.objects.get(username="pa")
    assert not pa.has_usable_password()
    assert code.replace(" ", "") not in str(Entry.objects.values_list("body", flat=True))
    there = Client()
    assert there.post("/bat-dau/", {"code": "0000 0000"}).status_code == 422
    url = there.post("/bat-dau/", {"code": code.lower()})["Location"]
    assert "Vàng Thị Pà" in there.get(url).content.decode()
    assert there.post(url, {"password": "nui cao suoi sau", "again": "khac"}).status_code == 422
    assert there.post(url, {"password": "1234567890", "again": "1234567890"}).status_code == 422
    assert there.post(url, {"password": "nui cao suoi sau", "again": "nui cao suoi sau"}).status_code == 302
    assert there.get(url).status_code == 404  # once
    pa.refresh_from_db()
    assert pa.check_password("nui cao suoi sau")


def test_the_same_press_twice_makes_one_person_and_shows_the_same_code(admin, bat_xat):
    key = str(uuid4())
    first = new_person(admin, bat_xat, transaction_id=key)
    again = new_person(admin, bat_xat, transaction_id=key)
    assert code_in(first.content.decode()) == code_in(again.content.decode())
    assert Account.objects.filter(username="pa").count() == 1
    assert Assignment.objects.filter(account__username="pa").count() == 1


def test_a_slip_is_good_for_a_week_and_only_the_last_one(admin, bat_xat):
    code = code_in(new_person(admin, bat_xat).content.decode()).replace(" ", "")
    pa = Account.objects.get(username="pa")
    with clock.at(clock.now() + timedelta(days=8)):
        assert Client().get("/bat-dau/", {"code": code}).status_code == 422
    newer = code_in(send(admin, f"{BASE}{pa.pk}/dat-lai/", reason="mất phiếu").content.decode()).replace(" ", "")
    assert Client().get("/bat-dau/", {"code": code}).status_code == 422
    assert Client().get("/bat-dau/", {"code": newer}, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "lan"), ("username", "Tú Mới!"), ("full_name", ""), ("reason", ""), ("unit", ""), ("role", "citizen"),
     ("role", "chairman"), ("role", "observer"), ("phone", "12"), ("valid_from", "32/13/2026")],
)  # fmt: skip
def test_what_cannot_stand_is_said_and_nothing_typed_is_lost(admin, bat_xat, cast, field, value):
    answer = new_person(admin, bat_xat, **{field: value})
    assert answer.status_code == 422
    assert "Tổ công nghệ số" in answer.content.decode() or field == "reason"
    assert not Account.objects.filter(username="pa").exists()


def test_appointed_and_ended_the_row_stays_with_its_days(admin, bat_xat, cast):
    thu = cast["thu"]
    answer = send(
        admin, f"{BASE}{thu.pk}/giao/", role="one_stop", unit=str(bat_xat.commune.pk), reason="QĐ 12/QĐ-UBND",
        valid_from="01/12/2026", valid_to="31/12/2026",
    )  # fmt: skip
    assert answer.status_code == 302
    row = Assignment.objects.get(account=thu, role="one_stop")
    assert f"{row.valid_to:%d/%m}" == "31/12"
    clerk = Assignment.objects.get(account=thu, role="clerk")
    assert send(admin, f"{BASE}chuc-vu/{clerk.pk}/thoi/", reason="").status_code == 422
    assert send(admin, f"{BASE}chuc-vu/{clerk.pk}/thoi/", reason="chuyển công tác").status_code == 302
    clerk.refresh_from_db()
    assert clerk.valid_to == clock.today() - timedelta(days=1)
    assert "Đã thôi" in admin.get(f"{BASE}{thu.pk}/").content.decode()


def test_the_only_administrator_stays(admin, cast):
    row = Assignment.objects.get(account=cast["quantri"])
    assert send(admin, f"{BASE}chuc-vu/{row.pk}/thoi/", reason="thử thôi việc").status_code == 422
    assert send(admin, f"{BASE}{cast['quantri'].pk}/khoa/", what="lock", reason="thử khóa").status_code == 422


def test_her_own_appointment_begins_tomorrow_and_the_chairman_sees_and_ends_it(admin, bat_xat, cast, sign_in):
    me, commune = cast["quantri"], str(bat_xat.commune.pk)
    url = f"{BASE}{me.pk}/giao/"
    at_once = send(admin, url, role="one_stop", unit=commune, reason="thiếu người")
    assert at_once.status_code == 422
    assert admin.get("/ban/ho-so/").status_code == 404
    tomorrow = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    assert send(admin, url, role="one_stop", unit=commune, reason="thiếu người", valid_from=tomorrow).status_code == 302
    assert admin.get("/ban/ho-so/").status_code == 404  # not before tomorrow
    row = Assignment.objects.get(account=me, role="one_stop")
    chairman = Client()
    sign_in(chairman, "hai")
    page = chairman.get("/ban/chuc-vu/").content.decode()
    assert "Tự giao cho mình" in page
    for other in ("pho", "lan", "trung", "xuan"):
        stranger = Client()
        sign_in(stranger, other)
        assert stranger.get("/ban/chuc-vu/").status_code == 404
        assert send(stranger, f"/ban/chuc-vu/{row.pk}/cho-thoi/").status_code == 404
    assert send(chairman, f"/ban/chuc-vu/{row.pk}/cho-thoi/").status_code == 302
    with clock.at(clock.now() + timedelta(days=2)):
        assert admin.get("/ban/ho-so/").status_code == 404
    assert "Tự giao cho mình" not in chairman.get("/ban/chuc-vu/").content.decode()


def test_without_a_chairman_nobody_appoints_herself(admin, bat_xat, cast):
    Account.objects.filter(pk=cast["hai"].pk).update(is_active=False)
    tomorrow = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    answer = send(
        admin, f"{BASE}{cast['quantri'].pk}/giao/", role="one_stop", unit=str(bat_xat.commune.pk), reason="thiếu người",
        valid_from=tomorrow,
    )  # fmt: skip
    assert answer.status_code == 422


def test_what_the_chairman_has_seen_is_no_longer_new(admin, bat_xat, cast, sign_in):
    send(admin, f"{BASE}{cast['thu'].pk}/giao/", role="one_stop", unit=str(bat_xat.commune.pk), reason="thay chị Lan")
    row = Assignment.objects.get(account=cast["thu"], role="one_stop")
    chairman = Client()
    sign_in(chairman, "hai")
    assert "Đỗ Hoài Thu" in chairman.get("/ban/chuc-vu/").content.decode()
    assert send(chairman, f"/ban/chuc-vu/{row.pk}/da-xem/").status_code == 302
    assert "Đỗ Hoài Thu" not in chairman.get("/ban/chuc-vu/").content.decode()
    row.refresh_from_db()
    assert row.seen_by == cast["hai"].pk
    assert Entry.objects.filter(verb="assignment.seen", object_id=row.pk).exists()


def test_locked_is_out_at_once_and_opened_again(admin, cast, sign_in):
    lan = Client()
    lan.post("/dang-nhap/", {"login": "lan", "password": PASSWORD})
    assert lan.get("/ban/ho-so/").status_code == 200
    url = f"{BASE}{cast['lan'].pk}/khoa/"
    assert send(admin, url, what="lock", reason="").status_code == 422
    assert send(admin, url, what="lock", reason="nghỉ việc").status_code == 302
    assert lan.get("/ban/ho-so/").status_code == 302
    assert send(admin, url, what="unlock", reason="đi làm lại").status_code == 302
    assert Account.objects.get(pk=cast["lan"].pk).is_active


@pytest.mark.parametrize("what", ["sign_out", "zz", "x" * 300])
def test_an_account_is_locked_or_unlocked_and_nothing_else(admin, cast, what):
    answer = send(admin, f"{BASE}{cast['lan'].pk}/khoa/", what=what, reason="thử gửi lạ")
    assert answer.status_code == 422
    assert "mở lại trang" in answer.content.decode()
    assert not Entry.objects.filter(object_id=cast["lan"].pk, verb__startswith="account.signed_out").exists()


def test_a_new_slip_ends_sessions_and_the_chairman_sees_that_it_was_given(admin, cast, sign_in):
    lan = Client()
    lan.post("/dang-nhap/", {"login": "lan", "password": PASSWORD})
    assert UserSession.objects.filter(user=cast["lan"]).exists()
    assert "In ngay" in send(admin, f"{BASE}{cast['lan'].pk}/dat-lai/", reason="quên mật khẩu").content.decode()
    assert lan.get("/ban/ho-so/").status_code == 302
    assert StartLink.objects.get(account=cast["lan"]).reason == "quên mật khẩu"
    chairman = Client()
    sign_in(chairman, "hai")
    assert "quên mật khẩu" in chairman.get("/ban/chuc-vu/").content.decode()


def test_nobody_resets_an_account_that_also_opens_another_commune(admin, bat_xat, cast):
    Assignment.objects.create(
        account=cast["lan"], commune_id=bat_xat.other.pk, unit=bat_xat.other, role="one_stop", tree="government",
        valid_from=clock.today(), granted_by=uuid4(),
    )  # fmt: skip
    for path in ("dat-lai/", "khoa/", "thoat/"):
        assert admin.get(f"{BASE}{cast['lan'].pk}/{path}").status_code == 404
    assert admin.get(f"{BASE}{cast['lan'].pk}/").status_code == 200


def test_each_act_asks_for_a_fresh_proof_outside_the_demo(admin, bat_xat, cast, settings):
    settings.TEST = False
    Account.objects.filter(pk=cast["quantri"].pk).update(is_sample=False)
    session = admin.session
    session["access.has_factor"] = f"{cast['quantri'].pk}:official"
    session.save()
    for path in ("them/", f"{cast['lan'].pk}/giao/", f"{cast['lan'].pk}/dat-lai/", f"{cast['lan'].pk}/khoa/"):
        answer = admin.get(BASE + path)
        assert answer.status_code == 302
        assert "next=" in answer["Location"]
        assert send(admin, BASE + path, reason="không xác nhận").status_code == 403
    assert admin.get(BASE).status_code == 200


@pytest.mark.parametrize("name", ["mai", "tu", "dung", "lan", "hoa", "hai", "tinh", "xuan", "sen", None])
def test_nobody_but_an_administrator_finds_the_pages(client, cast, sign_in, name):
    if name:
        sign_in(client, name)
    row = Assignment.objects.get(account=cast["lan"])
    for path in ("", "them/", f"{cast['lan'].pk}/", f"{cast['lan'].pk}/giao/", f"{cast['lan'].pk}/dat-lai/",
                 f"{cast['lan'].pk}/khoa/", f"{cast['lan'].pk}/thoat/", f"chuc-vu/{row.pk}/thoi/"):  # fmt: skip
        assert client.get(BASE + path).status_code in (302, 404), path


def test_the_stranger_is_not_there_for_this_administrator(admin, cast):
    row = Assignment.objects.get(account=cast["xuan"])
    for path in (f"{cast['xuan'].pk}/", f"{cast['xuan'].pk}/giao/", f"chuc-vu/{row.pk}/thoi/"):
        assert admin.get(BASE + path).status_code == 404
    assert admin.get(f"{BASE}{cast['mai'].pk}/").status_code == 404


@pytest.mark.parametrize(("field", "long"), [("reason", 201), ("title", 121), ("full_name", 101)])
def test_what_is_too_long_is_said_beside_its_box_and_nothing_is_lost(admin, bat_xat, cast, field, long):
    answer = new_person(admin, bat_xat, **{field: "a " * long})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in page
    assert 'value="pa"' in page
    assert not Account.objects.filter(username="pa").exists()
