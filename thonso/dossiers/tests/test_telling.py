"""Who is told, and in which words, when that is not plain."""

import pytest
from django.test import Client

from thonso.core.notices.models import OutboxMessage
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_corrections import WRONG, old_of
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.test_telling_of_a_new_date import unreachable
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def told(done: Filed, channel: str) -> list[str]:
    rows = OutboxMessage.objects.filter(about_id=done.dossier_id, channel=channel)
    return list(rows.order_by("created_at", "pk").values_list("template", flat=True))


@pytest.mark.parametrize("phone", ["0214 3888 999", "02143888999"])
def test_a_number_that_takes_no_sms_stops_no_filing(world: World, phone: str) -> None:
    done = world.file("lan", sample("TS.000001"), phone=phone)
    world.receive(done)
    assert world.dossier(done).state == "accepted"
    assert told(done, "sms") == []


@pytest.mark.parametrize("phone", ["0912 345 678", "+84912345678", "0912.345.678"])
def test_a_mobile_number_is_told_by_sms(world: World, phone: str) -> None:
    done = world.file("lan", sample("TS.000001"), phone=phone)
    assert told(done, "sms") == ["dossier_filed"]


@pytest.mark.parametrize("handed_over", [False, True])
def test_who_was_told_of_a_correction_hears_that_the_paper_was_right_after_all(world: World, handed_over: bool) -> None:
    done = submitted(world, phone="0912 345 678")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    if handed_over:
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    world.act(
        "hoa", done, "correct_result", {"result": str(old_of(world, done).pk), "reason": WRONG, "name": "Lý Thị May"}
    )
    world.act("hoa", done, "give_up_correction")
    assert told(done, "sms")[-2:] == ["result_corrected", "correction_given_up"]
    assert told(done, "sms").count("result_ready") == 1


def test_where_nobody_can_be_told_that_a_paper_was_taken_back_somebody_has_to_go(
    world: World, client: Client, sign_in
) -> None:
    done = submitted(world)
    unreachable(world, done)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    world.act("hoa", done, "propose_revocation", {"result": str(old_of(world, done).pk), "reason": WRONG})
    sign_in(client, "pho")
    assert "không báo được từ đây" in client.get(f"/ban/ho-so/{done.code}/lam/approve_revocation/").content.decode()
    world.act("pho", done, "approve_revocation")
    row = OutboxMessage.objects.get(template="result_revoked")
    assert (row.state, row.to, row.account_id) == ("dead", "", None)
    sign_in(client, "lan")
    assert f'href="/ban/ho-so/{done.code}/"' in client.get("/quan-tri/can-xu-ly/").content.decode()


def test_who_follows_it_reads_first_that_the_paper_was_taken_back_why_and_what_to_do(
    world: World, client: Client
) -> None:
    done = submitted(world)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    assert "Đã trả kết quả" in client.get(f"/tra-cuu/{done.code}/").content.decode().split("<main")[1]
    world.act("hoa", done, "propose_revocation", {"result": str(old_of(world, done).pk), "reason": WRONG})
    world.act("pho", done, "approve_revocation")
    page = client.get(f"/tra-cuu/{done.code}/").content.decode().split("<main")[1]
    top = page.split("<h2")[0]
    assert "Xã đã thu hồi kết quả" in top
    assert WRONG in top
    assert "không dùng giấy này nữa" in top
    assert "Đã trả kết quả</" not in top
