"""Who is told, and in which words, when that is not plain."""

import pytest

from thonso.core.notices.models import OutboxMessage
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_corrections import WRONG, old_of
from thonso.dossiers.tests.test_signing_a_batch import submitted
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
