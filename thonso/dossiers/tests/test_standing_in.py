"""Whoever stands in goes on with what the absent colleague had begun, and with nothing after the last day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from thonso.core.access.models import Assignment
from thonso.core.access.services import lend
from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Stale
from thonso.dossiers import queues
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], object]


@pytest.fixture
def begun(world: World) -> Filed:
    """Hoa has taken it; then she is ill and Binh stands in for three days."""
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    post = Assignment.objects.get(account=world.cast["hoa"], role="officer_social")
    last = today() + timedelta(days=2)
    lend(world.actor("hoa"), post, world.cast["binh"], valid_from=today(), valid_to=last, reason="Hoa nghỉ ốm ba ngày.")
    return done


def codes(world: World, who: str) -> list[str]:
    return [row.code for row in queues.page(world.actor(who), "viec-cua-toi").rows]


def test_what_was_begun_stands_in_the_queue_and_goes_on(world: World, begun: Filed) -> None:
    assert begun.code in codes(world, "binh")
    world.act("binh", begun, "draft_result")
    world.act("binh", begun, "propose")
    assert world.dossier(begun).state == "awaiting_signature"


def test_after_the_last_day_it_is_out_of_reach_again(world: World, begun: Filed) -> None:
    with clock.at(MONDAY + timedelta(days=3)):
        assert begun.code not in codes(world, "binh")
        with pytest.raises((Stale, Absent)):
            world.act("binh", begun, "draft_result")
    assert world.dossier(begun).state == "processing"


def test_a_colleagues_work_that_was_not_lent_stays_hers(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    assert done.code not in codes(world, "binh")


def test_the_history_says_who_stood_in_for_whom(world: World, begun: Filed, client: Client, sign_in: SignIn) -> None:
    world.act("binh", begun, "draft_result")
    drafted = world.dossier(begun).events.get(kind="draft_result")
    assert (drafted.actor_name, drafted.acting_for) == ("Phạm Thanh Bình", "Hoàng Thị Hoa")
    sign_in(client, "lan")
    shown = client.get(f"/ban/ho-so/{begun.code}/").content.decode()
    assert "Phạm Thanh Bình làm thay Hoàng Thị Hoa" in shown
    assert "Phạm Thanh Bình giúp" not in shown
    assert world.dossier(begun).events.get(kind="take").acting_for == ""  # Hoa herself


def test_whoever_follows_with_a_key_reads_no_officers_name(world: World, begun: Filed, client: Client) -> None:
    world.act("binh", begun, "draft_result")
    client.post("/tra-cuu/", {"ma": begun.code, "khoa": begun.key})
    shown = client.get(f"/tra-cuu/{begun.code}/").content.decode()
    assert begun.code in shown
    assert "Hoàng Thị Hoa" not in shown
