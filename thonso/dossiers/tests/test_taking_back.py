"""Taking a result back touches the one paper that was named, and never what stands for other dossiers too."""

from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.errors import Refused, Stale
from thonso.dossiers import queues
from thonso.dossiers.models import Result
from thonso.dossiers.rules.replay import REPLAYED, plain, replay
from thonso.dossiers.rules.states import LABEL, State
from thonso.dossiers.services import drafting
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.world import World

pytestmark = pytest.mark.django_db
WRONG = "Ghi sai tên đệm của chủ hộ trong giấy."


@pytest.fixture
def recognised(world: World) -> list[Filed]:
    """Two households under one decision, each with a certificate of its own."""
    found = [recognition.ready_for_decision(world) for _n in range(2)]
    with clock.at(recognition.at(7.1)):
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(one) for one in found], [uuid4() for _o in found])
        for one in found:
            world.act("hoa", one, "propose")
        world.sign(recognition.world_signer(world, found[0]), *found)
        for one in found:
            world.act("thu", one, "seal")
    return found


@pytest.fixture(autouse=True)
def _the_next_day():
    with clock.at(recognition.at(8.1)):
        yield


def paper(world: World, done: Filed, kind: str) -> Result:
    return next(link.result for link in world.dossier(done).results.all() if link.result.paper == kind)


def propose(world: World, done: Filed, kind: str) -> None:
    data = {"result": str(paper(world, done, kind).pk), "reason": WRONG}
    world.act("hoa", done, "propose_revocation", data)


def test_what_stands_for_other_dossiers_is_not_taken_back_from_within_one(
    world: World, recognised: list[Filed]
) -> None:
    with pytest.raises(Refused) as refusal:
        propose(world, recognised[0], "decision")
    assert "quyết định mới" in str(refusal.value.message)
    assert paper(world, recognised[0], "decision").revocation_proposed_at is None


def test_the_paper_that_was_named_is_taken_back_and_no_other(world: World, recognised: list[Filed]) -> None:
    one, other = recognised
    propose(world, one, "certificate_household")
    world.act("hai", one, "approve_revocation")
    taken = paper(world, one, "certificate_household")
    assert (taken.state, taken.ended_reason) == ("revoked", WRONG)
    assert {paper(world, other, kind).state for kind in ("decision", "certificate_household")} == {"issued"}


def test_a_proposal_of_another_dossier_is_not_approved_here(world: World, recognised: list[Filed]) -> None:
    """Even where the paper it names stands for this dossier as well (a decision proposed before this was refused)."""
    one, other = recognised
    propose(world, one, "certificate_household")
    Result.objects.filter(pk=paper(world, one, "decision").pk).update(revocation_proposed_at=clock.now())
    with pytest.raises(Stale):
        world.act("hai", other, "approve_revocation")
    world.act("hai", one, "approve_revocation")
    assert paper(world, one, "certificate_household").state == "revoked"
    assert paper(world, one, "decision").state == "issued"


def completed(world: World) -> Filed:
    done = submitted(world)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    return done


def test_a_dossier_whose_only_result_was_taken_back_is_stopped_and_hands_nothing_over(
    world: World, client: Client
) -> None:
    done = completed(world)
    propose(world, done, "confirmation")
    world.act("hai", done, "approve_revocation")
    dossier = world.dossier(done)
    assert (dossier.state, dossier.holder_role, dossier.act_by, dossier.due_at) == ("stopped", "", None, None)
    with pytest.raises(Stale):
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    made = replay(dossier.events.all())
    assert {c: made[c] for c in made} == {c: plain(getattr(dossier, c)) for c in made if c in REPLAYED}
    assert queues.counts(world.actor("lan"))["tra_ket_qua"] == 0
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    page = client.get(f"/tra-cuu/{done.code}/").content.decode()
    assert str(LABEL[State.STOPPED]) in page
    assert "Đã thu hồi" in page
    assert "Mời" not in page


def test_what_was_handed_over_before_stays_so(world: World) -> None:
    done = completed(world)
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    propose(world, done, "confirmation")
    world.act("hai", done, "approve_revocation")
    assert world.dossier(done).state == "handed_over"


def test_while_its_decision_stands_a_dossier_goes_on(world: World, recognised: list[Filed]) -> None:
    propose(world, recognised[0], "certificate_household")
    world.act("hai", recognised[0], "approve_revocation")
    assert world.dossier(recognised[0]).state == "completed"
    world.act("lan", recognised[0], "hand_over", {"way": "desk", "taken_by": world.dossier(recognised[0]).subject_name})


def test_a_decision_that_is_signed_and_waits_for_the_rest_of_its_list_keeps_it_open(world: World) -> None:
    """Else the dossier would never be counted as completed, and the decision of all others never issued."""
    found = [recognition.ready_for_decision(world) for _n in range(2)]
    with clock.at(recognition.at(7.1)):
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(one) for one in found], [uuid4() for _o in found])
        for one in found:
            world.act("hoa", one, "propose")
        world.sign("hai", *found)
        world.act("thu", found[0], "seal")
    propose(world, found[0], "certificate_household")
    world.act("hai", found[0], "approve_revocation")
    assert world.dossier(found[0]).state == "completed"
    with pytest.raises(Refused):
        world.act("lan", found[0], "hand_over", {"way": "desk", "taken_by": world.dossier(found[0]).subject_name})
    world.act("thu", found[1], "seal")
    assert paper(world, found[0], "decision").state == "issued"
    world.act("lan", found[0], "hand_over", {"way": "desk", "taken_by": world.dossier(found[0]).subject_name})
