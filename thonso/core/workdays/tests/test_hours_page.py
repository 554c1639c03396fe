"""Office hours have one source: the page where they are changed, the public pages, appointments and every deadline."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from thonso.core.access.pages.shared import read_hour
from thonso.core.base import clock
from thonso.core.base.clock import HANOI
from thonso.core.journal.models import Entry
from thonso.core.units.models import CommuneProfile
from thonso.core.workdays import services
from thonso.core.workdays.calendars import calendar_for
from thonso.core.workdays.loading import load_holidays
from thonso.core.workdays.models import WorkingHours

LIST, CHANGE = "/quan-tri/gio-lam-viec/", "/quan-tri/gio-lam-viec/doi/"
NOW = datetime(2026, 12, 1, 9, tzinfo=HANOI)
MOVED = [services.Moved("TS-1", NOW, NOW + timedelta(days=1))]
NEW = {
    "since": "14/12/2026", "morning_start": "7h30", "morning_end": "12:00", "afternoon_start": "13 giờ 30",
    "afternoon_end": "17", "source": "Thông báo số 12",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_first_of_december(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(services, "_counters", {})
    services.register_counter("dossiers", "Hồ sơ đang mở", lambda dates, commune_id: MOVED)
    with clock.at(NOW):
        yield


@pytest.fixture
def admin(client: Client, sign_in: Callable[..., Any]) -> Client:
    sign_in(client, "quantri")
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u2060", "")


def test_what_holds_is_shown_with_its_length_and_its_source(admin: Client) -> None:
    load_holidays()
    said = text(admin.get(LIST))
    assert "7:00–11:30, 13:30–17:00" in said
    assert "8 giờ mỗi ngày" in said
    assert "Cần xác minh" in said


def test_the_first_press_asks_and_changes_nothing(admin: Client) -> None:
    answer = admin.post(CHANGE, NEW)
    assert answer.status_code == 200
    assert "7:30–12:00, 13:30–17:00" in text(answer)
    assert "Hồ sơ đang mở" in text(answer)
    assert "TS-1" in text(answer)
    assert not WorkingHours.objects.exists()


def test_the_second_press_changes_them_from_that_day_on_everywhere(admin: Client, bat_xat: Any) -> None:
    CommuneProfile.objects.create(unit=bat_xat.commune, office_name="Trung tâm", place_name="Bát Xát")
    for _press in range(2):
        assert admin.post(CHANGE, {**NEW, "sure": "1"}).status_code == 302
    assert Entry.objects.filter(verb="office_hours.set").count() == 1
    row = WorkingHours.objects.get()
    assert (row.morning_start, row.afternoon_end, row.source) == (time(7, 30), time(17), "Thông báo số 12")
    calendar = calendar_for(bat_xat.commune.pk)
    assert calendar.opening(date(2026, 12, 11)).time() == time(7)
    assert calendar.opening(date(2026, 12, 14)).time() == time(7, 30)
    assert "7:00–11:30" in text(admin.get("/tro-giup/"))
    with clock.at(NOW + timedelta(days=13)):
        assert "Thứ Hai đến thứ Sáu: 7:30–12:00, 13:30–17:00" in text(admin.get("/tro-giup/"))


def test_a_day_that_is_not_eight_hours_is_said_to_be_no_working_day(admin: Client) -> None:
    assert "không dài đúng 8 giờ" not in text(admin.get(LIST))
    admin.post(CHANGE, {**NEW, "since": "01/12/2026", "morning_end": "11:30", "sure": "1"})
    said = text(admin.get(LIST))
    assert "7 giờ 30 phút mỗi ngày" in said
    assert "không dài đúng 8 giờ" in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": ""}, "Ghi ngày bắt đầu"),
        ({"since": "30/11/2026"}, "từ hôm nay trở đi"),
        ({"since": "31/02/2027"}, "Ghi ngày theo dạng"),
        ({"since": "01/01/2999"}, "quá xa"),
        ({"morning_start": "sáng"}, "Ghi giờ như 7:30"),
        ({"morning_start": "25:00"}, "Ghi giờ như 7:30"),
        ({"morning_end": "7:00"}, "Phải muộn hơn 07:30"),
        ({"afternoon_end": "13:30"}, "Phải muộn hơn 13:30"),
        ({"source": "x" * 201}, "200"),
    ],
)
def test_what_cannot_be_is_said_at_its_box_and_kept(admin: Client, wrong: dict[str, str], said: str) -> None:
    for sure in ({}, {"sure": "1"}):
        answer = admin.post(CHANGE, {**NEW, **wrong, **sure})
        assert answer.status_code == 422
        assert said in text(answer)
        assert answer.context["errors"].keys() == {*wrong}
        assert "Thông báo số 12" in text(answer) or "source" in wrong
    assert not WorkingHours.objects.exists()


@pytest.mark.parametrize("who", ["lan", "hai", "mai", "tu", "tinh", "xuan"])
def test_nobody_else_changes_them(client: Client, sign_in: Callable[..., Any], who: str) -> None:
    sign_in(client, who)
    assert client.post(CHANGE, {**NEW, "sure": "1"}).status_code == 404
    assert not WorkingHours.objects.exists()


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("7:30", time(7, 30)), ("07.30", time(7, 30)), ("7h", time(7)), ("13g30", time(13, 30)), ("7H30", time(7, 30)),
        ("07 giờ 30", time(7, 30)), ("7 giờ 30 phút", time(7, 30)), ("7h30'", time(7, 30)), ("7h30p", time(7, 30)),
        ("7 giờ 5", None), ("25h", None), ("7h75", None), ("sáng", None), ("", None),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(typed: str, hour: time | None) -> None:
    assert read_hour(typed) == hour
