"""A draft carries the head under which it will be signed by whoever opens it, or by the post that the procedure names."""

from uuid import uuid4

import pytest

from thonso.core.access.models import Assignment
from thonso.core.access.services.posts import lend
from thonso.core.base import clock
from thonso.core.files.services import open_stored
from thonso.core.papers.tests.test_every_kind import text_of
from thonso.dossiers.models import Result
from thonso.dossiers.services import drafting, results
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.world import World

pytestmark = pytest.mark.django_db
FOR_HIM = "KT. CHỦ TỊCH"


def words(world: World, done: Filed, who: str, kind: str) -> str:
    found = Result.objects.get(stands_for__dossier_id=done.dossier_id, paper=kind)
    return " ".join(text_of(results.preview(found, world.actor(who), world.dossier(done))).split())


def signed(done: Filed, kind: str) -> str:
    found = Result.objects.get(stands_for__dossier_id=done.dossier_id, paper=kind)
    with open_stored(found.upload) as file:
        return " ".join(text_of(file.read()).split())


def test_a_decision_that_goes_to_the_chairman_is_drafted_as_the_chairmans(world: World) -> None:
    done = recognition.ready_for_decision(world)
    with clock.at(recognition.at(7.1)):
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(done)], [uuid4()])
        for kind in ("decision", "certificate_household"):
            assert FOR_HIM not in words(world, done, "hoa", kind)
        world.act("hoa", done, "propose")
        for kind in ("decision", "certificate_household"):
            assert FOR_HIM not in words(world, done, "hai", kind)
        world.sign("hai", done)
        assert FOR_HIM not in signed(done, "decision")


@pytest.mark.usefixtures("monday")
def test_who_opens_it_to_sign_sees_the_head_of_her_own_signature(world: World) -> None:
    done = submitted(world)  # to the deputy
    assert FOR_HIM in words(world, done, "hoa", "confirmation")
    assert FOR_HIM in words(world, done, "pho", "confirmation")
    assert FOR_HIM not in words(world, done, "hai", "confirmation")
    world.sign("hai", done)
    assert FOR_HIM not in signed(done, "confirmation")


@pytest.mark.usefixtures("monday")
def test_and_the_deputy_signs_for_the_chairman(world: World) -> None:
    done = submitted(world)
    world.sign("pho", done)
    assert FOR_HIM in signed(done, "confirmation")


@pytest.mark.usefixtures("monday")
def test_a_deputy_who_stands_in_for_the_chairman_still_signs_for_him(world: World) -> None:
    """The post was lent, not given: the paper never says that she is the chairman (NĐ 30/2020, Điều 13)."""
    done = submitted(world)
    post, day = Assignment.objects.get(account=world.cast["hai"], role="chairman"), clock.today()
    lend(world.actor("hai"), post, world.cast["pho"], valid_from=day, valid_to=day, reason="Hải đi họp tỉnh.")
    assert world.actor("pho").has("chairman")
    assert FOR_HIM in words(world, done, "pho", "confirmation")
    world.sign("pho", done)
    assert FOR_HIM in signed(done, "confirmation")
