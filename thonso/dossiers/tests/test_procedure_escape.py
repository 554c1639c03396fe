"""1.011608 from the request to the decision in hand: the same work in the hamlet, and the household's class ends with it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.journal.models import Entry
from thonso.core.people.services import classification_on
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.services import drafting, results
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_recognition import REVIEW, at, ready_for_decision, to_the_hamlet
from thonso.dossiers.tests.world import MONDAY, World, sample
from thonso.procedures.access import pinned

pytestmark = pytest.mark.django_db
MAI = {"full_name": "Lý Thị Mai", "id_number": "015168990001", "birth": "1968-05-12", "sex": "female"}
OUT = REVIEW | {"proposal": "none", "income_score": "180"}


def ready(world: World, review: dict[str, str], **answers: object) -> Filed:
    """Chị Mai's household, poor by the register, with its list hung long enough."""
    return ready_for_decision(world, to_the_hamlet(world, "1.011608", MAI, **answers), review)


def test_a_household_escapes_and_its_class_ends_on_that_day(world: World) -> None:
    done = ready(world, OUT)
    poor = classification_on(world.mai_home, MONDAY.date())
    assert poor is not None
    assert poor.klass == "poor"
    with clock.at(at(7.1)):
        assert drafting.awaiting_decision(Dossier.objects.all()).get().pk == done.dossier_id
        with pytest.raises(Refused):  # one by itself is no decision for a list
            world.act("hoa", done, "draft_result")
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(done)], [uuid4()])
        world.act("hoa", done, "propose")
        (decision,) = world.sign("hai", done)
        world.act("thu", done, "seal")
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    assert world.dossier(done).state == "handed_over"
    assert decision.title == "Quyết định công nhận 01 hộ thoát nghèo, thoát cận nghèo"
    decision.refresh_from_db()
    data = results.data_of(decision)
    assert data["annex"]["rows"] == [
        ["1", "Lý Thị Mai", "12/05/1968", "Thôn Suối Chải", "3", "Hộ thoát nghèo, thoát cận nghèo"]
    ]
    held = classification_on(world.mai_home, at(7.1).date())
    assert held is not None
    assert (held.klass, held.decision_number, held.valid_from) == ("escaped", decision.number, at(7.1).date())
    poor.refresh_from_db()
    assert poor.valid_to == at(7.1).date() - timedelta(days=1)
    assert Entry.objects.filter(verb="household.classified", at__gte=at(7)).count() == 1
    with clock.at(at(8)):  # from then on nobody confirms that it is poor
        confirmed = world.file("lan", sample("TS.000001"))
        world.receive(confirmed)
        world.act("hoa", confirmed, "take")
        with pytest.raises(Refused):
            world.act("hoa", confirmed, "draft_result")


@pytest.mark.parametrize("proposal", ["poor", "near_poor"])
def test_who_is_still_poor_is_answered_by_letter_and_who_is_near_poor_now_has_that_class(
    world: World, proposal: str
) -> None:
    done = ready(world, REVIEW | {"proposal": proposal})
    with clock.at(at(7.1)):
        if proposal == "poor":
            with pytest.raises(Refused):
                drafting.agreed_on([world.dossier(done)])
            world.act("hoa", done, "draft_result", {"answer": "Hộ chưa đủ điểm để công nhận thoát nghèo."})
        else:
            drafting.draft_recognition(world.actor("hoa"), [world.dossier(done)], [uuid4()])
        world.act("hoa", done, "propose")
        world.sign("hai", done)
        world.act("thu", done, "seal")
        held = classification_on(world.mai_home, at(7.1).date())
        assert held is not None
        assert held.klass == proposal


def test_a_class_that_the_household_has_already_is_not_given_again(world: World) -> None:
    """A near-poor household asks to escape, and its review finds it near-poor."""
    first = ready(world, REVIEW | {"proposal": "near_poor"})
    with clock.at(at(7.1)):
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(first)], [uuid4()])
        world.act("hoa", first, "propose")
        world.sign("hai", first)
        world.act("thu", first, "seal")
        world.act("lan", first, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    second = ready(world, REVIEW | {"proposal": "near_poor"}, current_class="near_poor")
    with clock.at(at(7.2)), pytest.raises(Refused) as refusal:
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(second)], [uuid4()])
    assert "cận nghèo" in str(refusal.value.message)


def test_two_procedures_do_not_share_a_decision(world: World) -> None:
    escaping = ready(world, OUT)
    lo = {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
    with clock.at(MONDAY):
        other = world.file("lan", sample("1.011607"), head=lo)
    with clock.at(at(7.1)), pytest.raises(Refused):
        drafting.agreed_on([world.dossier(escaping), world.dossier(other)])


def test_it_ends_with_the_year_and_warns_in_autumn(world: World) -> None:
    with clock.at(MONDAY):
        version = pinned(world.dossier(world.file("lan", sample("1.011608"), head=MAI)).version_id)
    told = [version.warnings_on(datetime(2026, month, 10, tzinfo=clock.HANOI).date()) for month in (8, 9, 11)]
    assert [len(one) for one in told] == [0, 1, 2]
    assert "rà soát định kỳ" in told[1][0]
    assert "01/01/2027" in told[2][1]
    with clock.at(datetime(2027, 1, 4, 8, 30, tzinfo=clock.HANOI)), pytest.raises(Refused):
        world.file("lan", sample("1.011608"), head=MAI)
    assert HamletTask.objects.count() == 0
