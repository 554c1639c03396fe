"""Decisions for one dossier: mediators (1.002211), and social assistance written from memory (1.001776, 1.001731)."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.journal.work import transact
from thonso.dossiers.services import drafting, results
from thonso.dossiers.tests.world import MONDAY, SEED, World, sample
from thonso.procedures import services
from thonso.procedures.access import pinned, version_on
from thonso.procedures.models import Offering

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_mediators_are_recognised_by_one_decision_with_their_names(world: World) -> None:
    done = world.file("lan", sample("1.002211"))
    world.receive(done)
    world.act("binh", done, "take")
    world.act("binh", done, "draft_result")
    world.act("binh", done, "propose")
    (decision,) = world.sign("hai", done)
    world.act("thu", done, "seal")
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Chảo Láo Tả"})
    assert world.dossier(done).state == "handed_over"
    decision.refresh_from_db()
    assert (decision.number, decision.paper) == ("01/QĐ-UBND", "decision")
    assert decision.title == "Quyết định công nhận 02 người làm hòa giải viên của Tổ hòa giải thôn Suối Chải"
    data = results.data_of(decision)
    assert "Căn cứ kết quả bầu hòa giải viên ngày 15/11/2026" in data["grounds"]
    assert data["grounds"][-1].endswith("Trưởng ban công tác Mặt trận thôn Suối Chải")
    assert data["annex"]["rows"] == [
        ["1", "Lý Thị Mai", "12/05/1968", "Dao", "Làm ruộng", "70 hộ"],
        ["2", "Phùng A Páo", "1980", "Mông", "Trồng quýt", "62 hộ"],
    ]
    assert not drafting.awaiting_decision(type(world.dossier(done)).objects.all()).exists()


def test_a_vote_that_does_not_add_up_is_refused_at_filing(world: World) -> None:
    one = sample("1.002211")
    too_many = [{**one.answers["nominees"][0], "votes": 72}]
    for wrong, path in (({"voted": 87}, "voted"), ({"nominees": too_many}, "nominees.0.votes")):
        with pytest.raises(Refused) as refusal:
            world.file("lan", one, **wrong)
        assert path in refusal.value.fields


@pytest.mark.parametrize(
    ("code", "asked", "words"),
    [
        (
            "1.001776",
            {"factor": "1,5", "amount": "810.000", "from_month": "tháng 12 năm 2026"},
            "Hệ số 1,5, mức hưởng 810.000 đồng mỗi tháng, từ tháng 12 năm 2026.",
        ),
        (
            "1.001731",
            {"deceased_name": "Phàn Thị Ghển, sinh năm 1941", "amount": "10.800.000"},
            "Phàn Thị Ghển, sinh năm 1941, mất ngày 10/11/2026, số tiền 10.800.000 đồng.",
        ),
    ],
)
def test_assistance_is_granted_with_what_the_officer_fills_in(
    world: World, client: Client, code: str, asked: dict[str, str], words: str
) -> None:
    done = world.file("lan", sample(code))
    world.receive(done)
    world.act("hoa", done, "take")
    with clock.at(MONDAY + timedelta(days=2)):
        if code == "1.001776":
            world.act("hoa", done, "advance")  # on the board
    client.force_login(world.cast["hoa"], backend=BACKEND)
    with clock.at(MONDAY + timedelta(days=7)):
        if code == "1.001776":
            world.act("hoa", done, "advance")
        page = client.get(reverse("dossiers:act", args=[done.code, "draft_result"])).content.decode()
        assert all(f'name="{key}"' in page for key in asked)
        with pytest.raises(Refused) as refusal:
            world.act("hoa", done, "draft_result", {**asked, "amount": " "})
        assert set(refusal.value.fields) == {"amount"}
        world.act("hoa", done, "draft_result", asked)
        world.act("hoa", done, "propose")
        (decision,) = world.sign("hai", done)
        world.act("thu", done, "seal")
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Phàn Thị Lở"})
    decision.refresh_from_db()
    assert words in results.data_of(decision)["articles"][0][0]
    assert world.dossier(done).state == "handed_over"


@pytest.mark.parametrize("code", ["1.001776", "1.001731"])
def test_what_rests_on_memory_as_a_whole_is_not_published_outside_the_demo(world: World, code: str) -> None:
    offered = version_on(world.commune_id, code, MONDAY.date())
    definition = pinned(offered.version_id)
    assert definition.demo_only
    marked = {check.key for check in definition.checks}
    assert {"whole", "time", "supplement", "fee_0", "legal_basis_0", "result_0", "result_1"} <= marked
    assert {f"step_{step.key}" for step in definition.steps} <= marked
    Offering.objects.filter(version_id=offered.version_id).delete()
    with (
        override_settings(DEMO=False, TEST=False),
        transact(world.commune_id) as work,
        pytest.raises(Refused) as refusal,
    ):
        services.publish(work, SEED, world.commune_id, offered.version_id, MONDAY.date(), keep_checks=True)
    assert "chỉ dùng trong bản thử" in str(refusal.value.message)
    with transact(world.commune_id) as work:
        services.publish(work, SEED, world.commune_id, offered.version_id, MONDAY.date(), keep_checks=True)
