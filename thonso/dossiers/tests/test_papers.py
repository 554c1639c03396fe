"""Every slip and every result is drawn from a real dossier, says what a civil servant would look for, and is told again."""

import re
import subprocess
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.files.services import open_stored
from thonso.core.units.models import CommuneProfile
from thonso.dossiers import printing
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import drafting
from thonso.dossiers.tests import test_recognition as story
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BROUGHT = {"brought": {"previous_paper": "compared"}}
CODE = "H38.12.3-261123-0001"
OTHER = "H38.12.3-261123-0002"


def words(pdf: bytes) -> str:
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().replace("\u00a0", " ").split())


def slips(world: World, done) -> dict[str, printing.Slip]:
    dossier = world.dossier(done)
    return {slip.kind: slip for slip in printing.slips_of(dossier, list(dossier.events.order_by("seq")))}


def drawn(world: World, done, kind: str, **how) -> str:
    return words(printing.render(world.dossier(done), slips(world, done)[kind], **how))


def received(world: World, code: str = "TS.000001", name: str = "valid", official: str = CODE):
    done = file_sample(world, sample(code, name))
    world.check_all("lan", done)
    world.act("lan", done, "receive", {"official_code": official})
    return done


def test_the_note_names_what_was_really_sent_and_nobody_twice(world: World) -> None:
    done = file_sample(world, sample("TS.000001"))
    text = drawn(world, done, "filing_note")
    assert "chưa phải Giấy tiếp nhận" in text
    assert done.code in text
    assert done.key in text.replace(" ", "")  # letter-spaced, which some readers take for spaces
    assert "Người hỗ trợ: Tẩn Văn Tú" in text
    assert "Đơn đề nghị xác nhận" in text
    assert "Thẻ căn cước" not in text  # a card is shown and given back, never handed in
    assert "Chủ hồ sơ" not in text  # she files for herself


def test_without_the_official_code_there_is_no_receipt_yet(world: World) -> None:
    done = file_sample(world, sample("TS.000001"))
    world.receive(done)
    assert set(slips(world, done)) == {"filing_note", "form06"}
    world.act("lan", done, "record_official_code", {"official_code": " h38.12.3–261123-0001 "})
    assert world.dossier(done).official_code == CODE
    assert set(slips(world, done)) == {"form01", "form06"}


@pytest.mark.parametrize(
    "wrong", ["", "123", "TS-261123-0001", "H38.12.3-261399-0001", "H38.12.3-261224-0001", "'; DROP TABLE"]
)
def test_what_is_no_official_code_is_not_taken_for_one(world: World, wrong: str) -> None:
    done = file_sample(world, sample("TS.000001"))
    world.receive(done)
    with pytest.raises(Refused):
        world.act("lan", done, "record_official_code", {"official_code": wrong})


def test_an_official_code_belongs_to_one_dossier(world: World) -> None:
    received(world)
    second = file_sample(world, sample("1.004873"))
    world.check_all("lan", second)
    with pytest.raises(Refused):
        world.act("lan", second, "receive", {"official_code": CODE})
    assert world.dossier(second).state == "submitted"
    world.act("lan", second, "receive", {"official_code": OTHER})
    with pytest.raises(Refused):
        world.act("lan", second, "record_official_code", {"official_code": CODE})


def test_a_code_that_the_portal_gave_before_reception_makes_no_receipt_yet(world: World) -> None:
    done = file_sample(world, sample("TS.000001"))
    world.act("lan", done, "record_official_code", {"official_code": CODE})
    assert "form01" not in slips(world, done)
    world.receive(done)
    assert world.dossier(done).official_code == CODE
    assert "form01" in slips(world, done)


def test_a_commune_that_counts_itself_gives_the_next_code_and_takes_none(world: World) -> None:
    CommuneProfile.objects.filter(unit=world.units.commune).update(official_numbering="own")
    codes = []
    for code in ("1.004873", "2.000635", "1.001193"):
        done = file_sample(world, sample(code))
        world.receive(done)
        codes.append(world.dossier(done).official_code)
        with pytest.raises(Refused):
            world.act("lan", done, "record_official_code", {"official_code": OTHER})
    assert codes == [f"H38.12.3-261123-{n:04d}" for n in (1, 2, 3)]
    assert "form01" in slips(world, done)


@pytest.mark.parametrize("layout", ["a4", "a5x2"])
def test_the_receipt_has_code_papers_date_and_key(world: World, layout: str) -> None:
    done = received(world)
    text = drawn(world, done, "form01", layout=layout)
    assert text.count(done.key) == 1  # on the copy of the person, never on the one that is kept
    for part in (CODE, done.code, "17 giờ 00 phút, ngày 23 tháng 11 năm 2026"):
        assert text.count(part) == (2 if layout == "a5x2" else 1), part
    assert "Nguyễn Thị Lan" in text
    assert "015168990001" not in text
    assert "Thẻ căn cước" not in text


