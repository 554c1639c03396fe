"""The confirmation of a poor household from filing to the hand-over."""

import pytest

from thonso.core.base.errors import Absent, Refused, Stale
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.replay import REPLAYED, plain, replay
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
