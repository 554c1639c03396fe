"""People are found as they are typed: without diacritics, unfinished, with a year, in a hamlet; and only by who may."""

import contextlib

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thonso.core.access.actors import actor_of_account
from thonso.core.base.ids import new_id
from thonso.core.journal.work import transact
from thonso.core.people import services as people
from thonso.core.people.tests.conftest import OFFICER, household, person
from thonso.core.search import access, engines, rules, services
from thonso.core.search.models import SearchDoc


@pytest.fixture
def known(bat_xat):
    rows = {}
    for hamlet, name, year in [
        (bat_xat.suoi_chai, "Lý Thị Mai", "1968"),
        (bat_xat.suoi_chai, "Lý Thị Mẩy", "1990"),
        (bat_xat.suoi_chai, "Phàn Thị Lở", "1979"),
        (bat_xat.son_ha, "Lí Thị Mai", "1980"),
        (bat_xat.son_ha, "Đặng Đình Đông", "1955"),
        (bat_xat.son_ha, "Mai Thị Lý", "1968"),
    ]:
        rows[name] = household(hamlet, person(name, year, "male" if "Đình" in name else "female"))[1][0]
    return rows


def names(units, text, **options):
    return [hit.text for hit in services.people(units.commune.id, text, **options).hits]


@pytest.mark.parametrize("text", ["Lý Thị Mai", "ly thi mai", "LY THI MAI", "lý thị ma", "  ly   thi  mai  "])
def test_with_and_without_diacritics_whole_or_unfinished(bat_xat, known, text):
    assert "li thi mai" in names(bat_xat, text)


@pytest.mark.parametrize("text", ["Đặng Đình Đông", "dang dinh dong", "dong dang", "đông"])
def test_the_letter_d_with_its_bar(bat_xat, known, text):
    assert names(bat_xat, text) == ["dang dinh dong"]


def test_i_and_y_are_one_where_people_write_either(bat_xat, known):
    assert names(bat_xat, "li thi mai").count("li thi mai") == 2
    assert names(bat_xat, "lý thị mai") == names(bat_xat, "lí thị mai")
    assert "li thi may" not in names(bat_xat, "ly thi mai")


def test_those_who_begin_with_the_words_come_first(bat_xat, known):
    found = names(bat_xat, "mai")
    assert found[0] == "mai thi li"
    assert set(found) == {"mai thi li", "li thi mai"}


def test_a_year_in_the_box_is_the_year_of_birth(bat_xat, known):
    assert names(bat_xat, "lý thị mai 1968") == ["li thi mai", "mai thi li"]
    assert names(bat_xat, "mai", birth_year=1980) == ["li thi mai"]
    assert names(bat_xat, "1955") == ["dang dinh dong"]


def test_a_hamlet_narrows_the_search(bat_xat, known):
    assert len(names(bat_xat, "mai", hamlet_id=bat_xat.suoi_chai.id)) == 1
    assert len(names(bat_xat, "", hamlet_id=bat_xat.suoi_chai.id)) == 3


def test_another_commune_finds_nobody(bat_xat, known):
    assert services.people(bat_xat.other.id, "mai").hits == []


def test_when_every_word_is_unfinished_it_still_finds(bat_xat, known):
    assert names(bat_xat, "da di do") == ["dang dinh dong"]


def test_more_than_asked_for_is_said(bat_xat, known):
    found = services.people(bat_xat.commune.id, "thi", 2)
    assert (len(found.hits), found.more) == (2, True)


def test_a_corrected_name_is_found_under_the_new_one_only(bat_xat, known):
    with transact(bat_xat.commune.id) as work:
        people.correct_resident(work, OFFICER, known["Đặng Đình Đông"], full_name="Đặng Đình Tây")
    assert names(bat_xat, "dong") == []
    assert names(bat_xat, "dang dinh tay") == ["dang dinh tay"]


def test_of_two_merged_records_only_one_is_found(bat_xat, known):
    from thonso.core.people import duplicates
    from thonso.core.people.models import DuplicateProposal

    twin = household(bat_xat.son_ha, person("Lý Thị Mai", "1968"))[1][0]
    with transact(bat_xat.commune.id) as work:
        duplicates.propose_for(work, OFFICER, bat_xat.commune.id, [twin])
        duplicates.resolve(work, OFFICER, DuplicateProposal.objects.get(), "same", keep=known["Lý Thị Mai"].id)
    found = services.people(bat_xat.commune.id, "ly thi mai", birth_year=1968).hits
    assert [hit.object_id for hit in found if hit.text == "li thi mai"] == [known["Lý Thị Mai"].id]


