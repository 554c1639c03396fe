"""Who heads a household is changed only when asked for, and can be set right again; the journal keeps both."""

import pytest

from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.core.people.models import Membership, Resident
from thonso.core.people.tests.conftest import household, person
from thonso.core.people.tests.test_by_hand import WHY, at, of, post, sure

SUA = {"full_name": "Giàng Thị Sua", "birth": "12/03/1971", "sex": "female", "relation": "head"}


@pytest.fixture
def tenh(bat_xat):
    """Vàng A Tếnh, head of a household with his son."""
    _home, [row, _son] = household(
        bat_xat.son_ha, person("Vàng A Tếnh", "1966", "male"), person("Vàng A Pó", "1990", "male", relation="child")
    )
    return row


def heads(home):
    home.refresh_from_db()
    return home.head.full_name, [one.full_name for one in Resident.objects.filter(household=home, relation="head")]


def test_a_second_head_is_asked_about_by_name_before_anything_is_saved(hoa, tenh):
    url = f"/ban/dan-cu/ho/{tenh.household_id}/them/"
    page, answer = sure(hoa, url, **SUA)
    assert "hiện nay là Vàng A Tếnh" in page
    assert "thành “Thành viên khác”" in page
    assert answer.status_code == 302
    assert heads(tenh.household) == ("Giàng Thị Sua", ["Giàng Thị Sua"])
    assert Resident.objects.filter(full_name="Giàng Thị Sua").count() == 1


def test_without_the_yes_the_head_stays_and_nobody_is_added(hoa, tenh):
    assert post(hoa, f"/ban/dan-cu/ho/{tenh.household_id}/them/", **SUA).status_code == 422
    assert heads(tenh.household) == ("Vàng A Tếnh", ["Vàng A Tếnh"])
    assert not Resident.objects.filter(full_name="Giàng Thị Sua").exists()


def test_the_yes_to_one_head_is_not_a_yes_to_another(hoa, tenh, act):
    url = f"/ban/dan-cu/ho/{tenh.household_id}/them/"
    page = post(hoa, url, **SUA).content.decode()
    said = page.split('name="asked" value="', 1)[1].split('"', 1)[0]
    son = Resident.objects.get(full_name="Vàng A Pó")
    assert sure(hoa, at(son), **of(son, relation="head"))[1].status_code == 302
    again = post(hoa, url, **SUA, sure="1", asked=said)
    assert again.status_code == 422
    assert "hiện nay là Vàng A Pó" in again.content.decode()


def test_the_head_and_the_relations_are_set_right_again_and_journalled(hoa, tenh):
    sure(hoa, f"/ban/dan-cu/ho/{tenh.household_id}/them/", **SUA)
    wife = Resident.objects.get(full_name="Giàng Thị Sua")
    tenh.refresh_from_db()
    assert sure(hoa, at(tenh), **of(tenh, relation="head"))[1].status_code == 302
    wife.refresh_from_db()
    assert post(hoa, at(wife), **of(wife, relation="spouse")).status_code == 302
    assert heads(tenh.household) == ("Vàng A Tếnh", ["Vàng A Tếnh"])
    assert Membership.objects.get(resident=wife, valid_to=None).relation == "spouse"
    changed = [body_of(row) for row in Entry.objects.filter(verb="household.head_changed").order_by("seq")]
    assert [(one["purpose"], one["facts"].get("before")) for one in changed[-2:]] == [
        (WHY, str(tenh.pk)), (WHY, str(wife.pk)),
    ]  # fmt: skip
    corrected = [body_of(row) for row in Entry.objects.filter(verb="resident.corrected")]
    assert [(one["purpose"], one["facts"]["fields"]) for one in corrected] == [(WHY, ["relation"])]


def test_a_household_is_not_left_without_a_head(hoa, tenh):
    answer = post(hoa, at(tenh), **of(tenh, relation="parent"))
    assert answer.status_code == 422
    assert "Hộ phải có chủ hộ" in answer.content.decode()
    assert heads(tenh.household) == ("Vàng A Tếnh", ["Vàng A Tếnh"])


def test_who_may_not_change_a_household_is_not_asked_for_a_relation_and_cannot_send_one(client, sign_in, tenh):
    sign_in(client, "lan")
    son = Resident.objects.get(full_name="Vàng A Pó")
    assert 'name="relation"' not in client.get(at(son)).content.decode()
    assert post(client, at(son), **of(son, relation="head", father_name="Vàng A Tếnh")).status_code == 302
    son.refresh_from_db()
    assert (son.relation, son.father_name) == ("child", "Vàng A Tếnh")
    assert heads(tenh.household) == ("Vàng A Tếnh", ["Vàng A Tếnh"])


def test_a_form_sent_twice_is_not_asked_about_the_head_it_made_itself(hoa, tenh):
    url = f"/ban/dan-cu/ho/{tenh.household_id}/them/"
    page = post(hoa, url, **SUA).content.decode()
    said = page.split('name="asked" value="', 1)[1].split('"', 1)[0]
    form = {**SUA, "sure": "1", "asked": said, "reason": WHY, "transaction_id": "0192f3a1-0000-4000-8000-000000000001"}
    assert [hoa.post(url, form).status_code for _ in range(2)] == [302, 302]
    assert Resident.objects.filter(full_name="Giàng Thị Sua").count() == 1
