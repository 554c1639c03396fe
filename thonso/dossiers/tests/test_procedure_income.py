"""1.011609 and 3.000412: a survey of income at the house, five days on the board of the committee, one decision for a list."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.people.services import classification_on
from thonso.dossiers.services import drafting, hamlet, results
from thonso.dossiers.tests.test_recognition import at, do_task, task_of
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = pytest.mark.django_db
SURVEY = {"income": "2.150.000", "members": "2", "note": ""}


@pytest.mark.parametrize(
    ("code", "proposal", "row", "klass"),
    [
        ("1.011609", "average", ["Thôn Suối Chải", "2", "Hộ làm nông, lâm, ngư, diêm nghiệp có mức sống trung bình"], "average"),
        ("3.000412", "low_income", ["Thôn Suối Chải", "Người lao động có thu nhập thấp"], ""),
    ],
)  # fmt: skip
def test_it_is_surveyed_posted_at_the_committee_and_decided(
    world: World, client: Client, code: str, proposal: str, row: list[str], klass: str
) -> None:
    client.force_login(world.cast["dung"], backend=BACKEND)
    with clock.at(MONDAY):
        done = world.file("lan", sample(code))
        world.receive(done)
        world.act("hoa", done, "take")
        world.act("hoa", done, "advance")
    task = task_of(world, done, "review")
    with clock.at(at(1)):
        page = client.get(reverse("dossiers:hamlet_task", args=[task.pk])).content.decode()
        assert "Thu nhập bình quân đầu người mỗi tháng" in page
        assert "Điểm B1" not in page
        for wrong in ({"proposal": "poor"}, {"proposal": ""}, {"income": "khoảng hai triệu"}, {"income": "999999999"}):
            with pytest.raises(Refused) as refusal:
                hamlet.read_report(task, SURVEY | {"proposal": proposal} | wrong)
            assert set(refusal.value.fields) == set(wrong)
        report = hamlet.read_report(task, SURVEY | {"proposal": proposal, "again": "1"})
        assert report["income"] == "2150000"
        do_task(world, done, "review", report)
    with clock.at(at(2)):  # Wednesday: the list goes up, and five working days are over next Wednesday
        assert world.dossier(done).stage == "tally"
        world.act("hoa", done, "advance")
        assert (world.dossier(done).stage, world.dossier(done).holder_role) == ("board", "officer_social")
    client.force_login(world.cast["hoa"], backend=BACKEND)
    with clock.at(at(9)):
        with pytest.raises(Refused) as refusal:
            world.act("hoa", done, "advance")
        assert "17:00 02/12/2026" in str(refusal.value.message)
        page = client.get(reverse("dossiers:detail", args=[done.code])).content.decode()
        assert "Danh sách còn niêm yết tại trụ sở Ủy ban đến 17:00 02/12/2026" in page
    with clock.at(at(9.5)):
        world.act("hoa", done, "advance")
        world.act("hoa", done, "advance", {"note": "Không có khiếu nại."})
        dossier = world.dossier(done)
        assert drafting.awaiting_decision(type(dossier).objects.all()).get() == dossier
        assert "Kết quả rà soát" in client.get(reverse("dossiers:recognition")).content.decode()
        drafting.draft_recognition(world.actor("hoa"), [dossier], [uuid4()])
        world.act("hoa", done, "propose")
        (decision,) = world.sign("hai", done)
        world.act("thu", done, "seal")
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Phàn Thị Lở"})
    assert world.dossier(done).state == "handed_over"
    decision.refresh_from_db()
    assert results.data_of(decision)["annex"]["rows"] == [["1", "Phàn Thị Lở", "02/03/1975", *row]]
    held = classification_on(world.lo_home, at(9.5).date())
    assert (held.klass if held else "") == klass


def test_who_does_not_qualify_is_answered_by_letter(world: World) -> None:
    with clock.at(MONDAY):
        done = world.file("lan", sample("1.011609"))
        world.receive(done)
        world.act("hoa", done, "take")
        world.act("hoa", done, "advance")
    with clock.at(at(1)):
        do_task(world, done, "review", {"income": "9000000", "members": "2", "proposal": "none"})
    with clock.at(at(2)):
        world.act("hoa", done, "advance")
    with clock.at(at(10)):
        world.act("hoa", done, "advance")
        world.act("hoa", done, "advance")
        with pytest.raises(Refused):
            drafting.draft_recognition(world.actor("hoa"), [world.dossier(done)], [uuid4()])
        world.act("hoa", done, "draft_result", {"answer": "Thu nhập của hộ cao hơn mức quy định."})
        world.act("hoa", done, "propose")
        world.sign("hai", done)
        world.act("thu", done, "seal")
        assert world.dossier(done).results.get().result.paper == "letter"
    assert classification_on(world.lo_home, at(10).date()) is None
