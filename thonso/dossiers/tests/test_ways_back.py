"""Results that wait to be handed over: the list says where each is wanted, and whether it is on its way."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.clock import HANOI
from thonso.dossiers import presenting
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_procedure_ends import taken
from thonso.dossiers.tests.world import World, file_sample, sample
from thonso.dossiers.ways_back import ways_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def issued(world: World) -> Filed:
    done = taken(world, "TS.000001")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    return done


def listed(client: Client, sign_in: Any) -> str:
    sign_in(client, "lan")
    return client.get("/ban/ho-so/?hang=tra-ket-qua").content.decode().split("<tbody>")[1].split("</tbody>")[0]


def test_the_list_says_where_it_is_wanted_and_that_it_was_sent(world: World, client: Client, sign_in: Any) -> None:
    done = issued(world)
    rows = listed(client, sign_in)
    assert "Tại thôn" in rows
    assert "đã gửi" not in rows
    world.act("lan", done, "send_to_hamlet", {"carried_by": "Vàng A Sử"})
    assert "đã gửi về thôn 23/11" in listed(client, sign_in)


def test_a_form_that_does_not_ask_is_handed_over_at_the_desk(world: World) -> None:
    done = file_sample(world, sample("1.011607"))
    dossier = world.dossier(done)
    (found,) = ways_back([dossier]).values()
    assert str(found.wanted) in {"Tại quầy", "Tại thôn"}
    assert found.on_its_way == ""


def test_the_days_left_are_those_of_the_procedure_from_the_evening_it_was_received(world: World) -> None:
    """Received at 17:45 of a Thursday: its clock begins on the Friday, which is not one of the three days."""
    done = file_sample(world, sample("1.004873"))
    with clock.at(datetime(2026, 12, 3, 17, 45, tzinfo=HANOI)):
        world.receive(done)
        assert presenting.due(world.dossier(done)).words == "Còn 3 ngày làm việc"
    with clock.at(datetime(2026, 12, 4, 9, 0, tzinfo=HANOI)):
        assert presenting.due(world.dossier(done)).words == "Còn 3 ngày làm việc"
    with clock.at(datetime(2026, 12, 7, 9, 0, tzinfo=HANOI)):
        assert presenting.due(world.dossier(done)).words == "Còn 2 ngày làm việc"
