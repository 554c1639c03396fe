"""An officer sets one record right, adds a person or a household; with what it rests on, and never their own household."""

import re
from uuid import uuid4

import pytest

from thonso.core.journal.models import Entry
from thonso.core.people.models import FormerIdNumber, Household, Resident
from thonso.core.people.services import id_number_of
from thonso.core.people.tests.conftest import MAI_ID, household, person

WHY = "Giấy khai sinh mang đến quầy"


def post(client, url, **values):
    return client.post(url, {"transaction_id": str(uuid4()), "reason": WHY, **values})


def sure(client, url, **values):
    """Sent, asked about, and sent again with the yes: gives the question and the answer."""
    asked = post(client, url, **values)
    assert asked.status_code == 422
    page = asked.content.decode()
    [said] = re.findall(r'name="asked" value="(\w+)"', page)
    return page, post(client, url, **values, sure="1", asked=said)


def of(row, **changes):
    """The form as it comes back with nothing changed but this."""
    return {
        "full_name": row.full_name, "birth": str(row.birth), "sex": row.sex, "father_name": row.father_name,
        "mother_name": row.mother_name, "spouse_name": row.spouse_name, "relation": row.relation, **changes,
    }  # fmt: skip


def at(row):
    return f"/ban/dan-cu/nguoi/{row.pk}/sua/"


def test_a_name_and_a_number_are_set_right_and_the_old_number_still_finds_her(hoa, mai):
    page = hoa.get(at(mai)).content.decode()
    assert "Lý Thị Mai" in page
    assert MAI_ID not in page, "the number is not shown to set the name right"
    new = of(mai, full_name="lý thị  mây", id_number="015168990031")
    page = post(hoa, at(mai), **new)
    assert page.status_code == 422
    assert "thay hay đã ghi sai" in page.content.decode()
    assert "lý thị" in page.content.decode(), "nothing typed is lost"
    answer = post(hoa, at(mai), **new, number_was="changed")
    assert answer.status_code == 302, answer.content.decode()
    mai.refresh_from_db()
    assert (mai.full_name, mai.folded, id_number_of(mai)) == ("Lý Thị Mây", "ly thi may", "015168990031")
    assert FormerIdNumber.objects.filter(resident=mai).count() == 1
    for verb in ("resident.corrected", "resident.id_number_changed"):
        entry = Entry.objects.get(verb=verb)
        assert WHY in entry.body
        assert MAI_ID not in entry.body


def test_a_wrong_number_is_set_right_and_the_record_says_by_whom(hoa, mai):
    new = "015168990031"
    assert post(hoa, at(mai), **of(mai, id_number=new), number_was="wrong").status_code == 302
    row = FormerIdNumber.objects.get(resident=mai)
    assert row.wrong
    assert row.ended_by is not None
    assert Entry.objects.filter(verb="resident.id_number_corrected", subject_id=mai.pk).count() == 1
    find = {"number": MAI_ID, "purpose": WHY}
    assert "Không có ai" in hoa.post("/ban/dan-cu/so/", find).content.decode()
    page = hoa.post("/ban/dan-cu/so/", find | {"number": new}).content.decode()
    assert "Số định danh cũ" in page
    assert "ghi sai" in page
    assert MAI_ID not in page


def test_without_a_number_the_known_one_stays_and_nothing_changed_is_said(hoa, mai):
    answer = post(hoa, at(mai), **of(mai))
    assert answer.status_code == 422
    assert "Chưa sửa gì" in answer.content.decode()
    assert post(hoa, at(mai), **of(mai, father_name="Lý A Tỏa")).status_code == 302
    mai.refresh_from_db()
    assert (mai.father_name, id_number_of(mai)) == ("Lý A Tỏa", MAI_ID)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("full_name", "Vàng 😀 123"), ("full_name", ""), ("birth", "31/02/1968"), ("birth", "01/01/2090"), ("sex", "x"),
        ("id_number", "123"), ("mother_name", "<b>"), ("full_name", "x" * 120), ("reason", ""),
    ],
)  # fmt: skip
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(hoa, mai, field, typed):
    answer = post(hoa, at(mai), **of(mai, **{"father_name": "Lý A Tỏa", field: typed}))
    page = answer.content.decode()
    assert answer.status_code == 422, field
    assert f'id="f-{field}' in page
    assert 'aria-invalid="true"' in page or field == "sex"
    assert "Lý A Tỏa" in page
    mai.refresh_from_db()
    assert mai.father_name == ""


