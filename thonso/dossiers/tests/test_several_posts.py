"""One person with several posts has one queue (practice.md 21)."""

import pytest

from thonso.dossiers import queues
from thonso.dossiers.tests.world import World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def to_do(world: World, who: str) -> set[str]:
    return {one.code for one in queues.page(world.actor(who), "viec-cua-toi").rows}


def test_the_work_of_all_ones_posts_stands_in_one_list(world: World) -> None:
    at_the_desk, processed = (file_sample(world, sample(code)) for code in ("TS.000001", "1.004873"))
    world.receive(processed)
    assert to_do(world, "lan") == {at_the_desk.code}
    world.appoint("lan", "officer_justice")
    assert to_do(world, "lan") == {at_the_desk.code, processed.code}
    assert queues.counts(world.actor("lan"))["viec_cua_toi"] == 2
    world.act("lan", processed, "take")
    assert to_do(world, "lan") == {at_the_desk.code, processed.code}
    assert to_do(world, "binh") == set()  # her colleague of the one post sees what is not taken yet, and no more
