"""Recognition of a poor household in its real many-step way (1.011607; practice.md 4)."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.people.services import classification_on
from thonso.dossiers import access
from thonso.dossiers.models import HamletTask
from thonso.dossiers.services import drafting, hamlet
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.moves import Act
from thonso.dossiers.tests.world import World, sample

pytestmark = pytest.mark.django_db
LO = {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=clock.HANOI)
REVIEW = {"income_score": "120", "lack_score": "40", "members": "4", "proposal": "poor", "note": ""}
MEETING = {
    "held_on": "25/11/2026",
    "chair": "Lý A Dũng",
    "secretary": "Tẩn Văn Tú",
    "invited": "86",
    "present": "70",
    "agree": "61",
}


def at(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def task_of(world: World, done, kind: str) -> HamletTask:
    return HamletTask.objects.select_related("dossier", "hamlet").get(
        dossier_id=done.dossier_id, kind=kind, done_at=None
    )


def do_task(world: World, done, kind: str, report: dict, who: str = "dung") -> None:
    task = task_of(world, done, kind)
    with transact(world.commune_id) as work:
        hamlet.finish(Act(work, world.actor(who), task.dossier, task.pk), task, report)


def post(world: World, done, who: str = "dung") -> HamletTask:
    task = task_of(world, done, "posting")
    with transact(world.commune_id) as work:
        return hamlet.start_posting(Act(work, world.actor(who), task.dossier, task.pk), task)


def to_the_hamlet(world: World, code: str = "1.011607", head: dict[str, str] = LO, **answers: object) -> Filed:
    with clock.at(MONDAY):
        done = world.file("lan", sample(code), head=head, **answers)
        world.receive(done)
        world.act("hoa", done, "take")
        world.act("hoa", done, "advance")
    return done


def test_it_goes_to_the_hamlet_and_only_there(world: World) -> None:
    done = to_the_hamlet(world)
    dossier = world.dossier(done)
    assert (dossier.stage, dossier.holder_role, dossier.holder_unit_id) == (
        "review",
        "village_head",
        world.units.suoi_chai.pk,
    )
    with pytest.raises(Stale), clock.at(at(1)):
        world.act("hoa", done, "draft_result")


def test_a_meeting_in_which_too_few_agree_sends_it_back_to_review(world: World) -> None:
    done = to_the_hamlet(world)
    with clock.at(at(1)):
        do_task(world, done, "review", REVIEW)
        do_task(world, done, "meeting", MEETING | {"agree": "30"})
    assert world.dossier(done).stage == "review"
    assert task_of(world, done, "review")


def test_minutes_whose_numbers_do_not_fit_are_refused_and_nothing_changes(world: World) -> None:
    done = to_the_hamlet(world)
    with clock.at(at(1)):
        do_task(world, done, "review", REVIEW)
        with pytest.raises(Refused):
            do_task(world, done, "meeting", MEETING | {"present": "90"})
        with pytest.raises(Refused):
            do_task(world, done, "meeting", MEETING | {"agree": "71"})
        with pytest.raises(Refused):
            do_task(world, done, "meeting", MEETING | {"chair": " "})
    assert world.dossier(done).stage == "meeting"


def test_the_list_hangs_for_three_whole_working_days(world: World) -> None:
    done = to_the_hamlet(world)
    with clock.at(at(1)):
        do_task(world, done, "review", REVIEW)
        do_task(world, done, "meeting", MEETING)
        post(world, done)  # Tuesday 24/11 is a holiday: three working days are Wednesday to Friday
        with pytest.raises(Stale):
            post(world, done)
    with clock.at(at(3)), pytest.raises(Refused):
        do_task(world, done, "posting", {"objections": ""})
    with clock.at(at(4.5)):
        do_task(world, done, "posting", {"objections": ""})
    assert world.dossier(done).stage == "recheck"


def test_a_list_that_was_hung_up_by_another_hand_is_not_hung_up_again(world: World) -> None:
    done = to_the_hamlet(world)
    with clock.at(at(1)):
        do_task(world, done, "review", REVIEW)
        do_task(world, done, "meeting", MEETING)
        loaded = task_of(world, done, "posting")
        first = post(world, done)
    with clock.at(at(2)), pytest.raises(Stale), transact(world.commune_id) as work:
        hamlet.start_posting(Act(work, world.actor("dung"), loaded.dossier, loaded.pk), loaded)
    assert task_of(world, done, "posting").ends_at == first.ends_at
    assert Entry.objects.filter(verb="hamlet_task.posted").count() == 1


def through_the_hamlet(world: World, done: Filed, objections: str = "", review: dict[str, str] = REVIEW) -> None:
    """Reviewed, agreed on and posted; the list has come down."""
    with clock.at(at(1)):
        do_task(world, done, "review", review)
        do_task(world, done, "meeting", MEETING)
        post(world, done)
    with clock.at(at(4.5)):
        do_task(world, done, "posting", {"objections": objections})


def ready_for_decision(world: World, done: Filed | None = None, review: dict[str, str] = REVIEW) -> Filed:
    done = done or to_the_hamlet(world)
    through_the_hamlet(world, done, review=review)
    with clock.at(at(7)):
        world.act("hoa", done, "advance", {"note": "Không có khiếu nại"})
    return done


def recognised(world: World, households: int = 1) -> list[Filed]:
    """Households under one decision, each with its certificate: drafted, signed and sealed."""
    found = [ready_for_decision(world) for _n in range(households)]
    with clock.at(at(7.1)):
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(one) for one in found], [uuid4() for _o in found])
        for one in found:
            world.act("hoa", one, "propose")
        world.sign(world_signer(world, found[0]), *found)
        for one in found:
            world.act("thu", one, "seal")
    return found


def test_one_decision_and_a_certificate_give_the_household_its_class(world: World) -> None:
    done = ready_for_decision(world)
    with clock.at(at(7.1)):
        dossier = world.dossier(done)
        drafting.draft_recognition(world.actor("hoa"), [dossier], [done.dossier_id])
        world.act("hoa", done, "propose")
        world.sign(world_signer(world, done), done)
        world.act("thu", done, "seal")
        dossier = world.dossier(done)
        assert dossier.state == "completed"
        papers = {link.result.paper: link.result for link in dossier.results.select_related("result")}
        assert set(papers) == {"decision", "certificate_household"}
        assert papers["decision"].number.endswith("/QĐ-UBND")
        assert {p.state for p in papers.values()} == {"issued"}
        held = classification_on(world.lo_home, clock.today())
        assert held is not None
        assert (held.klass, held.decision_number) == ("poor", papers["decision"].number)


def world_signer(world: World, done) -> str:
    return {"chairman": "hai", "deputy_chairman": "pho"}[world.dossier(done).holder_role]


def test_a_household_the_hamlet_did_not_agree_on_gets_a_letter(world: World) -> None:
    done = to_the_hamlet(world)
    with clock.at(at(1)):
        do_task(world, done, "review", REVIEW | {"proposal": "none"})
        do_task(world, done, "meeting", MEETING)
        post(world, done)
    with clock.at(at(4.5)):
        do_task(world, done, "posting", {})
    with clock.at(at(7)):
        world.act("hoa", done, "advance")
        with pytest.raises(Refused):
            drafting.draft_recognition(world.actor("hoa"), [world.dossier(done)], [done.dossier_id])
        world.act("hoa", done, "draft_result", {"answer": "Hộ chưa đủ điểm theo chuẩn nghèo đa chiều."})
        world.act("hoa", done, "propose")
        assert world.dossier(done).results.get().result.paper == "letter"


OBJECTION = "Ông Páo: nhà còn hai con trâu."
FOUND = {"outcome": "near_poor", "found": "Ông Páo khiếu nại. Kiểm tra lại: hộ có hai con trâu, điểm B1 là 155."}


def test_an_objection_is_looked_into_and_the_list_hangs_again(world: World, client: Client) -> None:
    done = to_the_hamlet(world)
    through_the_hamlet(world, done, OBJECTION)
    client.force_login(world.cast["hoa"], backend=BACKEND)
    with clock.at(at(7)):
        with pytest.raises(Refused, match="phúc tra"):
            world.act("hoa", done, "advance")
        page = client.get(f"/ban/ho-so/{done.code}/").content.decode()
        assert "Có người khiếu nại danh sách" in page
        assert "17:00 08/12/2026" in page  # seven working days after Friday 27/11
        assert OBJECTION in page
        form = client.get(f"/ban/ho-so/{done.code}/lam/recheck/").content.decode()
        assert "Kết quả phúc tra: hộ thuộc diện" in form
        assert OBJECTION in form
        for wrong, field in ((FOUND | {"outcome": ""}, "outcome"), (FOUND | {"found": "có"}, "found")):
            with pytest.raises(Refused) as refusal:
                world.act("hoa", done, "recheck", wrong)
            assert field in refusal.value.fields
        world.act("hoa", done, "recheck", FOUND)
        dossier = world.dossier(done)
        assert (dossier.stage, dossier.holder_role) == ("posting", "village_head")
        assert "near_poor" not in str(list(dossier.events.values("facts", "changes"))), (
            "a class is nobody else's business"
        )
        post(world, done)
    with clock.at(at(11)):
        do_task(world, done, "posting", {"objections": ""})
    with clock.at(at(14)):
        with pytest.raises(Refused, match="Không ai khiếu nại"):
            world.act("hoa", done, "recheck", FOUND)
        page = client.get(f"/ban/ho-so/{done.code}/").content.decode()
        assert "Niêm yết công khai, lần 2" in page
        assert f"Hộ cận nghèo · {FOUND['found']}" in page
        world.act("hoa", done, "advance", {"note": "Niêm yết lại, không ai khiếu nại"})
        outcome = drafting.proposed(world.dossier(done))
        assert outcome is not None
        assert outcome.klass == "near_poor"


def test_who_objects_again_is_looked_into_again_and_the_last_finding_counts(world: World) -> None:
    done = to_the_hamlet(world)
    through_the_hamlet(world, done, OBJECTION)
    for day, outcome in ((7, "poor"), (12, "none")):
        with clock.at(at(day)):
            world.act("hoa", done, "recheck", FOUND | {"outcome": outcome})
            post(world, done)
        with clock.at(at(day + 4.5)):
            do_task(world, done, "posting", {"objections": OBJECTION if outcome == "poor" else ""})
    with clock.at(at(20)):
        world.act("hoa", done, "advance")
        assert drafting.proposed(world.dossier(done)) is None
        with pytest.raises(Refused):
            drafting.draft_recognition(world.actor("hoa"), [world.dossier(done)], [done.dossier_id])


def test_a_helper_of_another_hamlet_finds_no_task(world: World) -> None:
    done = to_the_hamlet(world)
    task = task_of(world, done, "review")
    with pytest.raises(Absent):
        access.hamlet_task(world.actor("xuan"), task.pk)
    with pytest.raises(Absent):
        access.hamlet_task(world.actor("quantri"), task.pk)
