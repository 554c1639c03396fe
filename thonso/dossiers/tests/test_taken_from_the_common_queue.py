"""A dossier at work that waits in the common queue of a post: one of its holders takes it, and then only that one acts."""

from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base.errors import Refused, Stale
from thonso.dossiers import access
from thonso.dossiers.buttons import buttons_of
from thonso.dossiers.rules.replay import replay
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.moves import allowed, look_at
from thonso.dossiers.tests.test_work_in_hand_when_a_post_ends import SignIn
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def waits(world: World) -> Filed:
    """Begun by Hoa and put back; Bình holds the same post as she."""
    world.appoint("binh")
    done = world.file("lan", sample("TS.000001"), id_=uuid4())
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("trung", done, "assign", {"account": ""})
    assert world.dossier(done).assignee_id is None
    return done


def names(world: World, who: str, done: Filed) -> set[str]:
    dossier = world.dossier(done)
    return {one.name for one in allowed(world.actor(who), dossier, look_at(dossier))}


def test_whoever_holds_the_post_finds_the_button_and_the_other_one_loses_it(
    world: World, waits: Filed, client: Client, sign_in: SignIn
) -> None:
    for who in ("hoa", "binh"):
        dossier = world.dossier(waits)
        shown = buttons_of(world.actor(who), dossier, look_at(dossier))
        assert "take" in {one.name for one in shown.shown}
        assert shown.leads != "take"
    sign_in(client, "binh")
    assert "Bắt đầu giải quyết" in client.get(f"/ban/ho-so/{waits.code}/").content.decode()
    world.act("binh", waits, "take")
    assert world.dossier(waits).assignee_id == world.cast["binh"].pk
    assert "take" not in names(world, "binh", waits)
    assert not names(world, "hoa", waits) & {"take", "draft_result", "verify"}
    for name, data in (("take", {}), ("draft_result", {})):
        with pytest.raises((Refused, Stale)):
            world.act("hoa", waits, name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [("verify", {"what": "Sổ hộ nghèo năm 2026", "found": "Có tên."}), ("draft_result", {})],
)
def test_whoever_begins_the_work_has_it_in_hand(world: World, waits: Filed, name: str, data: dict[str, str]) -> None:
    """The other one's draft does not take the place of this one's."""
    world.act("hoa", waits, name, data)
    dossier = world.dossier(waits)
    assert dossier.assignee_id == world.cast["hoa"].pk
    assert replay(dossier.events.order_by("seq"))["assignee_id"] == str(world.cast["hoa"].pk)
    with pytest.raises(Stale):
        world.act("binh", waits, "draft_result")
    assert access.by_code(world.actor("binh"), waits.code).pk == dossier.pk


def test_who_holds_another_post_takes_nothing(world: World, waits: Filed) -> None:
    for who in ("thu", "pho", "lan"):
        assert "take" not in names(world, who, waits)
