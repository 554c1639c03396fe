"""A batch that is signed while others go on working: what moves away meanwhile is neither signed nor numbered."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from thonso.core.base.errors import Stale
from thonso.core.numbers.models import Issued
from thonso.core.signatures import services as keys
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.services import signing
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def proposed(world: World) -> Filed:
    return submitted(world)


def submitted(world: World, **changes: str) -> Filed:
    done = world.file("lan", sample("TS.000001"), **changes)
    world.receive(done)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    return done


def sign(world: World, dossiers: Sequence[Dossier]) -> None:
    """As the page or the API does it with dossiers that it has loaded a while ago."""
    actor = world.actor("pho")
    with keys.in_hand(keys.key_of_account(world.commune_id, actor.ref.id)) as hand:
        signing.sign(actor, dossiers, [uuid4() for _d in dossiers], hand=hand)


@pytest.mark.parametrize(
    ("who", "name", "data", "state"),
    [
        ("lan", "withdraw", {"reason": "Không cần nữa.", "asked_by": "spoken"}, "withdrawn"),
        ("hai", "send_back", {"note": "Sai tên đệm."}, "processing"),
    ],
)
def test_what_moved_away_during_the_batch_is_neither_signed_nor_numbered(
    world: World, proposed: Filed, who: str, name: str, data: dict[str, str], state: str
) -> None:
    loaded = world.dossier(proposed)
    world.act(who, proposed, name, data)
    with pytest.raises(Stale):
        sign(world, [loaded])
    result = Result.objects.get()
    assert (result.state, result.number, world.dossier(proposed).state) == ("draft", "", state)
    assert not Issued.objects.filter(object_kind="result").exists()


def test_what_was_sent_back_and_submitted_again_is_signed(world: World, proposed: Filed) -> None:
    world.act("hai", proposed, "send_back", {"note": "Sai tên đệm."})
    world.act("hoa", proposed, "propose")
    sign(world, [world.dossier(proposed)])
    assert world.dossier(proposed).stage == "seal"


def test_who_signs_what_another_page_has_signed_is_told_so(world: World, proposed: Filed) -> None:
    sign(world, [world.dossier(proposed)])
    with pytest.raises(Stale) as caught:
        sign(world, [world.dossier(proposed)])
    assert "đã ký rồi" in str(caught.value.message)
    assert Issued.objects.filter(object_kind="result").count() == 1
