"""Received by mistake: it waits again, its clock wound back, its code kept and given to nobody else (practice.md 17)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.notices.models import OutboxMessage
from thonso.core.units.models import CommuneProfile
from thonso.dossiers import actions, printing
from thonso.dossiers.rules.replay import REPLAYED, plain, replay
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WHY = {"reason": "Bấm nhầm hồ sơ của người khác cùng tên."}


@pytest.fixture
def done(world: World) -> Filed:
    CommuneProfile.objects.filter(unit_id=world.commune_id).update(official_numbering="own")
    filed = file_sample(world, sample("1.004873"))
    world.receive(filed)
    return filed


def kinds(world: World, done: Filed) -> set[str]:
    dossier = world.dossier(done)
    return {slip.kind for slip in printing.slips_of(dossier, list(dossier.events.order_by("seq")))}


def test_it_waits_for_reception_again_with_its_own_hours(world: World, done: Filed) -> None:
    with clock.at(MONDAY + timedelta(days=2)):
        world.act("lan", done, "cancel_reception", WHY)
    dossier = world.dossier(done)
    assert (dossier.state, dossier.holder_role, dossier.received_at, dossier.due_at) == (
        "submitted",
        "one_stop",
        None,
        None,
    )
    assert dossier.act_by > MONDAY + timedelta(days=2)
    made = replay(dossier.events.all())
    assert {c: made[c] for c in made} == {c: plain(getattr(dossier, c)) for c in made if c in REPLAYED}


def test_its_receipt_is_none_any_more_and_the_filing_note_is_back(world: World, done: Filed) -> None:
    assert "form01" in kinds(world, done)
    world.act("lan", done, "cancel_reception", WHY)
    assert kinds(world, done) == {"filing_note"}


def test_received_again_it_has_its_old_code_and_no_number_is_lost(world: World, done: Filed) -> None:
    code = world.dossier(done).official_code
    assert code
    world.act("lan", done, "cancel_reception", WHY)
    other = file_sample(world, sample("1.004873"))
    world.receive(other)
    world.act("lan", done, "receive")
    assert world.dossier(done).official_code == code != world.dossier(other).official_code


def test_the_citizen_is_told_that_the_date_no_longer_holds(world: World, done: Filed) -> None:
    world.act("lan", done, "cancel_reception", WHY)
    assert OutboxMessage.objects.filter(template="reception_cancelled", about_id=done.dossier_id).exists()


def test_a_reason_is_needed_and_the_reason_is_sealed(world: World, done: Filed) -> None:
    with pytest.raises(Refused):
        world.act("lan", done, "cancel_reception", {"reason": "nhầm"})
    world.act("lan", done, "cancel_reception", WHY)
    event = world.dossier(done).events.get(kind="cancel_reception")
    assert "nhầm" not in str(event.facts) + event.payload


def test_what_an_officer_has_begun_is_not_cancelled(world: World, done: Filed) -> None:
    world.act("binh", done, "take")
    with pytest.raises(Stale):
        world.act("lan", done, "cancel_reception", WHY)


def test_only_the_desk_cancels_and_a_stranger_finds_nothing(world: World, done: Filed) -> None:
    for who in ("binh", "trung", "mai", "xuan", "quantri"):
        with pytest.raises(Absent):
            world.act(who, done, "cancel_reception", WHY)


def test_sent_twice_it_is_cancelled_once(world: World, done: Filed) -> None:
    id_, lan = uuid4(), world.actor("lan")
    first = actions.perform(lan, world.dossier(done), "cancel_reception", WHY, id_)
    assert actions.perform(lan, world.dossier(done), "cancel_reception", WHY, id_) == {**first, "replayed": True}


def test_a_recognition_that_was_cancelled_begins_anew(world: World) -> None:
    filed = world.file("lan", sample("1.011607"), head=recognition.LO)
    world.receive(filed)
    world.act("lan", filed, "cancel_reception", WHY)
    assert not world.dossier(filed).hamlet_tasks.exists()
    world.act("lan", filed, "receive")
    world.act("hoa", filed, "take")
    world.act("hoa", filed, "advance")
    assert world.dossier(filed).hamlet_tasks.count() == 1


def test_the_receipt_of_a_reception_that_was_cancelled_is_no_paper_to_print(world: World, done: Filed) -> None:
    world.act("lan", done, "cancel_reception", WHY)
    assert "form01" not in kinds(world, done)
    world.receive(done)
    dossier = world.dossier(done)
    found = [one for one in printing.slips_of(dossier, list(dossier.events.order_by("seq"))) if one.kind == "form01"]
    last = dossier.events.filter(kind="receive").order_by("seq").last()
    assert last is not None
    assert [one.id for one in found] == [last.pk]