def test_imported_people_are_found_at_once(bat_xat):
    from thonso.core.people import imports

    content = "Thôn;Mã hộ;Họ và tên;Ngày sinh;Giới tính\nSuối Chải;SC-1;Chảo Mùi Nải;1943;Nữ\n".encode()
    with transact(bat_xat.commune.id) as work:
        imports.apply(work, OFFICER, bat_xat.commune, content)
    assert names(bat_xat, "chao mui nai") == ["chao mui nai"]


def test_indexing_one_thing_is_one_statement(bat_xat, known, django_assert_num_queries):
    with transact(bat_xat.commune.id) as work:
        with django_assert_num_queries(1):
            services.index(work, "dossier", new_id(), bat_xat.commune.id, "Xác nhận hộ nghèo", ("y2026",))
        with django_assert_num_queries(1):
            services.residents_changed(work, [known["Lý Thị Mai"]])


def test_what_is_rolled_back_is_not_found(bat_xat, known):
    with contextlib.suppress(RuntimeError), transact(bat_xat.commune.id) as work:
        services.index(work, "dossier", new_id(), bat_xat.commune.id, "hồ sơ thử")
        raise RuntimeError
    assert services.search(bat_xat.commune.id, "dossier", "ho so thu").hits == []


def test_other_kinds_use_the_same_index_and_do_not_meet(bat_xat, known):
    one = new_id()
    with transact(bat_xat.commune.id) as work:
        services.index(work, "dossier", one, bat_xat.commune.id, "TS-261109-0007 Lý Thị Mai")
    assert [hit.object_id for hit in services.search(bat_xat.commune.id, "dossier", "mai").hits] == [one]
    assert one not in [hit.object_id for hit in services.people(bat_xat.commune.id, "mai").hits]
    assert services.search(bat_xat.commune.id, "dossier", "0007").hits
    with transact(bat_xat.commune.id) as work:
        services.remove(work, "dossier", one, bat_xat.commune.id)
    assert services.search(bat_xat.commune.id, "dossier", "mai").hits == []


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_whatever_breaks_the_search(bat_xat, text):
    services.people(bat_xat.commune.id, text)


SIGNS = ['"', "' OR 1=1 --", "mai*", "NOT mai", "mai AND", "tags:y1968", "(", "a & b", "!mai", "\\", "%", "_", "\x00"]


@pytest.mark.parametrize("text", SIGNS)
def test_signs_of_a_query_language_are_only_text(bat_xat, known, text):
    services.people(bat_xat.commune.id, text)


def test_a_lost_index_is_made_again(bat_xat, known):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER {engines.TABLE}_{name}")
        else:
            cursor.execute(f"DROP INDEX {engines.TABLE}_fts")
    assert not services.present()
    SearchDoc.objects.filter(text_folded="dang dinh dong").update(text_folded="dang dinh nam")
    engines.install()
    assert services.present()
    assert names(bat_xat, "dinh nam") == ["dang dinh nam"]


def test_the_desk_finds_everybody_the_village_head_his_hamlet_the_others_nobody(cast, bat_xat, known):
    def found(name):
        rows = access.people(actor_of_account(cast[name]), bat_xat.commune.id, "thi").rows
        return {row.full_name for row in rows}

    assert len(found("lan")) == 5
    assert found("dung") == {"Lý Thị Mai", "Lý Thị Mẩy", "Phàn Thị Lở"}
    for name in ("tu", "xuan", "quantri", "mai", "sen", "tinh"):
        assert found(name) == set()


def test_the_village_head_finds_his_own_though_a_hundred_others_come_first(cast, bat_xat):
    from thonso.core.people import bulk
    from thonso.core.people.rules import Family

    crowd = [Family((person(f"An Thị {'abcdefghik'[n % 10]}u", str(1950 + n % 50)),)) for n in range(150)]
    with transact(bat_xat.commune.id) as work:
        bulk.add_families(work, OFFICER, bat_xat.son_ha, crowd, people_since())
    household(bat_xat.suoi_chai, person("Lý Thị An", "1970"))
    rows = access.people(actor_of_account(cast["dung"]), bat_xat.commune.id, "an").rows
    assert [row.full_name for row in rows] == ["Lý Thị An"]


def people_since():
    from thonso.core.people.tests.conftest import SINCE

    return SINCE


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạéèẻẽẹ ", max_size=30))
def test_words_are_plain_letters_and_stay_the_same_when_indexed_again(text):
    once = rules.indexed(text)
    assert once.isascii()
    assert rules.indexed(once) == once