def test_a_receipt_keeps_its_own_hour_when_the_dossier_is_received_again(world: World) -> None:
    done = received(world)
    first = slips(world, done)["form01"]
    world.act("lan", done, "cancel_reception", {"reason": "Bấm nhầm hồ sơ của người khác cùng tên."})
    with clock.at(MONDAY + timedelta(hours=2)):
        world.act("lan", done, "receive")
    assert slips(world, done)["form01"].id != first.id
    assert "nhận hồ sơ: 08 giờ" in words(printing.render(world.dossier(done), first))
    assert "nhận hồ sơ: 10 giờ" in drawn(world, done, "form01")


def test_a_supplement_an_apology_and_an_end_each_have_their_form(world: World) -> None:
    done = received(world, "1.004873", "supplement")
    (asked,) = sample("1.004873", "supplement").ask
    world.act("binh", done, "take")
    world.act("binh", done, "ask_supplement", {"papers": {asked["paper"]: {"why": "invalid", "note": asked["say"]}}})
    text = drawn(world, done, "form02")
    assert asked["say"] in text
    assert "ngày 06 tháng 01 năm 2027" in text
    with clock.at(MONDAY + timedelta(days=2)):
        world.act("lan", done, "supply", BROUGHT)
        world.act("binh", done, "propose_extension", {"days": "2", "reason": "Chờ kết quả xác minh của xã A Mú Sung."})
        world.act("trung", done, "extend")
        apology = drawn(world, done, "form04")
        assert "17 giờ 00 phút, ngày 02 tháng 12 năm 2026" in apology
        assert "Trần Quốc Trung" in apology
        assert "Số: 01/TB-TTPVHCC" in apology
        assert "chưa giải quyết xong hồ sơ" in apology
        assert "Như trên" in apology
        world.act("binh", done, "stop", {"reason": "Người yêu cầu đã được xã khác cấp giấy này."})
        assert "đã được xã khác cấp" in drawn(world, done, "form05")


def test_what_was_never_received_is_not_stopped_by_form_05(world: World) -> None:
    done = file_sample(world, sample("2.002637"))
    world.act("lan", done, "withdraw", {"reason": "Các thành viên muốn bàn lại.", "asked_by": "spoken"})
    assert set(slips(world, done)) == {"filing_note"}


def test_the_control_sheet_names_offices_and_who_gave_and_took(world: World) -> None:
    done = received(world)
    world.act("hoa", done, "take")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    text = drawn(world, done, "form06")
    assert "Phòng Văn hóa" in text
    assert "Nguyễn Thị Lan" in text
    assert "Hoàng Thị Hoa" in text


def test_the_proof_of_hand_over_says_where_it_really_was_given(world: World) -> None:
    done = received(world)
    world.act("hoa", done, "take")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    world.act("lan", done, "hand_over", {"way": "hamlet", "taken_by": "Lý Thị Mai", "given_by": "Tẩn Văn Tú"})
    text = drawn(world, done, "result_receipt")
    assert "01/GXN-UBND" in text
    assert "Thôn Suối Chải, qua người hỗ trợ" in text
    assert "Người trả kết quả: Tẩn Văn Tú" in text
    assert "Bản in từ bản điện tử" in text


def _completed(world: World):
    done = received(world)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    return done


def test_a_receipt_can_travel_with_the_paper_to_be_signed_where_it_is_given(world: World) -> None:
    done = _completed(world)
    before = drawn(world, done, "result_receipt")
    assert "01/GXN-UBND" in before
    assert "Người nhận kết quả: Lý" not in before
    world.act("lan", done, "send_to_hamlet", {"carried_by": "Vàng A Sử"})
    travelling = drawn(world, done, "result_receipt")
    assert "Người chuyển kết quả về thôn: Vàng A Sử" in travelling
    assert "Thôn Suối Chải" in travelling
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    after = drawn(world, done, "result_receipt")
    assert "Người nhận kết quả: Lý Thị Mai" in after
    assert "Vàng A Sử" not in after


def test_what_is_sent_is_not_counted_in_copies(world: World) -> None:
    done = _completed(world)
    world.act("lan", done, "hand_over", {"way": "electronic", "taken_by": "Lý Thị Mai"})
    text = drawn(world, done, "result_receipt")
    assert "Số bản" not in text
    assert "Bản điện tử có chữ" in text
    assert "Bản in" not in text


def test_who_gave_it_in_the_hamlet_is_named(world: World) -> None:
    done = _completed(world)
    with pytest.raises(Refused):
        world.act("lan", done, "hand_over", {"way": "hamlet", "taken_by": "Lý Thị Mai"})


