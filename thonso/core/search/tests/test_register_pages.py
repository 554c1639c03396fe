"""Officers find a person by name, household or number; a record is opened with a reason, and each opening is written."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thonso.core.base.clock import today
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of, transact
from thonso.core.people import services as people
from thonso.core.people.rules import Klass
from thonso.core.people.tests.conftest import MAI_ID, OFFICER, household, person

HERE = "/ban/dan-cu/"
WHY = "Tiếp nhận hồ sơ tại quầy"
pytestmark = pytest.mark.django_db


@pytest.fixture
def mai(bat_xat):
    home, rows = household(
        bat_xat.suoi_chai,
        person(relation="head", id_number=MAI_ID, ethnicity="Dao"),
        person("Tẩn Láo Sử", "1965", "male", relation="spouse"),
        code="SC-012",
    )
    with transact(bat_xat.commune.pk) as work:
        klass = Klass(2026, "poor", decision_number="215/QĐ-UBND", decision_date=date(2025, 12, 19))
        people.set_classification(work, OFFICER, home, klass)
        people.add_contact(work, OFFICER, rows[0], "0900000001", "own")
    return rows[0]


@pytest.fixture
def lan(client, sign_in, mai):
    sign_in(client, "lan")
    return client


def said(answer):
    return answer.content.decode()


def readings(verb):
    return [body_of(row) for row in Entry.objects.filter(verb=verb).order_by("seq")]


@pytest.mark.parametrize("typed", ["ly thi mai", "Lý Thị Mai", "mai 1968", "LY THI MA"])
def test_a_person_is_found_by_name_without_anything_but_name_year_and_place(lan, mai, typed):
    page = said(lan.get(HERE, {"q": typed}))
    assert f"{HERE}nguoi/{mai.pk}/" in page
    assert "Thôn Suối Chải" in page
    assert MAI_ID not in page
    assert "14/05/1968" not in page
    assert "Hộ nghèo" not in page
    assert readings("resident.read") == []


def test_who_left_or_died_is_marked_in_the_list(lan, mai, bat_xat):
    assert "Đã chuyển đi" not in said(lan.get(HERE, {"q": "ly thi mai"}))
    with transact(bat_xat.commune.pk) as work:
        people.leave(work, OFFICER, mai, "moved", today(), heir=mai.household.members.exclude(pk=mai.pk).get())
    page = said(lan.get(HERE, {"q": "ly thi mai"}))
    assert f"{HERE}nguoi/{mai.pk}/" in page
    assert "Đã chuyển đi" in page


def test_a_household_is_found_by_its_number(lan, mai):
    assert f"{HERE}ho/{mai.household_id}/" in said(lan.get(HERE, {"q": "sc-012"}))


def test_nobody_found_says_what_to_try(lan):
    assert "Không tìm thấy ai" in said(lan.get(HERE, {"q": "zzz"}))


def test_an_id_number_in_the_box_for_names_is_refused_and_searched_nowhere(lan, mai):
    answer = lan.get(HERE, {"q": MAI_ID})
    assert answer.status_code == 422
    assert f"nguoi/{mai.pk}" not in said(answer)


def test_an_address_alone_opens_no_record(lan, mai):
    for url in (f"{HERE}nguoi/{mai.pk}/", f"{HERE}ho/{mai.household_id}/"):
        page = said(lan.get(url))
        assert "Anh chị mở để làm gì?" in page
        assert "Lý Thị Mai" not in page
    assert readings("resident.read") == readings("household.read") == []


@pytest.mark.parametrize("reason", ["", "   ", "xem", "x" * 201, "lý do \x07"])
def test_without_a_reason_it_stays_closed(lan, mai, reason):
    for url in (f"{HERE}nguoi/{mai.pk}/", f"{HERE}ho/{mai.household_id}/"):
        answer = lan.post(url, {"purpose": reason})
        assert answer.status_code in {400, 422}
        assert "Lý Thị Mai" not in said(answer)
    assert readings("resident.read") == readings("household.read") == []


def test_a_record_opens_with_a_reason_its_number_and_phone_masked_and_the_reading_is_written(lan, mai):
    page = said(lan.post(f"{HERE}nguoi/{mai.pk}/", {"purpose": WHY}))
    assert "Lý Thị Mai" in page
    assert "14/05/1968" in page
    assert MAI_ID not in page
    assert "0900000001" not in page
    assert "Dao" not in page.split("<main", 1)[1].split("</main", 1)[0]
    [entry] = readings("resident.read")
    assert (entry["purpose"], entry["subject"]) == (WHY, str(mai.pk))
    assert readings("id_number.read") == []


def test_the_number_is_shown_when_asked_for_which_is_an_entry_of_its_own(lan, mai):
    page = said(lan.post(f"{HERE}nguoi/{mai.pk}/", {"purpose": WHY, "show": "number"}))
    assert MAI_ID in page
    [entry] = readings("id_number.read")
    assert entry["purpose"] == WHY


def test_who_may_not_read_numbers_is_not_offered_it_and_does_not_get_it(client, sign_in, mai):
    sign_in(client, "hai")
    page = said(client.post(f"{HERE}nguoi/{mai.pk}/", {"purpose": WHY, "show": "number"}))
    assert "Lý Thị Mai" in page
    assert "Hiện số định danh" not in page
    assert MAI_ID not in page
    assert readings("id_number.read") == []


def test_an_id_number_opens_its_record_under_the_reason_and_never_stands_in_an_address(lan, mai):
    answer = lan.post(f"{HERE}so/", {"number": "015 168 990 023", "purpose": WHY})
    assert "Lý Thị Mai" in said(answer)
    assert MAI_ID not in said(answer)
    assert [one["purpose"] for one in readings("resident.read")] == [WHY]
    led = lan.get(f"{HERE}so/", {"number": MAI_ID})
    assert (led.status_code, led.url) == (302, HERE)  # the number of the address is left behind


@pytest.mark.parametrize(
    ("number", "purpose", "box"),
    [("015168990024", WHY, "number"), ("12", WHY, "number"), (MAI_ID, "xem", "purpose"), (MAI_ID, "", "purpose")],
)
def test_a_number_that_nobody_has_or_without_a_reason_opens_nothing(lan, mai, number, purpose, box):
    answer = lan.post(f"{HERE}so/", {"number": number, "purpose": purpose})
    assert answer.status_code == 422
    assert answer.context["errors"].keys() == {box}
    assert f'value="{number}"' in said(answer)
    assert readings("resident.read") == []


def test_a_household_shows_who_lives_there_and_its_class_to_who_may_know_it(client, sign_in, mai):
    url = f"{HERE}ho/{mai.household_id}/"
    sign_in(client, "lan")
    page = said(client.post(url, {"purpose": WHY}))
    assert "Tẩn Láo Sử" in page
    assert "215/QĐ-UBND" in page
    sign_in(client, "binh")  # the justice officer has no business with classes
    page = said(client.post(url, {"purpose": WHY}))
    assert "Tẩn Láo Sử" in page
    assert "215/QĐ-UBND" not in page
    assert len(readings("household.read")) == 2
    assert len(readings("classification.read")) == 1


@pytest.mark.parametrize("who", ["mai", "tu", "dung", "trung", "thu", "quantri", "tinh", "son"])
def test_nobody_without_the_right_gets_there(client, sign_in, mai, who):
    sign_in(client, who)
    for url in (HERE, f"{HERE}nguoi/{mai.pk}/", f"{HERE}ho/{mai.household_id}/"):
        assert client.get(url).status_code == 404
    assert client.post(f"{HERE}nguoi/{mai.pk}/", {"purpose": WHY}).status_code == 404
    assert client.post(f"{HERE}so/", {"number": MAI_ID, "purpose": WHY}).status_code == 404
    assert readings("resident.read") == []


def test_the_officer_of_the_next_commune_finds_and_opens_nobody_here(client, sign_in, mai):
    sign_in(client, "xuan")
    assert f"{mai.pk}" not in said(client.get(HERE, {"q": "ly thi mai"}))
    assert client.post(f"{HERE}nguoi/{mai.pk}/", {"purpose": WHY}).status_code == 404
    assert client.post(f"{HERE}ho/{mai.household_id}/", {"purpose": WHY}).status_code == 404
    assert client.post(f"{HERE}so/", {"number": MAI_ID, "purpose": WHY}).status_code == 422


def test_the_list_costs_the_same_at_one_and_at_many(lan, bat_xat):
    lan.get(HERE, {"q": "giang"})

    def cost():
        with CaptureQueriesContext(connection) as queries:
            lan.get(HERE, {"q": "giang"})
        return len(queries)

    household(bat_xat.son_ha, person("Giàng A Sử", "1970", "male"))
    few = cost()
    for year in range(1950, 1962):
        household(bat_xat.son_ha, person("Giàng A Páo", str(year), "male"))
    assert cost() == few <= 12
