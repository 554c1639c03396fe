"""What was wrong on papers when they were looked at as pictures, each as a fact that a test can hold."""

from datetime import timedelta

import pytest

from thonso.core.base import clock
from thonso.dossiers.printing.slip_data import BUILDERS
from thonso.dossiers.tests.test_papers import drawn, received, slips
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def data(world: World, done, kind: str) -> dict:
    dossier = world.dossier(done)
    return BUILDERS[kind](dossier, dossier.events.get(pk=slips(world, done)[kind].id))


def test_nobody_is_asked_to_sign_a_note_that_was_made_by_itself(world: World) -> None:
    online = drawn(world, file_sample(world, sample("1.001193")), "filing_note")
    assert "không cần chữ ký" in online
    assert "NGƯỜI GHI NHẬN" not in online
    assert "NGƯỜI GHI NHẬN" in drawn(world, file_sample(world, sample("1.000656")), "filing_note")  # through anh Tú


def test_a_receipt_for_nothing_handed_in_says_so(world: World) -> None:
    done = file_sample(world, sample("2.000908"))
    world.act("lan", done, "receive", {"official_code": "H38.12.3-261123-0001"})
    assert "Không phải nộp giấy tờ" in drawn(world, done, "form01")


def test_only_who_signs_before_the_officer_is_told_not_to_sign_yet(world: World) -> None:
    told = {}
    for code in ("2.000815", "2.000884"):
        done = file_sample(world, sample(code))
        world.act("lan", done, "receive", {"day": "2026-11-26", "hour": "09:00"})
        told[code] = drawn(world, done, "appointment_slip")
    assert "09 giờ 00 phút, thứ Năm ngày 26 tháng 11 năm 2026" in told["2.000815"]
    assert "Chưa ký vào giấy" not in told["2.000815"]
    assert "Chưa ký vào giấy" in told["2.000884"]


def test_a_notice_says_where_it_goes_and_the_sheet_who_has_it_in_hand_and_that_it_was_early(world: World) -> None:
    done = received(world, "1.004873")
    world.act("binh", done, "take")
    (row,) = data(world, done, "form06")["steps"]
    assert (row["giver"], row["taker"]) == ("Nguyễn Thị Lan", "Phạm Thanh Bình")
    with clock.at(MONDAY + timedelta(hours=3)):
        world.act("lan", done, "withdraw", {"reason": "Gia đình đã làm ở xã khác.", "asked_by": "paper"})
    assert data(world, done, "form05")["recipients"] == ["Như trên", "Lưu: VT, TTPVHCC"]

    early = received(world, "1.004873", official="H38.12.3-261123-0002")
    for name in ("take", "advance"):
        world.act("binh", early, name)
    world.act("binh", early, "record_result", {"number": "7/2026", "dated": "2026-11-23", "signer": "A", "system": "B"})
    assert data(world, early, "form06")["steps"][-1]["outcome"] == "trước hạn"


def test_a_letter_names_what_was_asked_for_in_the_middle_of_its_sentence(world: World) -> None:
    done = received(world, "1.000656")
    world.act("binh", done, "take")
    world.act("binh", done, "draft_result", {"answer": "Hồ sơ chưa đủ."})
    world.act("binh", done, "propose")
    (letter,) = world.sign("pho", done)
    assert letter.title == "Văn bản trả lời đề nghị đăng ký khai tử"
