"""Who is entered by hand and looks like somebody in the register is asked about, and then waits to be compared."""

import pytest

from thonso.core.base.clock import today
from thonso.core.people import services
from thonso.core.people.models import DuplicateProposal, Household, Resident
from thonso.core.people.tests.conftest import household, person
from thonso.core.people.tests.test_by_hand import at, of, post, sure

TWIN = {"full_name": "ly thi mai", "birth": "14/05/1968", "sex": "female"}
NEW_HOME = "/ban/dan-cu/ho/them/"


def test_somebody_alike_is_named_with_the_household_and_the_pair_is_listed_afterwards(hoa, mai, bat_xat):
    page, answer = sure(hoa, NEW_HOME, **TWIN, hamlet=str(bat_xat.suoi_chai.pk))
    assert "Trong sổ đã có Lý Thị Mai, sinh năm 1968, hộ SC-012" in page
    assert answer.status_code == 302
    [pair] = DuplicateProposal.objects.all()
    assert mai.pk in (pair.first_id, pair.second_id)
    assert "Lý Thị Mai" in hoa.get("/ban/dan-cu/trung/").content.decode()
    assert Resident.objects.filter(status="merged").count() == 0


def test_without_the_yes_neither_the_household_nor_the_person_is_there(hoa, mai, bat_xat):
    assert post(hoa, NEW_HOME, **TWIN, hamlet=str(bat_xat.suoi_chai.pk)).status_code == 422
    assert Household.objects.count() == 1
    assert Resident.objects.filter(folded="ly thi mai").count() == 1


def test_it_is_asked_in_another_household_and_when_only_the_year_is_known(hoa, mai, bat_xat):
    home, _rows = household(bat_xat.son_ha, person("Phàn A Chỉn", "1990", "male"))
    page, _answer = sure(hoa, f"/ban/dan-cu/ho/{home.pk}/them/", **{**TWIN, "birth": "1968"}, relation="other")
    assert "hộ SC-012" in page
    assert DuplicateProposal.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"birth": "15/05/1968"}, {"sex": "male"}, {"id_number": "015168990077"}, {"full_name": "Lý Thị Mây"}]
)
def test_who_is_another_person_is_not_asked_about(hoa, mai, bat_xat, other):
    answer = post(hoa, NEW_HOME, **{**TWIN, **other}, hamlet=str(bat_xat.suoi_chai.pk))
    assert answer.status_code == 302, answer.content.decode()
    assert not DuplicateProposal.objects.exists()


def test_a_form_sent_twice_is_no_double_of_itself(hoa, bat_xat):
    form = {**TWIN, "hamlet": str(bat_xat.suoi_chai.pk), "reason": "Giấy khai sinh mang đến quầy"}
    form["transaction_id"] = "0192f3a1-0000-4000-8000-000000000002"
    assert [hoa.post(NEW_HOME, form).status_code for _ in range(2)] == [302, 302]
    assert Resident.objects.count() == 1


def test_who_left_is_named_too(hoa, mai, act):
    act(services.leave, mai, "moved", today())
    page = post(hoa, f"/ban/dan-cu/ho/{Household.objects.get().pk}/them/", **TWIN, relation="other").content.decode()
    assert "đã mất hoặc đã chuyển đi" in page


def test_a_name_set_right_into_that_of_another_is_listed(hoa, mai, bat_xat):
    _home, [other] = household(bat_xat.son_ha, person("Lý Thị Mao", "1968"))
    assert post(hoa, at(other), **of(other, full_name="Lý Thị Mai")).status_code == 302
    assert DuplicateProposal.objects.count() == 1
