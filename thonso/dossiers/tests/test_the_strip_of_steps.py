"""The strip of steps keeps the day of each step that was left, and calls nothing done that was passed by."""

from datetime import timedelta

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused
from thonso.dossiers import presenting
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = pytest.mark.django_db


def strip(world: World, done: Filed) -> dict[str, presenting.PathStep]:
    dossier = world.dossier(done)
    return {step.label: step for step in presenting.path(dossier, list(dossier.events.all()))}


def test_what_is_sent_back_keeps_the_day_of_its_reception(world: World) -> None:
    with clock.at(MONDAY):
        done = submitted(world)
    received = strip(world, done)["Tiếp nhận"].note
    assert received == f"{local(world.dossier(done).received_at):%d/%m %H:%M}"
    with clock.at(MONDAY + timedelta(days=2)):
        world.act("pho", done, "send_back", {"note": "Sai tên đệm."})
        assert strip(world, done)["Tiếp nhận"].note == received
        assert [step.state for step in strip(world, done).values()][2] == "now"
        world.act("hoa", done, "propose")
        assert strip(world, done)["Tiếp nhận"].note == received


def test_so_does_one_whose_result_is_corrected(world: World) -> None:
    with clock.at(MONDAY):
        done = submitted(world)
        world.sign("pho", done)
        world.act("thu", done, "seal")
    received = strip(world, done)["Tiếp nhận"].note
    with clock.at(MONDAY + timedelta(days=3)):
        result = str(world.dossier(done).results.get().result_id)
        reason = {"result": result, "reason": "Ghi sai tên đệm của chủ hộ.", "name": "Lý Thị May"}
        world.act("hoa", done, "correct_result", reason)
        assert strip(world, done)["Tiếp nhận"].note == received


def test_a_reception_that_was_cancelled_has_the_day_of_the_second(world: World) -> None:
    with clock.at(MONDAY):
        done = world.file("lan", sample("TS.000001"))
        world.receive(done)
        world.act("lan", done, "cancel_reception", {"reason": "Tiếp nhận nhầm hồ sơ khác."})
    with clock.at(MONDAY + timedelta(days=2)):
        world.act("lan", done, "receive")
        world.act("hoa", done, "take")
        assert strip(world, done)["Tiếp nhận"].note == f"{local(clock.now()):%d/%m %H:%M}"


@pytest.fixture
def birth(world: World) -> Filed:
    with clock.at(MONDAY):
        done = world.file("lan", sample("1.001193"))
        world.receive(done)
        world.act("binh", done, "take")
    return done


@pytest.mark.usefixtures("monday")
def test_where_the_result_is_made_elsewhere_recording_it_is_offered_and_drafting_it_is_not(
    world: World, birth: Filed, client: Client, sign_in
) -> None:
    sign_in(client, "binh")
    page = client.get(f"/ban/ho-so/{birth.code}/").content.decode().split("<h1", 1)[1]
    assert f"/ban/ho-so/{birth.code}/lam/record_result/" in page.split("<details", 1)[0]  # not folded away
    assert "Soạn kết quả</a>" not in page
    assert "Trả lời bằng công văn" in page
    at = f"/ban/ho-so/{birth.code}/lam/draft_result/"
    assert "làm ở phần mềm khác" in client.get(at).content.decode()
    assert client.post(at, {"answer": ""}).status_code == 422
    with pytest.raises(Refused) as refusal:
        world.act("binh", birth, "draft_result")
    assert "answer" in refusal.value.fields


@pytest.mark.usefixtures("monday")
def test_a_letter_does_not_do_what_is_done_in_another_system(world: World, birth: Filed) -> None:
    world.act("binh", birth, "draft_result", {"answer": "Trẻ đã được đăng ký khai sinh ở xã khác."})
    world.act("binh", birth, "propose")
    found = strip(world, birth)["Ghi sổ, lấy số định danh"]
    assert (found.state, found.note) == ("todo", "không làm")
    assert strip(world, birth)["Thẩm tra hồ sơ"].state == "done"


@pytest.mark.usefixtures("monday")
def test_a_result_that_was_recorded_did(world: World, birth: Filed) -> None:
    data = {"number": "215/2026", "dated": "2026-11-23", "signer": "Phó", "system": "Hộ tịch"}
    world.act("binh", birth, "record_result", data)
    assert strip(world, birth)["Ghi sổ, lấy số định danh"].state == "done"
