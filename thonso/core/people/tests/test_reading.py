"""Who may open whose record: oneself, the office with a purpose, nobody else; and every opening is written down."""

import json

import pytest
from django.utils import timezone

from thonso.core.access import denials
from thonso.core.access.actors import ANONYMOUS, AssistRef, actor_of_account
from thonso.core.access.policy import rules_without_meaning
from thonso.core.access.testing import assert_faces_agree
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.ids import new_id
from thonso.core.journal.models import Entry
from thonso.core.people import access
from thonso.core.people.models import Classification, Household, Resident
from thonso.core.people.rules import Klass
from thonso.core.people.services import set_classification
from thonso.core.people.tests.conftest import MAI_ID, household, person

WHY = "hồ sơ TS-261109-0007"


@pytest.fixture
def actors(cast, mai):
    cast["mai"].resident_id = mai.id
    cast["mai"].save()
    return {name: actor_of_account(account) for name, account in cast.items()}


@pytest.fixture
def lo(bat_xat) -> Resident:
    return household(bat_xat.suoi_chai, person("Phàn Thị Lở", "05/1979"))[1][0]


def test_mai_opens_her_own_record_without_saying_why(actors, mai):
    assert access.resident(actors["mai"], mai.id, "") == mai
    assert access.id_number(actors["mai"], mai, "") == MAI_ID
    assert access.household_entry(actors["mai"], mai.household_id, "").household == mai.household


def test_mai_does_not_see_her_neighbour(actors, lo):
    for load in (
        lambda: access.resident(actors["mai"], lo.id, WHY),
        lambda: access.household_entry(actors["mai"], lo.household_id, WHY),
        lambda: access.id_number(actors["mai"], lo, WHY),
        lambda: access.classification(actors["mai"], lo.household, WHY),
    ):
        with pytest.raises(Absent):
            load()


@pytest.mark.parametrize("name", ["tu", "xuan", "quantri", "tinh", "sen", "pao", "son", "thu", "phung"])
def test_a_helper_without_a_session_a_stranger_an_administrator_and_the_party_see_nobody(actors, mai, name):
    actor = actors[name]
    assert not access.residents(actor).exists()
    assert not access.households(actor).exists()
    for load in (
        lambda: access.resident(actor, mai.id, WHY),
        lambda: access.household_entry(actor, mai.household_id, WHY),
        lambda: access.id_number(actor, mai, WHY),
        lambda: access.ethnicity(actor, mai, WHY),
        lambda: access.classification(actor, mai.household, WHY),
    ):
        with pytest.raises(Absent):
            load()
    assert access.find_by_id_number(actor, mai.commune_id, MAI_ID, WHY) is None


def test_absent_and_forbidden_look_the_same(actors, mai):
    with pytest.raises(Absent) as forbidden:
        access.resident(actors["xuan"], mai.id, WHY)
    with pytest.raises(Absent) as missing:
        access.resident(actors["xuan"], new_id(), WHY)
    assert str(forbidden.value.message) == str(missing.value.message)


def test_nobody_signed_in_is_nobody(mai):
    assert not access.residents(ANONYMOUS).exists()
    with pytest.raises(Absent):
        access.resident(ANONYMOUS, mai.id, WHY)


def test_the_village_head_sees_his_hamlet_but_no_numbers_or_classes(bat_xat, actors, mai):
    other = household(bat_xat.son_ha, person("Lù Thị Sen", "1990"))[1][0]
    dung = actors["dung"]
    assert set(access.residents(dung)) == set(Resident.objects.filter(hamlet=bat_xat.suoi_chai))
    assert access.resident(dung, mai.id, WHY) == mai
    for load in (
        lambda: access.resident(dung, other.id, WHY),
        lambda: access.id_number(dung, mai, WHY),
        lambda: access.classification(dung, mai.household, WHY),
    ):
        with pytest.raises(Absent):
            load()


def test_the_desk_opens_with_a_purpose_and_only_with_one(actors, mai):
    assert access.resident(actors["lan"], mai.id, WHY) == mai
    with pytest.raises(Refused):
        access.resident(actors["lan"], mai.id, "  ")


def test_each_record_opened_is_one_entry_with_reader_subject_and_purpose(actors, mai, act):
    act(set_classification, mai.household, Klass(2026, "other"))
    before = Entry.objects.count()
    access.resident(actors["hoa"], mai.id, WHY)
    access.id_number(actors["hoa"], mai, WHY)
    access.ethnicity(actors["hoa"], mai, WHY)
    access.classification(actors["hoa"], mai.household, WHY)
    entries = list(Entry.objects.order_by("seq")[before:])
    assert [entry.verb for entry in entries] == [
        "resident.read",
        "id_number.read",
        "ethnicity.read",
        "classification.read",
    ]
    for entry in entries:
        assert entry.actor_id == actors["hoa"].id
        assert json.loads(entry.body)["purpose"] == WHY
        assert MAI_ID not in entry.body
    assert entries[0].subject_id == mai.id


def test_a_denied_opening_is_written_down_too(actors, mai):
    denials.begin()
    with pytest.raises(Absent):
        access.resident(actors["xuan"], mai.id, WHY)
    denials.flush()
    assert Entry.objects.filter(verb="access.denied", object_id=mai.id, actor_id=actors["xuan"].id).exists()


def test_a_helper_in_another_citizens_session_sees_nothing_of_mai(cast, actors, mai):
    from dataclasses import replace

    session = AssistRef(new_id(), "Phàn Thị Lở", timezone.now(), cast["tu"].id)
    with pytest.raises(Absent):
        access.resident(replace(actors["tu"], assist=session), mai.id, WHY)


def test_who_was_merged_leads_to_the_record_that_stayed(actors, mai, lo):
    lo.status, lo.merged_into, lo.household = "merged", mai, None
    lo.save()
    assert access.resident(actors["lan"], lo.id, WHY) == mai
    assert lo not in access.residents(actors["lan"])


@pytest.mark.parametrize("model", [Resident, Household, Classification])
def test_deciding_and_listing_agree_for_everybody(actors, mai, lo, act, model, bat_xat):
    for home in (mai.household, lo.household):
        act(set_classification, home, Klass(2026, "other"))
    household(bat_xat.son_ha, person("Lù Thị Sen", "1990"))
    assert_faces_agree(model, actors.values(), ("read", "read_id", "edit", "import", "classify"))


def test_no_rule_about_people_is_without_meaning():
    assert not [
        rule for rule in rules_without_meaning() if rule.split(".")[2] in ("resident", "household", "classification")
    ]


def test_a_page_of_people_costs_the_same_few_queries_however_many(django_assert_max_num_queries, actors, mai):
    with django_assert_max_num_queries(2):
        for row in access.residents(actors["lan"]):
            assert row.hamlet.name
            assert row.household.code
