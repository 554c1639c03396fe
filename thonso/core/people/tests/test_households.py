"""Life goes on: people are entered, corrected, marry, split households, move, die; what was before can still be read."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.people import services
from thonso.core.people.models import Contact, FormerIdNumber, Household, Membership, Resident
from thonso.core.people.tests.conftest import MAI_ID, OFFICER, SINCE, household, person
from thonso.core.units import services as unit_services
from thonso.core.units.rules import HamletData

ON = date(2026, 4, 1)


def test_the_id_number_is_sealed_and_found_again(bat_xat, mai):
    assert MAI_ID not in mai.id_number
    assert services.id_number_of(mai) == MAI_ID
    assert services.find_by_id_number(bat_xat.commune.id, "015 168 990 023") == mai
    assert services.find_by_id_number(bat_xat.other.id, MAI_ID) is None
    assert services.find_by_id_number(bat_xat.commune.id, "") is None


def test_a_number_taken_by_another_is_refused_and_nobody_is_entered(bat_xat, mai):
    before = Resident.objects.count()
    with pytest.raises(Refused) as refusal:
        household(bat_xat.son_ha, person("Phàn Thị Lở", "1968", id_number=MAI_ID))
    assert "id_number" in refusal.value.fields
    assert Resident.objects.count() == before


def test_the_database_itself_keeps_numbers_unique_in_a_commune(mai):
    other = Resident.objects.exclude(id=mai.id).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.filter(id=other.id).update(id_number=mai.id_number, id_blind=mai.id_blind)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Mai 2"},
        {"id_number": "015068990023"},
        {"id_number": "01516899002"},
        {"father_name": "🙂"},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(bat_xat, wrong):
    with pytest.raises(Refused):
        household(bat_xat.suoi_chai, person(**wrong))
    assert not Resident.objects.exists()
    assert not Household.objects.exists()
    assert not Entry.objects.filter(verb="household.created").exists()


def test_the_first_in_a_household_is_its_head_and_codes_count_up(bat_xat):
    home, [head] = household(bat_xat.suoi_chai, person())
    assert (home.head_id, head.relation, home.code) == (head.id, "head", "SC-001")
    assert household(bat_xat.suoi_chai, person("Phàn Thị Lở"))[0].code == "SC-002"
    assert household(bat_xat.son_ha, person("Lù Thị Sen"))[0].code == "SH-001"


def test_a_number_that_was_replaced_stays_hers_and_is_nobody_elses(bat_xat, mai, act):
    act(services.set_id_number, mai, "015168990099")
    mai.refresh_from_db()
    assert services.id_number_of(mai) == "015168990099"
    assert services.find_by_id_number(bat_xat.commune.id, MAI_ID) == mai
    with pytest.raises(Refused) as refusal:
        household(bat_xat.son_ha, person("Lý Thị Hoa", "1968", id_number=MAI_ID))
    assert "trước đây" in str(refusal.value.fields["id_number"][0])
    act(services.set_id_number, mai, MAI_ID)
    assert services.former_id_numbers(mai).popitem()[1] == "015168990099"
    assert FormerIdNumber.objects.count() == 1, "what is hers again is no former number"


def test_a_wrong_number_finds_nobody_and_is_free_for_whoever_truly_has_it(bat_xat, mai, act):
    act(services.set_id_number, mai, "015168990099", "Chép nhầm từ sổ cũ", wrong=True)
    assert services.find_by_id_number(bat_xat.commune.id, MAI_ID) is None
    assert services.find_by_id_number(bat_xat.commune.id, "015168990099") == mai
    [(row, number)] = services.former_id_numbers(mai).items()
    assert (row.wrong, number, row.ended_on) == (True, MAI_ID, today())
    assert Entry.objects.filter(verb="resident.id_number_corrected").count() == 1
    assert not Entry.objects.filter(verb="resident.id_number_changed").exists()
    _home, [other] = household(bat_xat.son_ha, person("Lý Thị Hoa", "1968", id_number=MAI_ID))
    assert services.find_by_id_number(bat_xat.commune.id, MAI_ID) == other


def test_correcting_the_year_is_held_against_the_number(mai, act):
    from thonso.core.people.rules import parse_birth

    with pytest.raises(Refused) as refusal:
        act(services.correct_resident, mai, birth=parse_birth("1967"))
    assert "id_number" in refusal.value.fields
    act(services.correct_resident, mai, full_name="LÝ THỊ MẨY", birth=parse_birth("15/05/1968"))
    mai.refresh_from_db()
    assert (mai.full_name, mai.folded, str(mai.birth)) == ("Lý Thị Mẩy", "ly thi may", "15/05/1968")


def test_a_daughter_marries_into_another_household_and_both_can_be_read_by_date(bat_xat, mai, act):
    pham = Resident.objects.get(full_name="Tẩn Thị Pham")
    other, _people = household(bat_xat.son_ha, person("Vàng Văn Sin", "1985", "male"))
    act(services.move, pham, other, relation="spouse", on=ON)
    pham.refresh_from_db()
    assert (pham.household_id, pham.hamlet_id) == (other.id, bat_xat.son_ha.id)
    spans = list(
        Membership.objects.filter(resident=pham).order_by("valid_from").values_list("household_id", "valid_to")
    )
    assert spans == [(mai.household_id, ON - timedelta(days=1)), (other.id, None)]


def test_a_household_splits_and_the_new_one_has_no_class_of_its_own(bat_xat, mai, act):
    from thonso.core.people.rules import Klass

    home = mai.household
    act(services.set_classification, home, Klass(2026, "poor", "215/QĐ-UBND", date(2025, 12, 19)))
    leaving = list(Resident.objects.filter(full_name__in=["Tẩn Láo Sử", "Chảo Mùi Nải"]))
    head = next(one for one in leaving if one.full_name == "Tẩn Láo Sử")
    fresh = act(services.split_household, home, leaving, head, on=ON)
    fresh.refresh_from_db()
    home.refresh_from_db()
    assert (fresh.head_id, fresh.hamlet_id, fresh.members.count(), home.members.count()) == (
        head.id,
        home.hamlet_id,
        2,
        3,
    )
    assert services.classification_on(fresh, ON) is None
    assert services.classification_on(home, ON).klass == "poor"


def test_a_split_needs_some_but_not_all_and_a_head_among_them(mai, act):
    everybody = list(Resident.objects.filter(household=mai.household))
    for leaving, head in ((everybody, mai), ([], mai), (everybody[1:2], mai)):
        with pytest.raises(Refused):
            act(services.split_household, mai.household, leaving, head)
    assert Household.objects.count() == 1


def test_when_the_head_dies_the_spouse_heads_the_household(mai, act):
    home = mai.household
    act(services.leave, mai, "died", today())
    mai.refresh_from_db()
    home.refresh_from_db()
    assert (mai.status, mai.left_on, mai.household_id) == ("died", today(), None)
    assert home.head.full_name == "Tẩn Láo Sử"
    assert home.head.relation == "head"


def test_a_household_ends_when_its_last_member_leaves(bat_xat, act):
    home, [alone] = household(bat_xat.suoi_chai, person())
    act(services.leave, alone, "moved", ON)
    home.refresh_from_db()
    assert (home.valid_to, home.head_id) == (ON, None)


def test_nobody_dies_tomorrow_or_before_birth(mai, act):
    for day in (today() + timedelta(days=1), date(1960, 1, 1)):
        with pytest.raises(Refused):
            act(services.leave, mai, "died", day)


def test_a_person_is_in_one_household_at_a_time(mai, act):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            commune_id=mai.commune_id, resident=mai, household=mai.household, relation="other", valid_from=ON
        )
    with pytest.raises(Refused):
        act(services.move, mai, mai.household)


def test_one_phone_serves_two_homes_and_says_whose_it_is(bat_xat, mai, act):
    _home, [lo] = household(bat_xat.suoi_chai, person("Phàn Thị Lở", "1979"))
    act(services.add_contact, mai, "0912 345 678")
    act(services.add_contact, lo, "+84912345678", "neighbour", "lý thị mai")
    rows = Contact.objects.order_by("id")
    assert rows[0].phone_blind == rows[1].phone_blind
    assert (rows[1].owner_kind, rows[1].owner_name) == ("neighbour", "Lý Thị Mai")
    assert services.phone_of(rows[1]) == "0912345678"
    act(services.add_contact, lo, "0912345678", "relative")
    assert Contact.objects.filter(resident=lo).count() == 1


def test_people_follow_their_hamlet_when_it_is_renamed_or_split(bat_xat, mai, act):
    new = act(unit_services.rename, bat_xat.suoi_chai, "Thôn Suối Mới", ON)
    mai.refresh_from_db()
    assert (mai.hamlet_id, mai.household.hamlet_id) == (new.id, new.id)
    upper, lower = act(
        unit_services.split, new, [HamletData(name="Suối Trên"), HamletData(name="Suối Dưới")], ON + timedelta(days=9)
    )
    home = Household.objects.get(id=mai.household_id)
    assert home.hamlet_id == upper.id
    act(services.move_household, home, lower)
    assert set(Resident.objects.filter(household=home).values_list("hamlet_id", flat=True)) == {lower.id}


def test_a_household_lies_in_one_hamlet_with_all_its_people(bat_xat, mai, act):
    act(services.move_household, mai.household, bat_xat.son_ha)
    rows = Resident.objects.filter(household=mai.household)
    assert {row.hamlet_id for row in rows} == {bat_xat.son_ha.id}
    with pytest.raises(Refused):
        act(services.move_household, mai.household, bat_xat.commune)


def test_the_journal_names_acts_and_references_but_no_person(bat_xat, mai):
    bodies = " ".join(Entry.objects.values_list("body", flat=True))
    assert "resident.created" in bodies
    for secret in ("Mai", MAI_ID, "Dao", "Tẩn"):
        assert secret not in bodies


def test_an_act_that_fails_half_way_leaves_nothing(bat_xat, mai):
    before = Membership.objects.count()

    def fails_after_writing(work):
        services.leave(work, OFFICER, mai, "moved", ON)
        raise RuntimeError

    with pytest.raises(RuntimeError), transact(bat_xat.commune.id) as work:
        fails_after_writing(work)
    mai.refresh_from_db()
    assert (mai.status, Membership.objects.count()) == ("here", before)
    assert mai.household.valid_from == SINCE
