"""1.001612 and 1.001266: registered in the national system for household businesses, recorded here; its fee is the province's."""

from datetime import timedelta

import pytest

from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.dossiers import requirements
from thonso.dossiers.services import fees
from thonso.dossiers.tests.world import MONDAY, World, changed, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CERTIFICATE = {
    "number": "8500123456-001",
    "dated": "2026-11-25",
    "signer": "Sùng Seo Phong",
    "system": "Hệ thống ĐKHKD",
}


def test_a_business_is_registered_and_its_certificate_recorded(world: World) -> None:
    done = file_sample(world, sample("1.001612"))
    assert fees.full_fee(world.dossier(done)) is None  # the province sets it: the desk types what it is
    world.receive(done)
    with pytest.raises(Refused) as refusal:
        world.act("lan", done, "ask_payment", {"amount": "50000"})
    assert "basis" in refusal.value.fields
    world.act("lan", done, "ask_payment", {"amount": "50000", "basis": "Nghị quyết 12/2026/NQ-HĐND tỉnh Lào Cai"})
    paid = {"way": "receipt", "reference": "BL26-0042", "amount": "50000", "paid_on": "2026-11-23"}
    world.act("lan", done, "record_payment", paid)
    world.act("binh", done, "take")
    with pytest.raises(Refused):  # the certificate bears a code that only that system gives
        world.act("binh", done, "draft_result")
    world.act("binh", done, "advance")
    assert world.dossier(done).stage == "register"
    with clock.at(MONDAY + timedelta(days=2)):
        world.act("binh", done, "record_result", CERTIFICATE)
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    dossier = world.dossier(done)
    assert dossier.state == "handed_over"
    assert dossier.results.get().result.number == "8500123456-001"
    assert dossier.completed_at is not None
    assert dossier.due_at is not None
    assert dossier.completed_at < dossier.due_at


def test_what_has_to_be_changed_is_told_by_letter(world: World) -> None:
    done = file_sample(world, sample("1.001612"))
    world.receive(done)
    world.act("binh", done, "take")
    said = "Tên “Hộ kinh doanh Mai Quýt” đã có hộ khác trong xã đăng ký.\nMời bà chọn tên khác rồi nộp lại."
    world.act("binh", done, "draft_result", {"answer": said})
    world.act("binh", done, "propose")
    (letter,) = world.sign("pho", done)
    assert letter.paper == "letter"


def test_who_files_for_another_without_an_account_brings_a_copy_of_the_card(world: World) -> None:
    valid = sample("1.001612")
    answers = {**valid.answers, "has_eid": "no"}
    done = world.file("lan", changed(valid, channel="desk", representation="authorised", answers=answers))
    keys = [paper.key for paper in requirements.papers(world.dossier(done))]
    assert keys == ["request", "authorisation", "principal_card"]
    own = world.file("lan", changed(valid, channel="desk", answers=answers))
    assert [paper.key for paper in requirements.papers(world.dossier(own))] == ["request"]


def test_a_business_ends_once_the_tax_office_has_been_asked(world: World) -> None:
    done = file_sample(world, sample("1.001266"))
    world.receive(done)
    world.act("binh", done, "take")
    world.act("binh", done, "advance")
    assert world.dossier(done).stage == "close"
    ended = {**CERTIFICATE, "number": "TB-1266/2026", "dated": "2026-11-26", "system": "Cơ sở dữ liệu hộ kinh doanh"}
    with clock.at(MONDAY + timedelta(days=3)):
        world.act("binh", done, "record_result", ended)
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    assert world.dossier(done).state == "handed_over"


def test_a_refusal_of_the_tax_office_is_told_by_letter(world: World) -> None:
    done = file_sample(world, sample("1.001266"))
    world.receive(done)
    world.act("binh", done, "take")
    world.act(
        "binh", done, "draft_result", {"answer": "Cơ quan thuế có ý kiến: hộ còn nợ 1.200.000 đồng lệ phí môn bài."}
    )
    world.act("binh", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    assert world.dossier(done).results.get().result.paper == "letter"
