"""Versions never change, communes offer them from a day, and open dossiers keep the one they began with."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import override_settings

from tests.cast import Units
from thonso.core.base import append_only
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.procedures import access, catalogue, reading, services
from thonso.procedures.definition import Definition
from thonso.procedures.models import Offering, Procedure, ProcedureVersion

ADMIN = Ref("account", new_id())
NOVEMBER = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


def version_of(code: str) -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code=code)


def successor(definition: Definition, **changes: Any) -> ProcedureVersion:
    source = {**definition.raw, **changes}
    reading.check(source)
    return services.add_version(reading.canonical(source), definition.code)[0]


def test_loading_twice_changes_nothing(bat_xat: Units) -> None:
    first = services.load_catalogue(bat_xat.commune.id)
    counts = (
        Procedure.objects.count(),
        ProcedureVersion.objects.count(),
        Offering.objects.count(),
        Entry.objects.count(),
    )
    second = services.load_catalogue(bat_xat.commune.id)
    assert sorted(first.new) == sorted(first.published) == sorted(second.known)
    assert (second.new, second.published) == ([], [])
    after = (
        Procedure.objects.count(),
        ProcedureVersion.objects.count(),
        Offering.objects.count(),
        Entry.objects.count(),
    )
    assert counts == after


def test_loading_without_a_commune_makes_drafts_that_nobody_sees(bat_xat: Units) -> None:
    services.load_catalogue()
    assert set(ProcedureVersion.objects.values_list("state", flat=True)) == {"draft"}
    assert access.published(bat_xat.commune.id, NOVEMBER) == []


def test_publishing_is_journalled(offered: Units) -> None:
    entries = Entry.objects.filter(commune_id=offered.commune.id, verb="procedure.published")
    assert entries.count() == Offering.objects.count()
    assert {json.loads(entry.body)["facts"]["code"] for entry in entries} >= {"1.011607", "TS.000001"}


def test_another_commune_offers_nothing_until_it_decides_so(offered: Units) -> None:
    assert access.published(offered.other.id, NOVEMBER) == []
    with pytest.raises(Absent):
        access.version_on(offered.other.id, "1.001193", NOVEMBER)


def test_the_model_refuses_to_change_a_version(offered: Units) -> None:
    version = version_of("1.001193")
    version.definition = "{}"
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.save(update_fields=["definition"])
    with pytest.raises(TypeError):
        version.delete()


@pytest.mark.parametrize("column", ["definition", "digest", "version", "valid_from", "procedure_id"])
def test_the_database_refuses_to_change_a_version(offered: Units, column: str) -> None:
    other = {"definition": "{}", "digest": "0" * 64, "version": "2099-01", "valid_from": date(2020, 1, 1)}
    value = other.get(column) or version_of("1.004873").procedure_id
    rows = ProcedureVersion.objects.filter(id=version_of("1.001193").id)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(**{column: value})


def test_the_database_refuses_to_delete_a_version(offered: Units) -> None:
    rows = ProcedureVersion.objects.filter(id=version_of("1.001193").id)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows._raw_delete("default")


def test_its_state_and_its_last_day_may_change(offered: Units) -> None:
    version = version_of("1.001193")
    with transact(offered.commune.id) as work:
        services.set_last_day(work, ADMIN, version.id, date(2027, 5, 31))
    assert access.version_on(offered.commune.id, "1.001193", date(2027, 5, 31)).last_day == date(2027, 5, 31)
    with transact(offered.commune.id) as work, pytest.raises(Refused):
        services.set_last_day(work, ADMIN, version.id, date(2020, 1, 1))


def test_the_triggers_are_there() -> None:
    assert [name for name in append_only.missing() if "procedure" in name] == []


def test_the_same_text_cannot_be_two_versions(offered: Units) -> None:
    version = version_of("1.001193")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.create(
            procedure=version.procedure,
            version="2099-01",
            definition=version.definition,
            digest=version.digest,
            valid_from=version.valid_from,
            loaded_at=version.loaded_at,
        )


def test_the_turn_of_the_year_2026_switches_to_the_successor_and_keeps_open_dossiers(
    offered: Units, definitions: dict[str, Definition]
) -> None:
    commune = offered.commune.id
    old = access.version_on(commune, "1.011607", date(2026, 12, 31))
    assert old.last_day == date(2026, 12, 31)
    with pytest.raises(Absent):
        access.version_on(commune, "1.011607", date(2027, 1, 1))
    new = successor(
        definitions["1.011607"],
        version="2027-01",
        valid_from="2027-01-01",
        valid_to="2027-12-31",
        name="Thủ tục kế tiếp",
    )
    with transact(commune) as work:
        services.publish(work, ADMIN, commune, new.id, date(2027, 1, 1), keep_checks=True)
    assert access.version_on(commune, "1.011607", date(2026, 12, 31)).version_id == old.version_id
    assert access.version_on(commune, "1.011607", date(2027, 1, 1)).version_id == new.id
    assert access.pinned(old.version_id).name == definitions["1.011607"].name
    on_the_day = {one.code: one for one in access.published(commune, date(2027, 1, 1))}
    assert on_the_day["1.011607"].definition.name == "Thủ tục kế tiếp"


def test_civil_status_ends_before_the_new_law(offered: Units) -> None:
    codes = {one.code for one in access.published(offered.commune.id, date(2027, 2, 28))}
    after = {one.code for one in access.published(offered.commune.id, date(2027, 3, 1))}
    assert codes - after >= {"1.001193", "1.004873", "2.000635"}


def test_a_new_version_ends_the_one_before_it(offered: Units, definitions: dict[str, Definition]) -> None:
    commune = offered.commune.id
    new = successor(definitions["TS.000001"], version="2026-12", name="Bản mới")
    with transact(commune) as work:
        services.publish(work, ADMIN, commune, new.id, date(2026, 12, 1), keep_checks=True)
    assert access.version_on(commune, "TS.000001", date(2026, 11, 30)).definition.name != "Bản mới"
    assert access.version_on(commune, "TS.000001", date(2026, 12, 1)).definition.name == "Bản mới"
    assert len([one for one in access.published(commune, date(2026, 12, 1)) if one.code == "TS.000001"]) == 1


def test_another_text_under_a_known_label_is_refused(offered: Units, definitions: dict[str, Definition]) -> None:
    other = successor(definitions["TS.000001"], name="Đổi tên mà không đổi phiên bản")
    with transact(offered.commune.id) as work, pytest.raises(Refused):
        services.publish(work, ADMIN, offered.commune.id, other.id, NOVEMBER, keep_checks=True)


def test_a_changed_file_with_an_old_label_waits_instead_of_stopping_the_start(
    offered: Units, tmp_path: Any, definitions: dict[str, Definition]
) -> None:
    source = {**definitions["TS.000001"].raw, "name": "Đổi tên mà không đổi phiên bản"}
    (tmp_path / "TS.000001.yaml").write_text(json.dumps(source, ensure_ascii=False), encoding="utf-8")
    assert services.load_catalogue(offered.commune.id, folder=tmp_path).waiting == ["TS.000001"]


def test_retiring_ends_it_and_loading_again_does_not_bring_it_back(offered: Units) -> None:
    commune = offered.commune.id
    with transact(commune) as work:
        assert services.retire(work, ADMIN, commune, "2.002637", date(2026, 11, 22)) == 1
        assert services.retire(work, ADMIN, commune, "2.002637", date(2026, 11, 22)) == 0
    services.load_catalogue(commune)
    with pytest.raises(Absent):
        access.version_on(commune, "2.002637", NOVEMBER)


def test_a_withdrawn_version_is_offered_nowhere_but_stays_pinned(offered: Units) -> None:
    version = version_of("2.002637")
    with transact(offered.commune.id) as work:
        services.withdraw_version(work, ADMIN, version.id)
    with pytest.raises(Absent):
        access.version_on(offered.commune.id, "2.002637", NOVEMBER)
    assert access.pinned(version.id).code == "2.002637"
    with transact(offered.commune.id) as work, pytest.raises(Refused):
        services.publish(work, ADMIN, offered.commune.id, version.id, NOVEMBER, keep_checks=True)


def test_what_rests_on_memory_cannot_be_published_unconfirmed(
    bat_xat: Units, definitions: dict[str, Definition]
) -> None:
    services.load_catalogue()
    version, commune = version_of("1.004873"), bat_xat.commune.id
    with transact(commune) as work, pytest.raises(Refused) as caught:
        services.publish(work, ADMIN, commune, version.id, NOVEMBER)
    assert "time" in caught.value.fields
    with transact(commune) as work:
        for check in definitions["1.004873"].checks:
            source = "Quyết định công bố của tỉnh"
            services.confirm(work, ADMIN, commune, version.id, check.key, source, date(2025, 7, 1))
        services.publish(work, ADMIN, commune, version.id, NOVEMBER)
    assert access.version_on(commune, "1.004873", NOVEMBER).open_checks == ()


@override_settings(DEMO=False, TEST=False)
def test_outside_the_demo_loading_offers_nothing_unverified(bat_xat: Units) -> None:
    done = services.load_catalogue(bat_xat.commune.id)
    assert done.published == []
    assert len(done.waiting) == len(done.new)


def test_what_is_for_the_demo_only_is_refused_elsewhere_though_all_of_it_was_confirmed(
    bat_xat: Units, definitions: dict[str, Definition]
) -> None:
    why = "chưa có trong dữ liệu quốc gia"
    version, commune = successor(definitions["TS.000001"], version="2026-12", demo_only=why), bat_xat.commune.id
    with transact(commune) as work:
        for check in reading.parse(version.definition, version.digest).checks:
            services.confirm(work, ADMIN, commune, version.id, check.key, "Quyết định của xã", date(2025, 7, 1))
    with override_settings(DEMO=False, TEST=False):
        for keep in (False, True):
            with transact(commune) as work, pytest.raises(Refused) as caught:
                services.publish(work, ADMIN, commune, version.id, NOVEMBER, keep_checks=keep)
            assert why in str(caught.value.message)
    assert not Offering.objects.exists()
    with override_settings(DEMO=True, TEST=False), transact(commune) as work:
        services.publish(work, ADMIN, commune, version.id, NOVEMBER)
    assert Offering.objects.filter(version=version).exists()


def test_publishing_what_is_not_there_is_absent(bat_xat: Units) -> None:
    with transact(bat_xat.commune.id) as work, pytest.raises(Absent):
        services.publish(work, ADMIN, bat_xat.commune.id, new_id(), NOVEMBER)
    with pytest.raises(Absent):
        access.pinned(new_id())


def test_a_version_cannot_begin_before_it_is_valid_nor_after_it_ended(offered: Units) -> None:
    version = version_of("1.011607")
    commune = offered.other.id
    with transact(commune) as work:
        offering = services.publish(work, ADMIN, commune, version.id, date(2020, 1, 1), keep_checks=True)
    assert offering.first_day == version.valid_from
    with transact(commune) as work, pytest.raises(Refused):
        services.publish(work, ADMIN, commune, version.id, date(2027, 1, 1), keep_checks=True)


def test_a_pinned_version_is_read_once(offered: Units, django_assert_num_queries: Any) -> None:
    version = version_of("1.001193")
    access.forget()
    with django_assert_num_queries(1):
        first = access.pinned(version.id)
    with django_assert_num_queries(0):
        assert access.pinned(version.id) is first


def test_the_list_takes_one_query_however_long(offered: Units, django_assert_num_queries: Any) -> None:
    access.published(offered.commune.id, NOVEMBER)
    with django_assert_num_queries(1):
        assert len(access.published(offered.commune.id, NOVEMBER)) == len(list(catalogue.read_all()))