def test_a_code_is_called_what_it_is(world: World) -> None:
    done = file_sample(world, sample("TS.000001"))
    world.receive(done)
    assert f"Mã theo dõi: {done.code}" in drawn(world, done, "form06")
    world.act("lan", done, "record_official_code", {"official_code": CODE})
    assert f"Mã hồ sơ: {CODE}" in drawn(world, done, "form06")


def test_a_paper_that_is_only_shown_is_not_counted_and_not_named_twice(world: World) -> None:
    done = received(world)
    ask = {"papers": {"id_card": {"why": "invalid", "note": "Thẻ chụp bị mờ số."}}}
    world.act("lan", done, "ask_supplement", ask)
    text = drawn(world, done, "form02")
    assert text.count("Thẻ căn cước") == 1
    assert "Lý do: Thẻ chụp bị mờ số." in text
    assert "người đề nghị 01" not in text


def test_another_layout_is_no_reprint(world: World, client: Client) -> None:
    done = received(world)
    client.force_login(world.cast["lan"], backend=BACKEND)
    address = reverse("dossiers:slip", args=[done.code, "form01", slips(world, done)["form01"].id])
    texts = [words(b"".join(client.get(address + how))) for how in ("", "?kho=a5x2", "?kho=a5x2")]
    assert ["In lại" in text for text in texts] == [False, False, True]


def test_a_refusal_names_the_officer_to_ask_and_the_director_who_signs(world: World) -> None:
    done = file_sample(world, sample("1.001193"))
    world.act("lan", done, "propose_refusal", {"reason": "Trẻ đã được khai sinh tại xã A Mú Sung.", "basis": "Điều 5"})
    world.act("trung", done, "approve_refusal")
    text = drawn(world, done, "form03")
    assert "liên hệ với Nguyễn Thị Lan, số điện thoại 0214 000 000" in text
    assert "Trần Quốc Trung" in text


def test_what_is_printed_again_says_so_and_how_often(world: World, client: Client) -> None:
    done = received(world)
    client.force_login(world.cast["lan"], backend=BACKEND)
    slip = slips(world, done)["form01"]
    address = reverse("dossiers:slip", args=[done.code, "form01", slip.id])
    texts = [words(b"".join(client.get(address))) for _n in range(3)]
    assert "In lại" not in texts[0]
    assert ["In lại lần 1" in texts[1], "In lại lần 2" in texts[2]] == [True, True]


def test_a_decision_for_forty_households_has_them_all_in_order(world: World) -> None:
    names = [
        f"{a} {b} {c}"
        for c in ("Lở", "Pham", "Sơn", "Mẩy", "Dợ")
        for a in ("Phàn", "Chảo", "Tẩn", "Lý")
        for b in ("Thị", "Văn")
    ]
    done = [_agreed(world, name, n) for n, name in enumerate(names)]
    with clock.at(story.at(7.1)):
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(one) for one in done], [uuid4() for _d in done])
        for one in done:
            world.act("hoa", one, "propose")
        signed = world.sign("hai", *done)
    assert len(signed) == 41
    papers = {link.result.paper: link.result for link in world.dossier(done[0]).results.select_related("result")}
    text = _stored(papers["decision"])
    assert "Công nhận 26 hộ nghèo, 14 hộ cận nghèo qua rà soát thường xuyên năm 2026" in text
    assert [n for n in names if n not in text] == []
    assert re.findall(r"Căn cứ (Luật|Quyết định|các Thông tư|kết quả)", text) == [
        "Luật",
        "Quyết định",
        "các Thông tư",
        "kết quả",
    ]
    certificate = _stored(papers["certificate_household"])
    assert "Quyết định số 01/QĐ-UBND" in certificate
    assert "cần xác minh" not in certificate
    assert Dossier.objects.filter(stage="seal").count() == 40


def _agreed(world: World, name: str, n: int):
    head = {"full_name": name, "id_number": f"01516599{1000 + n:04d}", "birth": "1965-03-02", "sex": "female"}
    with clock.at(story.MONDAY):
        done = world.file("lan", sample("1.011607"), head=head)
        world.receive(done)
        world.act("hoa", done, "take")
        world.act("hoa", done, "advance")
    with clock.at(story.at(1)):
        story.do_task(world, done, "review", story.REVIEW | {"proposal": "poor" if n % 3 else "near_poor"})
        story.do_task(world, done, "meeting", story.MEETING)
        story.post(world, done)
    with clock.at(story.at(4.5)):
        story.do_task(world, done, "posting", {"objections": ""})
    with clock.at(story.at(7)):
        world.act("hoa", done, "advance")
    return done


def _stored(result) -> str:
    with open_stored(result.upload) as file:
        return words(file.read())
