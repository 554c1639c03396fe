"""The page of days off: the administrator adds and takes off after seeing whom it touches; nobody else can."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from thonso.core.base.clock import HANOI
from thonso.core.workdays import services
from thonso.core.workdays.loading import load_holidays
from thonso.core.workdays.models import Holiday

LIST, ADD = "/quan-tri/ngay-nghi/", "/quan-tri/ngay-nghi/them/"
REMOVE = "/quan-tri/ngay-nghi/2026-12-09/bo/"
NEW = {"date": "09/12/2026", "name": "Nghỉ đột xuất", "kind": "holiday", "source": "Thông báo số 12"}
DAY = date(2026, 12, 9)
MOVED = [
    services.Moved(f"TS-{n}", datetime(2026, 12, 9, 17, tzinfo=HANOI), datetime(2026, 12, 10, 17, tzinfo=HANOI))
    for n in range(7)
]


@pytest.fixture(autouse=True)
def _seven_dossiers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_counters", {})
    services.register_counter("dossiers", "Hồ sơ đang mở", lambda dates, commune_id: MOVED)


@pytest.fixture
def admin(client: Client, sign_in: Callable[..., Any]) -> Client:
    sign_in(client, "quantri")
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_list_shows_a_year_with_its_names_and_what_is_to_be_verified(admin: Client) -> None:
    load_holidays()
    page = text(admin.get(LIST, {"nam": "2027"}))
    assert "Tết Nguyên đán" in page
    assert "06/02/2027" in page
    assert "27/04/2026" not in page
    assert page.count("is-soon") == sum(row.verify for row in Holiday.objects.filter(date__year=2027))


@pytest.mark.parametrize("year", ["", "abc", "999999999999", "-1", "٢٠٢٦", "1066"])
def test_a_year_that_makes_no_sense_shows_this_one(admin: Client, year: str) -> None:
    assert admin.get(LIST, {"nam": year}).status_code == 200


def test_the_first_press_asks_and_changes_nothing(admin: Client) -> None:
    response = admin.post(ADD, NEW)
    assert response.status_code == 200
    assert "Hồ sơ đang mở" in text(response)
    assert ">7<" in text(response)
    assert "TS-6" in text(response)
    assert not Holiday.objects.exists()


def test_the_second_press_adds_it(admin: Client, bat_xat: Any) -> None:
    response = admin.post(ADD, {**NEW, "sure": "1"})
    assert response.status_code == 302
    row = Holiday.objects.get()
    assert (row.date, row.name, row.source, row.commune_id) == (DAY, NEW["name"], NEW["source"], bat_xat.commune.pk)
    assert "Nghỉ đột xuất" in text(admin.get(response["Location"]))


def test_pressed_twice_it_is_added_once(admin: Client) -> None:
    for _ in range(2):
        assert admin.post(ADD, {**NEW, "sure": "1"}).status_code == 302
    assert Holiday.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"date": "31/02/2026"}, "f-date"),
        ({"date": ""}, "f-date"),
        ({"date": "9/12/26x"}, "f-date"),
        ({"date": "12/12/2026"}, "f-date"),
        ({"name": ""}, "f-name"),
        ({"name": "x" * 101}, "f-name"),
        ({"name": "a\u202eb"}, "f-name"),
        ({"kind": "feast"}, "f-kind"),
        ({"source": "Thông báo số 12" + "x" * 200}, "f-source"),
    ],
)
def test_a_wrong_entry_comes_back_with_what_was_typed(admin: Client, changed: dict[str, str], field: str) -> None:
    response = admin.post(ADD, {**NEW, **changed})
    assert response.status_code == 422
    assert f'id="{field}' in text(response)
    assert "Thông báo số 12" in text(response)
    assert not Holiday.objects.exists()


def test_everything_wrong_is_said_at_once(admin: Client) -> None:
    page = text(admin.post(ADD, {**NEW, "date": "31/02/2026", "name": " "}))
    assert "f-date-error" in page
    assert "f-name-error" in page


def test_taking_off_asks_first(admin: Client, bat_xat: Any) -> None:
    services.add_holiday(bat_xat.commune.pk, DAY, "Nghỉ", actor=services.Ref("account", UUID(int=9)))
    assert ">7<" in text(admin.get(REMOVE))
    assert not services.calendar_for(bat_xat.commune.pk).is_working(DAY)
    assert admin.post(REMOVE).status_code == 302
    assert services.calendar_for(bat_xat.commune.pk).is_working(DAY)


def test_a_stale_button_says_so(admin: Client) -> None:
    assert admin.get(REMOVE).status_code == 404
    assert admin.post(REMOVE).status_code == 409


def test_a_date_that_does_not_exist_is_not_a_page(admin: Client) -> None:
    assert admin.get("/quan-tri/ngay-nghi/2026-02-30/bo/").status_code == 404


@pytest.mark.parametrize("who", ["mai", "tu", "lan", "hai", "xuan"])
def test_nobody_else_changes_a_date(client: Client, sign_in: Callable[..., Any], who: str, bat_xat: Any) -> None:
    sign_in(client, who)
    for response in (client.post(ADD, {**NEW, "sure": "1"}), client.post(REMOVE), client.get(REMOVE)):
        assert response.status_code == 404
    assert not Holiday.objects.exists()


def test_the_one_stop_officer_may_look_but_sees_no_buttons(client: Client, sign_in: Callable[..., Any]) -> None:
    load_holidays()
    sign_in(client, "lan")
    page = text(client.get(LIST, {"nam": "2026"}))
    assert "24/11/2026" in page
    assert ADD not in page
    assert "/bo/" not in page


def test_the_director_of_the_centre_may_change_it_too(client: Client, sign_in: Callable[..., Any]) -> None:
    sign_in(client, "trung")
    assert client.post(ADD, {**NEW, "sure": "1"}).status_code == 302


def test_a_visitor_is_sent_away(client: Client, cast: Any) -> None:
    assert client.get(LIST).status_code in (302, 404)
    assert client.post(ADD, {**NEW, "sure": "1"}).status_code == 403  # kept on the page, to sign in beside it
    assert not Holiday.objects.exists()
