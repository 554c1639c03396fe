"""One of ours that another desk received: written down once, dated by our own reception, its result sent back there."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.access.models import Account
from thonso.core.base.clock import today
from thonso.core.journal.models import Entry
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import World, sample
from thonso.insight.rules.periods import month
from thonso.neighbours import figures
from thonso.neighbours.models import Inward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TYPED = {"receiver": "A Mú Sung, Lào Cai", "their_code": "NH-26-0003", "received_on": "20/11/2026", "back": "there"}


@pytest.fixture
def lan(client: Client, sign_in: Callable[[Client, str], Account], world: World) -> Client:
    sign_in(client, "lan")
    return client


@pytest.fixture
def filed(world: World) -> Filed:
    return world.file("lan", sample("1.001193"), channel="post")


def address(filed: Filed) -> str:
    return reverse("neighbours:inward", args=[filed.code])


def test_it_is_written_down_once_and_stands_on_its_page_and_in_the_list(
    lan: Client, filed: Filed, world: World
) -> None:
    detail = reverse("dossiers:detail", args=[filed.code])
    assert address(filed) in lan.get(detail).content.decode()
    assert "cần xác minh" in lan.get(address(filed)).content.decode()
    assert lan.post(address(filed), TYPED).status_code == 302
    shown = lan.get(detail).content.decode()
    assert "Xã A Mú Sung, tỉnh Lào Cai" in shown
    assert "NH-26-0003" in shown
    assert filed.code in lan.get(reverse("neighbours:lists")).content.decode()
    # The clock starts with our own reception.
    assert world.dossier(filed).received_at is None
    world.receive(filed)
    received_at = world.dossier(filed).received_at
    assert received_at is not None
    assert received_at.date() == today()
    span = month(2026, 11)
    assert figures.of([world.commune_id], span.start, span.end).ours == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"receiver": "Bát Xát"}, "receiver"), ({"receiver": ""}, "receiver"), ({"their_code": "?"}, "their_code"),
        ({"received_on": "24/11/2026"}, "received_on"), ({"received_on": ""}, "received_on"),
        ({"received_on": "40/11/2026"}, "received_on"), ({"back": "nowhere"}, "back"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(lan: Client, filed: Filed, changed: dict[str, str], field: str) -> None:
    response = lan.post(address(filed), TYPED | changed)
    assert response.status_code == 422
    assert f"f-{field}-error" in response.content.decode()
    assert not Inward.objects.exists()


def test_one_code_of_theirs_is_one_dossier(lan: Client, filed: Filed, world: World) -> None:
    other = world.file("lan", sample("1.004873"), channel="desk")
    assert lan.post(address(filed), TYPED).status_code == 302
    response = lan.post(address(other), TYPED | {"their_code": "nh-26-0003"})
    assert response.status_code == 422
    assert "f-their_code-error" in response.content.decode()


def test_the_result_goes_back_only_when_there_is_one_and_once(lan: Client, filed: Filed, world: World) -> None:
    lan.post(address(filed), TYPED)
    back = {"way": "post", "to": "RL987654321VN"}
    assert lan.post(address(filed), back).status_code == 422, "no result yet"
    world.receive(filed)
    world.act("binh", filed, "take")
    world.act("binh", filed, "record_result", MADE)
    assert lan.post(address(filed), {"way": "fax", "to": ""}).status_code == 422
    assert lan.post(address(filed), back).status_code == 302
    assert lan.post(address(filed), back).status_code == 409
    row = Inward.objects.get()
    assert (row.sent_way, row.sent_to) == ("post", "RL987654321VN")
    assert "RL987654321VN" in lan.get(reverse("dossiers:detail", args=[filed.code])).content.decode()
    # It is handed over when that desk says who has it.
    assert world.dossier(filed).state == "completed"


def test_two_presses_are_one_and_give_the_first_answer(lan: Client, filed: Filed, world: World) -> None:
    for typed in (TYPED, {"way": "post", "to": "RL987654321VN"}):
        body = typed | {"transaction_id": str(uuid4())}
        assert [lan.post(address(filed), body).status_code for _ in range(2)] == [302, 302], typed
        if typed is TYPED:
            world.receive(filed)
            world.act("binh", filed, "take")
            world.act("binh", filed, "record_result", MADE)
    assert Inward.objects.count() == 1
    assert Entry.objects.filter(verb__startswith="inward.").count() == 2


def test_a_result_that_may_be_taken_back_is_not_sent(lan: Client, filed: Filed, world: World) -> None:
    lan.post(address(filed), TYPED)
    world.receive(filed)
    world.act("binh", filed, "take")
    world.act("binh", filed, "record_result", MADE)
    result = world.dossier(filed).results.get().result
    said = {"result": str(result.pk), "reason": "Ghi nhầm người, gia đình báo lại."}
    world.act("binh", filed, "propose_revocation", said)
    response = lan.post(address(filed), {"way": "post", "to": "RL987654321VN"})
    assert response.status_code == 422
    assert "RL987654321VN" in response.content.decode()
    assert Inward.objects.get().sent_at is None


def test_nobody_but_our_own_desk_writes_it_down(filed: Filed, world: World) -> None:
    for who in ("xuan", "mai", "tinh", "quantri", "hai"):
        other = Client()
        other.force_login(world.cast[who], backend=BACKEND)
        assert other.get(address(filed)).status_code == 404, who
        assert other.post(address(filed), TYPED).status_code == 404, who


MADE = {"number": "12/2026", "dated": "2026-11-23", "signer": "Ông Phong", "system": "Phần mềm hộ tịch"}
