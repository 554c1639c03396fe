"""How each procedure ends: made in another system and recorded, answered by letter, signed here and checked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.files.services import open_stored
from thonso.core.journal.work import transact
from thonso.core.people.rules import Klass
from thonso.core.people.services import set_classification
from thonso.core.signatures import verify
from thonso.dossiers.models import Result
from thonso.dossiers.tests.world import MONDAY, SEED, World, file_sample, officer_of, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ELSEWHERE = ("2.000635", "1.004873", "1.001193", "2.002637")
RECORD = {"number": "215/2026", "dated": "2026-11-23", "signer": "Sùng Seo Phong", "system": "Phần mềm hộ tịch"}
TAKEN = {"way": "desk", "taken_by": "Lý Thị Mai"}


def taken(world: World, code: str):
    done = file_sample(world, sample(code))
    world.receive(done)
    world.act(officer_of(code), done, "take")
    return done


@pytest.mark.parametrize("code", ELSEWHERE)
def test_a_result_made_in_another_system_is_recorded_and_handed_over(world: World, code: str) -> None:
    done, officer = taken(world, code), officer_of(code)
    world.act(officer, done, "advance")
    assert world.dossier(done).stage in {"print", "register", "tax"}
    world.act(officer, done, "record_result", RECORD)
    dossier = world.dossier(done)
    assert (dossier.state, dossier.holder_role, dossier.stage) == ("completed", "one_stop", "return")
    result = dossier.results.get().result
    assert (result.made, result.state, result.number, result.signer_name) == (
        "elsewhere",
        "issued",
        "215/2026",
        "Sùng Seo Phong",
    )
    world.act("lan", done, "hand_over", TAKEN | {"taken_by": dossier.subject_name, "signed": True})
    assert world.dossier(done).state == "handed_over"


@pytest.mark.parametrize(
    ("box", "wrong"), [("dated", "2026-11-22"), ("dated", "2026-11-24"), ("number", "Số 0"), ("number", "không rõ")]
)
def test_what_another_system_cannot_have_given_is_refused(world: World, box: str, wrong: str) -> None:
    """Older than the dossier, of tomorrow, without a number: nothing is recorded, and nobody is told to come for it."""
    done = taken(world, "1.001193")
    world.act("binh", done, "advance")
    with pytest.raises(Refused) as refusal:
        world.act("binh", done, "record_result", RECORD | {box: wrong})
    assert box in refusal.value.fields
    assert world.dossier(done).state == "processing"
    assert not world.dossier(done).results.exists()


def test_a_file_that_is_not_here_is_not_handed_over(world: World) -> None:
    done = taken(world, "1.001193")
    world.act("binh", done, "record_result", RECORD)
    owner = world.dossier(done).subject_name
    with pytest.raises(Refused) as refusal:
        world.act("lan", done, "hand_over", {"way": "electronic", "taken_by": owner, "signed": True})
    assert "way" in refusal.value.fields
    assert world.dossier(done).state == "completed"


@pytest.mark.parametrize("code", ELSEWHERE)
def test_nothing_can_be_drafted_here_for_it_but_an_answer_by_letter(world: World, code: str) -> None:
    done, officer = taken(world, code), officer_of(code)
    with pytest.raises(Refused):
        world.act(officer, done, "draft_result")
    world.act(officer, done, "draft_result", {"answer": "Không tìm thấy việc đã đăng ký trong sổ hộ tịch của xã."})
    world.act(officer, done, "propose")
    assert world.dossier(done).stage == "sign"
    world.sign("pho", done)
    world.act("thu", done, "seal")
    result = world.dossier(done).results.get().result
    assert (result.paper, result.state) == ("letter", "issued")
    with open_stored(result.upload) as file:
        verdict = verify(file.read())
    assert (verdict.integrity, len(verdict.signatures)) == ("ok", 2)


@pytest.mark.parametrize(
    "wrong",
    [{"number": " "}, {"dated": "2026-11-24"}, {"dated": "hôm qua"}, {"dated": ""}],
)
def test_a_record_without_number_or_with_a_date_to_come_is_refused(world: World, wrong: dict[str, str]) -> None:
    done = taken(world, "1.001193")
    with pytest.raises(Refused):
        world.act("binh", done, "record_result", RECORD | wrong)
    assert world.dossier(done).state == "processing"
    assert not Result.objects.exists()


@pytest.mark.parametrize("code", ["TS.000001", "1.011607"])
def test_what_is_decided_here_cannot_be_recorded_as_made_elsewhere(world: World, code: str) -> None:
    done = taken(world, code)
    with pytest.raises(Refused):
        world.act("hoa", done, "record_result", RECORD)


def test_a_confirmation_without_a_class_is_answered_by_letter(world: World) -> None:
    lo = {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
    done = world.file("lan", sample("TS.000001"), requester=lo)
    world.receive(done)
    world.act("hoa", done, "take")
    with pytest.raises(Refused):
        world.act("hoa", done, "draft_result")
    world.act("hoa", done, "draft_result", {"answer": "Hộ chưa có tên trong danh sách.\nMời ông/bà nộp 1.011607."})
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    assert world.dossier(done).results.get().result.number == "01/UBND-VHXH"


def test_someone_elses_number_opens_nobodys_household(world: World) -> None:
    """Chị Mai's number under another name: the class and members of her household are not drawn from it."""
    stranger = {"full_name": "Vàng Thị Dợ", "id_number": "015168990001", "birth": "1968-05-12", "sex": "female"}
    done = world.file("lan", sample("TS.000001"), requester=stranger)
    dossier = world.dossier(done)
    assert (dossier.subject_resident_id, dossier.household_id) == (None, None)
    world.receive(done)
    world.act("hoa", done, "take")
    with pytest.raises(Refused):
        world.act("hoa", done, "draft_result")