def test_what_looks_odd_is_asked_about_once(hoa, mai):
    odd = of(mai, birth="1912", id_number="015112990031", number_was="wrong")
    assert post(hoa, at(mai), **odd, sure="1").status_code == 422, "a yes to what was not asked"
    mai.refresh_from_db()
    assert mai.birth_year == 1968
    page, answer = sure(hoa, at(mai), **odd)
    assert "Xin xem lại trước khi lưu" in page
    assert answer.status_code == 302
    mai.refresh_from_db()
    assert mai.birth_year == 1912


def test_a_number_of_somebody_else_is_refused(hoa, mai, bat_xat):
    _home, [other] = household(bat_xat.son_ha, person("Phàn Thị Lở", "1979"))
    answer = post(hoa, at(other), **of(other, id_number=MAI_ID), sure="1")
    assert answer.status_code == 422
    assert Resident.objects.get(pk=other.pk).id_blind is None


def test_the_same_form_sent_twice_changes_once(hoa, mai):
    form = of(mai, father_name="Lý A Tỏa") | {"transaction_id": str(uuid4()), "reason": WHY}
    assert [hoa.post(at(mai), form).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(verb="resident.corrected").count() == 1


def test_a_child_is_added_to_its_household(hoa, mai):
    url = f"/ban/dan-cu/ho/{mai.household_id}/them/"
    assert "SC-012" in hoa.get(url).content.decode()
    child = {"full_name": "Tẩn Thị Sa", "birth": "05/11/2026", "sex": "female", "mother_name": "Lý Thị Mai"}
    assert "Anh chị chọn quan hệ" in post(hoa, url, **child).content.decode()
    assert post(hoa, url, **child, relation="child", ethnicity="Dao").status_code == 302
    born = Resident.objects.get(full_name="Tẩn Thị Sa")
    assert (born.household_id, born.relation, born.hamlet_id) == (mai.household_id, "child", mai.hamlet_id)


def test_a_household_is_added_with_its_head_or_not_at_all(hoa, bat_xat):
    head = {"full_name": "Phàn A Chỉn", "birth": "1990", "sex": "male"}
    page = post(hoa, "/ban/dan-cu/ho/them/", **{**head, "full_name": ""})
    assert page.status_code == 422
    for words in ("Anh chị chọn thôn", "họ và tên"):
        assert words in page.content.decode()
    assert not Household.objects.exists()
    far = post(hoa, "/ban/dan-cu/ho/them/", **head, hamlet=str(bat_xat.suoi_chai.pk), address="xa " * 100)
    assert far.status_code == 422
    assert 'href="#f-address"' in far.content.decode()
    bad = {**head, "id_number": "015", "hamlet": str(bat_xat.suoi_chai.pk)}
    assert post(hoa, "/ban/dan-cu/ho/them/", **bad).status_code == 422
    assert not Household.objects.exists()
    assert post(hoa, "/ban/dan-cu/ho/them/", **{**bad, "id_number": "", "address": "Đầu thôn"}).status_code == 302
    home = Household.objects.get()
    assert (home.head.full_name, home.code, home.address) == ("Phàn A Chỉn", "SC-001", "Đầu thôn")


@pytest.mark.parametrize("name", ["mai", "tu", "dung", "trung", "quantri", "tinh", "xuan", "thu", "hai", None])
def test_it_is_not_for_anybody_else(client, sign_in, mai, name):
    if name:
        sign_in(client, name)
    for url in (at(mai), f"/ban/dan-cu/ho/{mai.household_id}/them/", "/ban/dan-cu/ho/them/"):
        for answer in (client.get(url), post(client, url, **of(mai, full_name="Kẻ Lạ"))):
            assert answer.status_code in ({404} if name else {302, 403}), url
    assert not Resident.objects.filter(full_name="Kẻ Lạ").exists()


def test_nobody_sets_their_own_household_right(client, sign_in, mai):
    account = sign_in(client, "hoa")
    account.resident_id = mai.pk
    account.save(update_fields=["resident_id"])
    assert client.get(at(mai)).status_code == 404
    assert client.get(f"/ban/dan-cu/ho/{mai.household_id}/them/").status_code == 404
