"""At most twelve statements for the page of a dossier, whatever state it is in and whoever of the commune opens it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.refs import Ref
from thonso.dossiers.services import drafting, voice
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.test_fees import PAID
from thonso.dossiers.tests.test_query_counts import MOST, SignIn, _kept_in_the_process, count, issued  # noqa: F401
from thonso.dossiers.tests.test_supplement import ASK
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = pytest.mark.django_db
OFFICE = ("lan", "hoa", "binh", "pho", "hai", "trung", "thu")


@pytest.fixture
def counted(world: World, sign_in: SignIn) -> Callable[[Filed], None]:
    """Opens the page as everybody who may, and looks at what it asked."""

    def look(done: Filed) -> None:
        found = {}
        for who in OFFICE:
            client = Client()
            sign_in(client, who)
            path = f"/ban/ho-so/{done.code}/"
            if client.get(path).status_code == 200:
                found[who] = count(client, path)
        state = world.dossier(done).state
        assert len(found) >= 3, (state, found)
        assert max(found.values()) <= MOST, (state, found)

    return look


def test_from_the_slip_through_fee_and_supplement_to_the_end(world: World, counted) -> None:
    with clock.at(MONDAY):
        one = sample("2.000635")
        done = world.file_from_afar(world.filer(one), one, channel=one.channel)
        counted(done)
        world.receive(done)
        counted(done)
        world.act("lan", done, "ask_payment", {"amount": "24000"})
        counted(done)
        world.act("lan", done, "record_payment", PAID)
        counted(done)
        world.act("binh", done, "take")
        voice.complain(world.dossier(done), Ref("keyholder", uuid4()), "Chờ lâu quá ạ.")
        counted(done)


def test_while_papers_are_asked_for(world: World, counted) -> None:
    with clock.at(MONDAY):
        done = world.file_from_afar("lan", sample("1.004873", "supplement"), channel="desk")
        world.receive(done)
        world.act("binh", done, "ask_supplement", ASK)
        counted(done)


def test_through_the_hamlet_to_a_shared_decision_and_back(world: World, counted) -> None:
    done = recognition.to_the_hamlet(world)
    with clock.at(recognition.at(1)):
        counted(done)
        recognition.do_task(world, done, "review", recognition.REVIEW)
        counted(done)
    others = [recognition.ready_for_decision(world) for _n in range(2)]
    with clock.at(recognition.at(7.1)):
        counted(others[0])
        ids = [uuid4() for _one in others]
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(one) for one in others], ids)
        counted(others[0])
        for one in others:
            world.act("hoa", one, "propose")
        counted(others[0])
        world.sign(recognition.world_signer(world, others[0]), *others)
        counted(others[0])
        for one in others:
            world.act("thu", one, "seal")
        counted(others[0])
        paper = world.dossier(others[0]).results.get(result__paper="certificate_household").result
        reason = {"result": str(paper.pk), "reason": "Ghi sai tên đệm của chủ hộ trong giấy."}
        world.act("hoa", others[0], "propose_revocation", reason)
        counted(others[0])
        world.act("hai", others[0], "approve_revocation")
        counted(others[0])


@pytest.mark.usefixtures("monday")
def test_while_a_result_is_corrected(world: World, counted) -> None:
    done = issued(world)
    counted(done)
    result = str(world.dossier(done).results.get().result_id)
    world.act("hoa", done, "correct_result", {"result": result, "reason": "Ghi sai tên đệm của chủ hộ.", "anew": True})
    counted(done)
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    counted(done)
    world.act("thu", done, "seal")
    counted(done)


@pytest.mark.usefixtures("monday")
def test_the_papers_to_sign_ask_no_more_for_eight_than_for_one(world: World, client: Client, sign_in: SignIn) -> None:
    def submitted() -> None:
        done = world.file("lan", sample("TS.000001"))
        world.receive(done)
        for name in ("take", "draft_result", "propose"):
            world.act("hoa", done, name)

    submitted()
    sign_in(client, "pho")
    one = count(client, "/ban/ky/")
    for _n in range(7):
        submitted()
    assert client.get("/ban/ky/").content.count(b'class="card sheet"') == 8
    assert count(client, "/ban/ky/") == one <= MOST
