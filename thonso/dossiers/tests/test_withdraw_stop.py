"""Ways out before the end."""

from datetime import timedelta

import pytest

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.dossiers import access, chronicle
from thonso.dossiers.models import HamletTask
from thonso.dossiers.services import hamlet
from thonso.dossiers.tests import test_recognition as story
from thonso.dossiers.tests.world import World, file_sample, sample
from thonso.dossiers.views.detail import notes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TAKEN_BACK = {"reason": "Bà con không còn cần giấy này.", "asked_by": "paper"}


def taken(world: World, code: str = "1.004873"):
    done = file_sample(world, sample(code))
    world.receive(done)
    world.act("binh", done, "take")
    return done


def signed(world: World):
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    return done


def test_the_applicant_withdraws_until_the_result_is_signed(world: World) -> None:
    done = taken(world)
    world.act("mai", done, "withdraw")
    assert world.dossier(done).state == "withdrawn"
    late = signed(world)
    with pytest.raises(Refused):
        world.act("lan", late, "withdraw", TAKEN_BACK)
    with pytest.raises(Stale):
        world.act("trung", late, "stop", {"reason": "Người nộp đã qua đời hôm qua."})


@pytest.mark.parametrize("left_out", ["reason", "asked_by"])
def test_the_desk_says_why_and_how_it_was_asked_to(world: World, left_out: str) -> None:
    done = taken(world)
    with pytest.raises(Refused) as refused:
        world.act("lan", done, "withdraw", {key: words for key, words in TAKEN_BACK.items() if key != left_out})
    assert set(refused.value.fields) == {left_out}
    assert world.dossier(done).is_running


def test_what_was_late_is_not_made_undone_by_taking_it_back(world: World) -> None:
    done = taken(world)
    due = world.dossier(done).due_at
    with clock.at(due + timedelta(days=3)):
        world.act("lan", done, "withdraw", TAKEN_BACK)
        dossier = world.dossier(done)
    (line, *_earlier) = chronicle.history(dossier, dossier.events.all())
    assert line.text == f"Có đơn đề nghị rút. Khi rút đã quá hạn từ {clock.local(due):%H:%M %d/%m/%Y}"
    assert notes(dossier, list(dossier.events.order_by("seq")))[0]["text"] == TAKEN_BACK["reason"]


def test_nobody_else_withdraws_it(world: World) -> None:
    done = taken(world)
    for who in ("sen", "tu", "binh", "xuan", "quantri"):
        with pytest.raises(Absent):
            world.act(who, done, "withdraw")


def test_a_stop_needs_words_and_closes_the_clock(world: World) -> None:
    done = taken(world)
    with pytest.raises(Refused):
        world.act("binh", done, "stop", {"reason": "chết"})
    world.act("binh", done, "stop", {"reason": "Người yêu cầu đã qua đời ngày 20/11/2026."})
    dossier = world.dossier(done)
    assert (dossier.state, dossier.act_by, dossier.holder_role) == ("stopped", None, "")
    assert dossier.completed_at <= dossier.due_at  # the date that was promised is what its end is held against


def test_what_was_withdrawn_asks_nothing_more_of_the_hamlet(world: World) -> None:
    """Its task stayed in the village head's list for ever, and could even be done."""
    done = story.to_the_hamlet(world)
    task = story.task_of(world, done, "review")
    assert list(access.hamlet_tasks(world.actor("dung"))) == [task]
    with clock.at(story.at(1)):
        world.act("lan", done, "withdraw", {"reason": "Hộ không đề nghị nữa.", "asked_by": "spoken"})
        assert list(access.hamlet_tasks(world.actor("dung"))) == []
        with pytest.raises(Stale):
            story.do_task(world, done, "review", story.REVIEW)
    assert HamletTask.objects.get(pk=task.pk).done_at is None


def test_a_list_is_not_hung_for_what_was_stopped(world: World) -> None:
    done = story.to_the_hamlet(world)
    with clock.at(story.at(1)):
        story.do_task(world, done, "review", story.REVIEW)
        story.do_task(world, done, "meeting", story.MEETING)
        world.act("trung", done, "stop", {"reason": "Hộ đã chuyển đi nơi khác."})
        with pytest.raises(Stale):
            story.post(world, done)
    assert hamlet.POSTING_DAYS == 3


def test_a_household_whose_hamlet_nobody_knows_is_not_sent_to_no_hamlet(world: World) -> None:
    """It would have stood in the queue of a village head of no village."""
    elsewhere = {"province": "15", "commune": "02683", "hamlet": "khong-co"}
    with pytest.raises(Refused) as refusal:
        world.file("lan", sample("1.011607"), home=elsewhere, head=story.LO | {"id_number": "015175990009"})
    assert "home" in refusal.value.fields
