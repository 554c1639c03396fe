"""Hamlets are entered, corrected, renamed, merged and split; what was before stays, with its dates and successors."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal import events
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.units import rules, services
from thonso.core.units.models import HamletEthnicGroup, HamletProfile, Unit
from thonso.core.units.rules import HamletData
from thonso.core.units.tests.conftest import ADMIN, make

ON = date(2026, 3, 1)


def test_a_hamlet_gets_a_readable_code_and_a_path_below_its_commune(suoi_chai):
    assert (suoi_chai.code, suoi_chai.path) == ("suoi-chai", "15.02683.suoi-chai")
    assert (suoi_chai.name, suoi_chai.full_name, suoi_chai.folded) == ("Suối Chải", "Thôn Suối Chải", "suoi chai")
    assert suoi_chai.hamlet_profile.distance_km == Decimal("20.0")
    assert Entry.objects.filter(verb="hamlet.created", object_id=suoi_chai.id).count() == 1


def test_the_same_name_twice_is_refused_but_other_diacritics_are_another_hamlet(commune, suoi_chai):
    with pytest.raises(Refused) as refusal:
        make(commune, "Suối Chải")
    assert "name" in refusal.value.fields
    other = make(commune, "Suối Chai")
    assert other.code == "suoi-chai-2"


def test_impossible_figures_are_refused_with_the_field_named(commune):
    for wrong, field in [
        ({"households": 10, "poor_households": 11}, "poor_households"),
        ({"households": 10, "population": 9}, "population"),
        ({"latitude": Decimal(50), "longitude": Decimal(104)}, "latitude"),
        ({"latitude": Decimal(22)}, "latitude"),
        ({"population": 10, "ethnic_groups": {"Dao": 11}}, "ethnic_groups"),
        ({"distance_km": Decimal(1000)}, "distance_km"),
    ]:
        with pytest.raises(Refused) as refusal:
            make(commune, "Thôn Thử", **wrong)
        assert field in refusal.value.fields
    assert not Unit.objects.filter(kind="hamlet").exists()


def test_the_database_itself_refuses_what_slips_past_the_service(suoi_chai):
    for change in ({"latitude": 50}, {"distance_km": 900}, {"households": 30_000}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HamletProfile.objects.filter(unit=suoi_chai).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(id=suoi_chai.id).update(valid_to=suoi_chai.valid_from - timedelta(days=1))


def test_a_typing_mistake_is_corrected_in_place(commune, suoi_chai):
    with transact(commune.id) as work:
        services.update_hamlet(work, ADMIN, suoi_chai, HamletData(name="Suối Chảy", households=90))
    suoi_chai.refresh_from_db()
    assert (suoi_chai.full_name, suoi_chai.code) == ("Thôn Suối Chảy", "suoi-chai")
    assert HamletProfile.objects.get(unit=suoi_chai).households == 90


def test_a_renamed_hamlet_ends_the_day_before_and_points_to_its_successor(commune, suoi_chai):
    with transact(commune.id) as work:
        after = services.rename(work, ADMIN, suoi_chai, "Thôn Suối Mới", ON)
    suoi_chai.refresh_from_db()
    assert suoi_chai.valid_to == date(2026, 2, 28)
    assert (after.valid_from, after.code, after.hamlet_profile.population) == (ON, "suoi-moi", 440)
    assert services.current(suoi_chai) == [after]
    assert list(services.hamlets(commune.id, date(2026, 2, 28))) == [suoi_chai]
    assert list(services.hamlets(commune.id, ON)) == [after]


def test_merged_hamlets_add_up_where_all_figures_are_known(commune, suoi_chai, son_ha):
    HamletEthnicGroup.objects.create(commune=commune, hamlet=suoi_chai, name="Dao", people=300)
    HamletEthnicGroup.objects.create(commune=commune, hamlet=son_ha, name="Dao", people=20)
    with transact(commune.id) as work:
        after = services.merge(work, ADMIN, [suoi_chai, son_ha], "Thôn Suối Sơn", ON)
    data = services.data_of(after)
    assert (data.households, data.population) == (198, 926)
    assert data.poor_households is None  # son-ha's figure is not known, so neither is the sum
    assert data.ethnic_groups == {"Dao": 320}
    assert {u.id for u in after.predecessors.all()} == {suoi_chai.id, son_ha.id}


def test_a_split_hamlet_has_several_successors_and_a_chain_of_changes_is_followed(commune, suoi_chai):
    with transact(commune.id) as work:
        upper, lower = services.split(
            work, ADMIN, suoi_chai, [HamletData(name="Suối Chải Trên"), HamletData(name="Suối Chải Dưới")], ON
        )
    with transact(commune.id) as work:
        renamed = services.rename(work, ADMIN, lower, "Thôn Bản Dưới", ON + timedelta(days=30))
    assert set(services.current(suoi_chai)) == {upper, renamed}


def test_a_hamlet_may_take_its_old_name_back_but_never_its_old_code(commune, suoi_chai):
    with transact(commune.id) as work:
        middle = services.rename(work, ADMIN, suoi_chai, "Suối Mới", ON)
    with transact(commune.id) as work:
        again = services.rename(work, ADMIN, middle, "Suối Chải", ON + timedelta(days=10))
    assert again.code == "suoi-chai-2"
    assert services.current(suoi_chai) == [again]


@pytest.mark.parametrize("on", [date(2025, 7, 1), date(2020, 1, 1)])
def test_a_change_before_the_hamlet_existed_is_refused_and_changes_nothing(commune, suoi_chai, on):
    with pytest.raises(Refused), transact(commune.id) as work:
        services.rename(work, ADMIN, suoi_chai, "Suối Mới", on)
    suoi_chai.refresh_from_db()
    assert suoi_chai.valid_to is None
    assert Unit.objects.filter(kind="hamlet").count() == 1


def test_a_change_in_the_future_waits_for_its_day(commune, suoi_chai):
    with pytest.raises(Refused), transact(commune.id) as work:
        services.rename(work, ADMIN, suoi_chai, "Suối Mới", today() + timedelta(days=1))


def test_a_merge_into_a_name_that_is_taken_leaves_everything_as_it_was(commune, suoi_chai, son_ha):
    third = make(commune, "Thôn Bản Vai")
    with pytest.raises(Refused), transact(commune.id) as work:
        services.merge(work, ADMIN, [suoi_chai, son_ha], third.name, ON)
    assert services.hamlets(commune.id).count() == 3
    assert not Entry.objects.filter(verb="hamlet.merged").exists()


def test_a_hamlet_that_ended_cannot_be_changed_again(commune, suoi_chai):
    with transact(commune.id) as work:
        services.rename(work, ADMIN, suoi_chai, "Suối Mới", ON)
    with pytest.raises(Refused), transact(commune.id) as work:
        services.rename(work, ADMIN, suoi_chai, "Suối Khác", ON + timedelta(days=5))


def test_those_who_stand_on_hamlets_are_told_inside_the_transaction(commune, suoi_chai):
    told = []

    def react(work, **data):
        told.append((data["old"], data["new"], data["on"]))

    events.subscribe("units.succeeded", react)
    try:
        with transact(commune.id) as work:
            after = services.rename(work, ADMIN, suoi_chai, "Suối Mới", ON)
    finally:
        events._subscribers["units.succeeded"].remove(react)
    assert told == [([suoi_chai], [after], ON)]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Suối Chải", "Thôn Suối Chải"),
        ("THÔN Suối Chải", "Thôn Suối Chải"),
        ("tổ dân phố 4", "Tổ dân phố 4"),
        ("Bản Vược", "Bản Vược"),
        ("Buôn Đôn", "Buôn Đôn"),
    ],
)
def test_the_word_for_the_kind_of_hamlet_is_kept_apart_from_its_name(text, full):
    assert rules.split_name(text)[1] == full
