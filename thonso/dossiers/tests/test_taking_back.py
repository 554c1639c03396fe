"""Taking a result back touches the one paper that was named, and never what stands for other dossiers too."""

from uuid import uuid4

import pytest

from thonso.core.base import clock
from thonso.core.base.errors import Refused, Stale
from thonso.dossiers.models import Result
from thonso.dossiers.services import drafting
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
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
