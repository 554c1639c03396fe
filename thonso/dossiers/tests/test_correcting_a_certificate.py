"""A household's certificate is corrected by itself: its decision stays in force, and takes no part in the work."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.dossiers.models import Result
from thonso.dossiers.services import results
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.world import World

pytestmark = pytest.mark.django_db
WRONG = "Ghi sai tên đệm của chủ hộ trong giấy."


@pytest.fixture
def done(world: World) -> Filed:
    return recognition.recognised(world)[0]


@pytest.fixture(autouse=True)
def _the_next_day():
    with clock.at(recognition.at(8.1)):
        yield


def begin(world: World, done: Filed) -> Result:
    """The draft that will take the old certificate's place."""
    old = Result.objects.get(paper="certificate_household", stands_for__dossier_id=done.dossier_id)
    data = {"result": str(old.pk), "reason": WRONG, "name": "Phàn Thị Lớ"}
    world.act("hoa", done, "correct_result", data)
    return draft(done)


def draft(done: Filed) -> Result:
    return Result.objects.get(state="draft", stands_for__dossier_id=done.dossier_id)


def test_the_leader_sends_a_corrected_certificate_back(world: World, done: Filed) -> None:
    begin(world, done)
    world.act("hoa", done, "propose")
    world.act("hai", done, "send_back", {"note": "Vẫn sai tên đệm."})
    assert (world.dossier(done).state, world.dossier(done).stage) == ("processing", "sum_up")


def test_it_is_drafted_anew_from_what_was_filed_and_rests_on_the_same_decision(world: World, done: Filed) -> None:
    first = begin(world, done)
    world.act("hoa", done, "draft_result")
    again = draft(done)
    assert (again.paper, again.corrects_id, again.rests_on_id) == (first.paper, first.corrects_id, first.rests_on_id)
    assert results.data_of(again)["head"]["name"] == "Phàn Thị Lở"
    world.act("hoa", done, "propose")
    world.sign("hai", done)
    world.act("thu", done, "seal")
    states = dict(Result.objects.order_by("at").values_list("pk", "state"))
    assert (states[again.pk], states[again.corrects_id], states[again.rests_on_id]) == ("issued", "replaced", "issued")


def test_once_signed_it_is_sent_back_no_more(world: World, done: Filed) -> None:
    begin(world, done)
    world.act("hoa", done, "propose")
    world.sign("hai", done)
    with pytest.raises(Refused):
        world.act("hai", done, "send_back", {"note": "Vẫn sai tên đệm."})


def test_it_does_not_wait_for_another_decision(world: World, done: Filed, client: Client, sign_in) -> None:
    """It stands at the step where decisions are drafted, and must not be put on the next list."""
    begin(world, done)
    sign_in(client, "hoa")
    assert done.code not in client.get("/ban/quyet-dinh/").content.decode()
    answer = client.post(
        "/api/v1/decisions",
        json.dumps({"codes": [done.code]}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 409
    assert Result.objects.filter(paper="decision").count() == 1


def test_the_first_certificate_is_not_drafted_without_its_decision(world: World) -> None:
    with clock.at(recognition.at(7)):
        filed = recognition.ready_for_decision(world)
    with pytest.raises(Refused):
        world.act("hoa", filed, "draft_result")
