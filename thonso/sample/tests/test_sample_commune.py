"""The sample commune is the one the reports describe, is the same everywhere, and loads once and fast."""

import time
from datetime import date, timedelta

import pytest

from thonso.core.base import clock
from thonso.core.base.ids import stable_id
from thonso.core.people import services
from thonso.core.people.models import Classification, Contact, Ethnicity, Household, Membership, Resident
from thonso.core.people.rules import check_id_number, check_name
from thonso.core.search import services as search
from thonso.core.units.models import CommuneProfile, HamletProfile, Unit
from thonso.sample.accounts import create_sample_accounts
from thonso.sample.commune import build_commune, resident_id, seed_residents
from thonso.sample.families import synthetic_residents


@pytest.fixture
def built(db):
    """The commune without the other 3,320."""
    names = {"kind": "province", "name": "Lào Cai", "full_name": "Tỉnh Lào Cai", "folded": "lao cai"}
    since = date(2025, 7, 1)
    province = Unit.objects.create(id=stable_id("province", "15"), code="15", path="15", valid_from=since, **names)
    id_ = stable_id("commune", "02683")
    names = {"kind": "commune", "name": "Bát Xát", "full_name": "Xã Bát Xát", "folded": "bat xat"}
    Unit.objects.create(
        id=id_, code="02683", path="15.02683", parent=province, commune_id=id_, valid_from=since, **names
    )
    return build_commune()


def snapshot():
    tables = (Unit, Household, Resident, Membership, Classification, Contact, Ethnicity)
    return [model.objects.count() for model in tables]


def test_it_loads_in_20_seconds_with_the_official_list(db):
    start = time.process_time()
    build_commune()
    assert time.process_time() - start < 20


def test_it_has_eight_hamlets_with_the_figures_of_their_profiles(built):
    assert len(built["hamlets"]) == 8
    for hamlet in built["hamlets"].values():
        profile = HamletProfile.objects.get(unit=hamlet)
        assert Household.objects.filter(hamlet=hamlet).count() == profile.households
        assert Resident.objects.filter(hamlet=hamlet).count() == profile.population
        here = Classification.objects.filter(household__hamlet=hamlet, year=clock.today().year)
        assert here.filter(klass="poor").count() == profile.poor_households
        assert here.filter(klass="near_poor").count() == profile.near_poor_households

    # Suối Chải is as the report says.
    profile = built["hamlets"]["suoi-chai"].hamlet_profile
    assert (profile.households, profile.population, profile.distance_km) == (86, 440, 20)
    groups = set(
        Ethnicity.objects.filter(resident__hamlet=built["hamlets"]["suoi-chai"]).values_list("name", flat=True)
    )
    assert groups <= {"Dao", "Mông"}
    assert 0.70 < profile.poor_households / profile.households < 0.80


def test_mai_heads_a_poor_household_of_five_and_her_neighbour_is_not_recognised(built):
    mai = Resident.objects.get(id=built["residents"]["mai"])
    home = mai.household
    assert (mai.full_name, mai.birth_year, home.head_id, home.members.count()) == ("Lý Thị Mai", 1968, mai.id, 5)
    assert services.classification_on(home, clock.today()).klass == "poor"
    assert services.classification_on(home, clock.today() - timedelta(days=365)).decision_number
    lo = Resident.objects.get(id=built["residents"]["lo"])
    assert services.classification_on(lo.household, clock.today()) is None
    # One phone for two homes, and it says whose it is.
    assert Contact.objects.get(resident=lo).owner_kind == "neighbour"
    # ... and is found by name without diacritics.
    [hit, *_rest] = search.people(built["commune"].id, "ly thi mai").hits
    assert hit.object_id == built["residents"]["mai"]


def test_every_number_is_in_the_sample_range_and_true_to_its_person(built):
    for row in Resident.objects.exclude(id_number__isnull=True):
        number = services.id_number_of(row)
        assert number[6:8] == "99"
        assert check_id_number(number, row.birth_year, row.sex).ok, (row.full_name, number)
    assert all(check_name(name).ok for name in Resident.objects.values_list("full_name", flat=True))


def test_building_twice_changes_nothing(built):
    before = snapshot()
    again = build_commune()
    assert snapshot() == before
    assert again["residents"] == built["residents"]
    assert CommuneProfile.objects.count() == 1

    # The same people on every installation.
    assert built["residents"]["mai"] == resident_id("mai")
    row = Resident.objects.get(household__code="SC-040", relation="head")
    assert (row.full_name, services.id_number_of(row)) == EXPECTED


EXPECTED = ("Phàn Văn Quẩy", "015071990100")


def test_accounts_that_are_there_are_tied_to_their_residents(built):
    accounts = create_sample_accounts(built["commune"], built["hamlets"])
    build_commune()
    for name in ("mai", "tu", "dung", "hoa"):
        accounts[name].refresh_from_db()
        assert accounts[name].resident_id == built["residents"][name]


def test_synthetic_families_are_the_same_for_a_seed_and_exactly_as_many(db):
    one, two = list(synthetic_residents(500, 7)), list(synthetic_residents(500, 7))
    assert one == two
    assert one != list(synthetic_residents(500, 8))
    people = [person for family in one for person in family.people]
    assert len(people) == 500
    numbers = [person.id_number for person in people if person.id_number]
    assert len(numbers) == len(set(numbers))


def test_seeding_adds_people_once_for_a_seed(built):
    commune = built["commune"]
    assert seed_residents(commune, 300, 1) == 300
    assert seed_residents(commune, 300, 1) == 0
    assert seed_residents(commune, 100, 2) == 100
