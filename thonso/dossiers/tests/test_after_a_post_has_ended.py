"""Acting takes the post in whose queue a dossier stands, held today; being named as its officer gives nothing by itself."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access import policy
from thonso.core.access.models import Assignment
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Stale
from thonso.dossiers import queues
from thonso.dossiers.models import Dossier
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.hands import grant_for
from thonso.dossiers.services.moves import allowed, look_at
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], object]
WHY = {"reason": "Người dân không còn nhu cầu nữa."}
PAPER = {"papers": {}, "basis": ""}


@pytest.fixture
def taken(world: World) -> Filed:
    """Binh has taken a civil-status dossier; then his post of justice ends, while he goes on as officer of economy."""
    done = world.file("lan", sample("2.000635"))
    world.receive(done)
    world.act("binh", done, "take")
    rows = Assignment.objects.filter(account=world.cast["binh"], role="officer_justice")
    rows.update(valid_to=today() - timedelta(days=1))
    return done


def test_he_still_holds_another_post_but_finds_this_dossier_nowhere(world: World, taken: Filed) -> None:
    binh, dossier = world.actor("binh"), world.dossier(taken)
    assert dossier.assignee_id == binh.account_id
    assert binh.has("officer_economy")
    assert not policy.can(binh, "read", dossier).allow
    assert not Dossier.objects.filter(policy.visible(binh, "read", Dossier)).exists()
    assert allowed(binh, dossier, look_at(dossier)) == []
    assert not any(row.code == taken.code for row in queues.page(binh, "tat-ca").rows)


@pytest.mark.parametrize(("name", "data"), [("stop", WHY), ("ask_supplement", PAPER), ("draft_result", {})])
def test_what_he_does_is_refused_and_nothing_is_changed(world: World, taken: Filed, name: str, data: object) -> None:
    with pytest.raises(Absent):
        world.act("binh", taken, name, dict(data))
    assert world.dossier(taken).state == "processing"


@pytest.mark.parametrize("name", ["stop", "ask_supplement", "take"])
def test_the_pages_and_the_api_answer_that_there_is_nothing(
    world: World, taken: Filed, client: Client, sign_in: SignIn, name: str
) -> None:
    before = world.dossier(taken).revision
    sign_in(client, "trung")
    assert client.get(f"/ban/ho-so/{taken.code}/lam/{name}/").status_code != 404  # there is such a page
    sign_in(client, "binh")
    page = f"/ban/ho-so/{taken.code}/lam/{name}/"
    assert client.get(f"/ban/ho-so/{taken.code}/").status_code == 404
    assert client.get(page).status_code == 404
    assert client.post(page, {"transaction_id": str(uuid4()), **WHY}).status_code == 404
    key = {"HTTP_IDEMPOTENCY_KEY": str(uuid4())}
    answer = client.post(f"/api/v1/dossiers/{taken.code}/{name}", WHY, content_type="application/json", **key)
    assert answer.status_code == 404
    assert [event.kind for event in world.dossier(taken).events.order_by("seq")][-1] == "take"
    assert world.dossier(taken).revision == before


def test_a_colleague_of_the_same_post_reads_but_does_not_act_on_what_another_has_in_hand(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    world.appoint("binh")
    binh, dossier = world.actor("binh"), world.dossier(done)
    assert policy.can(binh, "read", dossier).allow
    assert not {one.name for one in allowed(binh, dossier, look_at(dossier))} & {"stop", "ask_supplement", "verify"}
    with pytest.raises(Stale):
        world.act("binh", done, "stop", WHY)
    assert world.dossier(done).state == "processing"


def test_an_officer_of_the_procedure_does_not_act_while_it_stands_in_the_queue_of_another_post(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))  # it waits at the desk
    with pytest.raises(Stale):
        world.act("hoa", done, "ask_supplement", {"papers": {"x": {"why": "missing"}}})
    assert world.dossier(done).state == "submitted"
    assert (
        grant_for(world.actor("trung"), "assign", world.dossier(done)) is not None
    )  # who looks after all of them does


def test_an_act_that_takes_the_dossier_out_of_sight_ends_on_the_queue_and_says_what_was_done(
    world: World, client: Client, sign_in: SignIn
) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")

    Dossier.objects.filter(pk=done.dossier_id).update(roles=" one_stop ")
    sign_in(client, "hoa")
    answer = client.post(f"/ban/ho-so/{done.code}/lam/stop/", {"transaction_id": str(uuid4()), **WHY}, follow=True)
    assert answer.redirect_chain == [("/ban/ho-so/", 302)]
    assert answer.status_code == 200
    assert "Đã dừng" in answer.content.decode()
