"""Two records that may be one person stand side by side until a person decides."""

from datetime import date

import pytest

from thonso.core.access.models import Account
from thonso.core.base.errors import Stale
from thonso.core.people import duplicates, services
from thonso.core.people.models import Contact, DuplicateProposal, Household, Resident
from thonso.core.people.tests.conftest import MAI_ID, household, person


def propose(act, units, *rows):
    act(duplicates.propose_for, units.commune.id, rows)
    return list(DuplicateProposal.objects.order_by("created_at"))


@pytest.fixture
def twin(bat_xat, mai):
    """The same woman, entered again in Sơn Hà without her card."""
    _home, [row] = household(bat_xat.son_ha, person("Ly Thị Mai", "1968", father_name="Lý Láo Tả", phone="0912345678"))
    return row


def test_the_same_name_and_year_are_proposed_once_whatever_the_diacritics(bat_xat, mai, twin, act):
    [proposal] = propose(act, bat_xat, twin)
    assert (proposal.reason, {proposal.first_id, proposal.second_id}) == ("same_name_and_year", {mai.id, twin.id})
    assert len(propose(act, bat_xat, twin, mai)) == 1


@pytest.mark.parametrize(
    "other",
    [
        person("Lý Thị Mai", "1969"),
        person("Lý Thị Mai", "15/05/1968"),
        person("Lý Thị Mai", "1968", "male"),
        person("Lý Thị Mai", "1968", id_number="015168990077"),
    ],
    ids=["another year", "another day", "another sex", "another number"],
)
def test_two_different_people_are_not_proposed(bat_xat, mai, act, other):
    _home, [row] = household(bat_xat.son_ha, other)
    assert propose(act, bat_xat, row) == []


def test_nothing_is_merged_until_a_person_decides(bat_xat, mai, twin, act):
    propose(act, bat_xat, twin)
    assert Resident.objects.filter(status="here").count() == 6


def test_same_keeps_one_record_with_what_both_knew(bat_xat, mai, twin, act):
    [proposal] = propose(act, bat_xat, twin)
    gone_home = twin.household_id
    act(duplicates.resolve, proposal, "same", keep=mai.id)
    mai.refresh_from_db()
    twin.refresh_from_db()
    assert (twin.status, twin.merged_into_id, twin.household_id) == ("merged", mai.id, None)
    assert (mai.father_name, services.id_number_of(mai)) == ("Lý Láo Tả", MAI_ID)
    assert Contact.objects.get().resident_id == mai.id
    assert Household.objects.get(id=gone_home).valid_to is not None


def test_a_death_that_only_the_other_record_knows_is_not_lost(bat_xat, mai, twin, act):
    [proposal] = propose(act, bat_xat, twin)
    act(services.leave, twin, "died", date(2026, 11, 2))
    act(duplicates.resolve, proposal, "same", keep=mai.id)
    mai.refresh_from_db()
    assert (mai.status, mai.left_on, mai.household_id) == ("died", date(2026, 11, 2), None)


def test_an_account_goes_with_its_person_so_that_her_own_household_stays_her_own(bat_xat, mai, twin, act):
    officer = Account.objects.create(username="can-bo", full_name="Lý Thị Mai", resident_id=twin.id)
    [proposal] = propose(act, bat_xat, twin)
    act(duplicates.resolve, proposal, "same", keep=mai.id)
    officer.refresh_from_db()
    assert officer.resident_id == mai.id


def test_the_number_goes_with_the_kept_record(bat_xat, mai, twin, act):
    [proposal] = propose(act, bat_xat, twin)
    act(duplicates.resolve, proposal, "same", keep=twin.id)
    assert services.find_by_id_number(bat_xat.commune.id, MAI_ID) == twin


def test_different_leaves_both_and_is_not_proposed_again(bat_xat, mai, twin, act):
    [proposal] = propose(act, bat_xat, twin)
    act(duplicates.resolve, proposal, "different")
    assert Resident.objects.filter(status="merged").count() == 0
    propose(act, bat_xat, twin)
    assert not DuplicateProposal.objects.filter(state="open").exists()


def test_two_officers_cannot_decide_differently(bat_xat, mai, twin, act):
    [proposal] = propose(act, bat_xat, twin)
    act(duplicates.resolve, proposal, "different")
    with pytest.raises(Stale):
        act(duplicates.resolve, proposal, "same", keep=mai.id)
    twin.refresh_from_db()
    assert twin.status == "here"


def test_who_stays_for_the_head_of_the_same_household_is_its_head(bat_xat, act):
    home, [_head, twin] = household(bat_xat.son_ha, person("Lý Thị Mai", "1968"), person("Lý Thị Mai", "1968"))
    [proposal] = propose(act, bat_xat, twin)
    act(duplicates.resolve, proposal, "same", keep=twin.id)
    home.refresh_from_db()
    twin.refresh_from_db()
    assert (home.head_id, twin.relation) == (twin.id, "head")


def test_a_chain_of_three_records_ends_in_one(bat_xat, mai, twin, act):
    _home, [third] = household(bat_xat.son_ha, person("Lý Thị Mai", "1968"))
    propose(act, bat_xat, twin, third)
    while proposal := DuplicateProposal.objects.filter(state="open").first():
        keep = mai.id if mai.id in (proposal.first_id, proposal.second_id) else proposal.first_id
        act(duplicates.resolve, proposal, "same", keep=keep)
    assert Resident.objects.filter(folded="ly thi mai").exclude(status="merged").count() == 1
