"""The confirmation of a poor household from filing to the hand-over."""

import pytest

from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.files.services import open_stored
from thonso.core.signatures import verify
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.replay import REPLAYED, plain, replay
from thonso.dossiers.services import voice
from thonso.dossiers.tests.world import World, sample

pytestmark = pytest.mark.django_db


def test_it_is_filed_received_processed_and_drafted(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    assert done.code.startswith("TS-")
    assert len(done.key) == 6
    dossier = world.dossier(done)
    assert dossier.state == "submitted"
    assert dossier.household_id == world.mai_home.pk
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    dossier = world.dossier(done)
    assert (dossier.state, dossier.holder_role) == ("awaiting_signature", "deputy_chairman")


def test_the_present_is_made_again_from_the_events(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    dossier = world.dossier(done)
    made = replay(dossier.events.all())
    assert {name: made.get(name) for name in made} == {name: plain(getattr(dossier, name)) for name in made}
    assert set(made) <= set(REPLAYED)


def test_receiving_needs_every_paper_looked_at(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    with pytest.raises(Refused):
        world.act("lan", done, "receive")


def test_a_stale_button_changes_nothing(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    before = world.dossier(done).revision
    with pytest.raises(Stale):
        world.act("lan", done, "receive")
    assert world.dossier(done).revision == before


def test_a_stranger_finds_nothing(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    with pytest.raises(Absent):
        world.act("xuan", done, "receive")
    assert Dossier.objects.get(pk=done.dossier_id).revision == 0


def walk_to_the_end(world: World):
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    return done


def test_it_is_signed_numbered_sealed_and_checked(world: World) -> None:
    done = walk_to_the_end(world)
    dossier = world.dossier(done)
    assert dossier.state == "completed"
    result = dossier.results.get().result
    assert result.state == "issued"
    assert result.number == "01/GXN-UBND"
    with open_stored(result.upload) as file:
        verdict = verify(file.read())
    assert (verdict.integrity, verdict.identity, len(verdict.signatures)) == ("ok", "test", 2)
    assert verdict.changes in {"none", "allowed"}


def test_it_is_handed_over_with_proof_and_rated_once(world: World) -> None:
    done = walk_to_the_end(world)
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    dossier = world.dossier(done)
    assert dossier.state == "handed_over"
    assert dossier.holder_role == ""
    voice.rate(dossier, world.actor("mai"), 5, "Nhanh")
    with pytest.raises(Stale):
        voice.rate(dossier, world.actor("mai"), 1)


def test_somebody_else_takes_it_only_with_an_authorisation(world: World) -> None:
    done = walk_to_the_end(world)
    with pytest.raises(Refused):
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Phàn Thị Lở"})
    world.act(
        "lan", done, "hand_over", {"way": "desk", "taken_by": "Phàn Thị Lở", "authority": "Giấy ủy quyền 20/11/2026"}
    )
