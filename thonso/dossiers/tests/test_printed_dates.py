"""What is printed says the date that holds and the place that was asked for, and marks a date that has moved."""

from datetime import date, timedelta

import pytest

from thonso.core.base import clock
from thonso.core.workdays.services import add_holiday
from thonso.dossiers.services import clock as dates
from thonso.dossiers.tests.test_papers import drawn
from thonso.dossiers.tests.test_papers import received as with_receipt
from thonso.dossiers.tests.test_supplement import ASK, BROUGHT, received
from thonso.dossiers.tests.world import MONDAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def said(at) -> str:
    return f"{clock.local(at):%H:%M} {clock.local(at):%d/%m/%Y}"


def test_the_control_sheet_names_the_promised_hour_and_that_the_clock_stands(world: World) -> None:
    done = received(world)
    promised = world.dossier(done).due_at
    with clock.at(MONDAY + timedelta(hours=1, minutes=37)):
        world.act("binh", done, "ask_supplement", ASK)
    dossier = world.dossier(done)
    assert (dossier.due_at, dates.promised(dossier)) == (None, promised)
    sheet = drawn(world, done, "form06")
    assert f"{clock.local(promised):%H:%M}" in sheet.split("Hẹn trả kết quả")[1][:40]
    assert f"{clock.local(promised):%d/%m/%Y}" in sheet.split("Hẹn trả kết quả")[1][:40]
    assert "đang dừng tính" in sheet
    with clock.at(MONDAY + timedelta(days=2)):
        world.act("lan", done, "supply", BROUGHT)
    assert "dừng tính" not in drawn(world, done, "form06")


def test_stopped_while_it_stood_the_sheet_still_names_that_hour(world: World) -> None:
    done = received(world)
    promised = world.dossier(done).due_at
    world.act("binh", done, "ask_supplement", ASK)
    with clock.at(MONDAY + timedelta(days=7)):
        world.act("binh", done, "stop", {"reason": "Công dân nộp sai nơi, hồ sơ thuộc xã khác."})
    assert dates.promised(world.dossier(done)) == promised
    assert f"{clock.local(promised):%d/%m/%Y}" in drawn(world, done, "form06").split("Hẹn trả kết quả")[1][:40]


def test_the_receipt_says_where_she_asked_for_it(world: World) -> None:
    done = with_receipt(world)
    place = drawn(world, done, "form01").split("Đăng ký nhận kết quả tại:")[1]
    assert place.strip().startswith("nhà văn hóa thôn (")
    assert world.dossier(done).hamlet.full_name in place[:60]


def test_where_nothing_was_asked_it_is_the_desk(world: World) -> None:
    done = with_receipt(world, "1.004873")
    place = drawn(world, done, "form01").split("Đăng ký nhận kết quả tại:")[1]
    assert place.strip().startswith("Trung tâm Phục vụ hành chính công")


def test_a_slip_printed_after_a_day_off_came_says_the_present_date_and_the_old_one(world: World) -> None:
    done = received(world)
    world.act("binh", done, "ask_supplement", ASK)
    before = clock.local(world.dossier(done).act_by)
    assert "thay cho" not in drawn(world, done, "form02")
    add_holiday(world.commune_id, date(2026, 12, 1), "Nghỉ lũ", actor=world.actor("trung").ref)
    after = clock.local(world.dossier(done).act_by)
    assert after > before
    slip = drawn(world, done, "form02")
    for day in (before, after):
        assert f"ngày {day:%d} tháng {day.month} năm {day.year}" in slip.replace("tháng 0", "tháng ")
    assert "thay cho" in slip


def test_a_request_that_was_answered_keeps_its_own_date(world: World) -> None:
    done = received(world)
    world.act("binh", done, "ask_supplement", ASK)
    world.act("lan", done, "supply", BROUGHT)
    add_holiday(world.commune_id, date(2026, 12, 1), "Nghỉ lũ", actor=world.actor("trung").ref)
    assert "thay cho" not in drawn(world, done, "form02")