def test_a_leader_sends_it_back_and_the_new_draft_takes_the_place_of_the_old(world: World) -> None:
    done = taken(world, "TS.000001")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    with pytest.raises(Refused):
        world.act("pho", done, "send_back", {"note": ""})
    world.act("pho", done, "send_back", {"note": "Ghi rõ tên trường."})
    dossier = world.dossier(done)
    assert (dossier.state, dossier.stage, dossier.holder_role) == ("processing", "check", "officer_social")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    assert world.dossier(done).results.count() == 1


def test_a_result_is_taken_back_with_its_reason_and_says_so(world: World) -> None:
    done = taken(world, "1.001193")
    world.act("binh", done, "record_result", RECORD)
    result = world.dossier(done).results.get().result
    with pytest.raises(Refused):
        world.act("binh", done, "propose_revocation", {"result": str(result.pk), "reason": "sai"})
    world.act("binh", done, "propose_revocation", {"result": str(result.pk), "reason": "Ghi sai ngày sinh của trẻ."})
    world.act("pho", done, "approve_revocation")
    result.refresh_from_db()
    assert (result.state, result.ended_reason) == ("revoked", "Ghi sai ngày sinh của trẻ.")


def test_the_class_of_the_day_it_is_answered_counts_not_what_was_ticked(world: World) -> None:
    done = taken(world, "TS.000001")
    with transact(world.commune_id) as work:
        near = Klass(
            2026, "near_poor", decision_number="9/QĐ-UBND", decision_date=MONDAY.date(), valid_from=MONDAY.date()
        )
        set_classification(work, SEED, world.mai_home, near)
    with clock.at(MONDAY + timedelta(hours=2)):
        world.act("hoa", done, "draft_result")
    assert "cận nghèo" in world.dossier(done).results.get().result.title


def test_a_result_without_a_file_of_ours_has_no_dead_link(world: World, client: Client) -> None:
    done = taken(world, "1.001193")
    world.act("binh", done, "record_result", RECORD)
    result = world.dossier(done).results.get().result
    client.force_login(world.cast["lan"], backend=BACKEND)
    address = reverse("dossiers:result", args=[done.code, result.pk])
    page = client.get(reverse("dossiers:detail", args=[done.code])).content.decode()
    assert "215/2026" in page
    assert address not in page
    assert client.get(address).status_code == 404
    assert client.get(f"/xac-minh/{result.check_code}/").status_code == 404  # nothing here to check
    assert client.get(reverse("dossiers:tracked", args=[done.code])).status_code == 200
