"""What a leader sends back is again with whoever drafted it, who reads why where the next step is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from thonso.core.access.models import Account, Assignment
from thonso.core.access.services import lend
from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.people.models import Resident
from thonso.dossiers import queues
from thonso.dossiers.buttons import buttons_of
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.moves import look_at
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], object]
NOTE = {"note": "Ghi sai số nhân khẩu, xem lại."}


@pytest.fixture
def submitted(world: World) -> Filed:
    """Hoa has drafted and submitted it; Binh holds the same post."""
    world.appoint("binh")
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    return done


def to_do(world: World, who: str) -> list[str]:
    return [row.code for row in queues.page(world.actor(who), "viec-cua-toi").rows]


def test_it_is_again_with_her_who_drafted_it_and_with_nobody_else(world: World, submitted: Filed) -> None:
    world.act("pho", submitted, "send_back", NOTE)
    assert world.dossier(submitted).assignee_id == world.cast["hoa"].pk
    assert submitted.code in to_do(world, "hoa")
    assert submitted.code not in to_do(world, "binh")


@pytest.mark.parametrize("gone", ["post ended", "locked", "own household"])
def test_when_she_cannot_go_on_with_it_it_is_in_the_common_queue(world: World, submitted: Filed, gone: str) -> None:
    hoa = world.cast["hoa"]
    if gone == "post ended":
        Assignment.objects.filter(account=hoa).update(valid_to=today() - timedelta(days=1))
    elif gone == "locked":
        Account.objects.filter(pk=hoa.pk).update(is_active=False)
    else:
        people = Resident.objects.filter(household=world.dossier(submitted).household_id)
        Account.objects.filter(pk=hoa.pk).update(resident_id=people.first().pk)
    world.act("pho", submitted, "send_back", NOTE)
    assert world.dossier(submitted).assignee_id is None
    assert submitted.code in to_do(world, "binh")


def test_drafted_by_who_stood_in_it_goes_back_there_only_while_the_days_last(world: World) -> None:
    post = Assignment.objects.get(account=world.cast["hoa"], role="officer_social")
    last = today() + timedelta(days=1)
    lend(world.actor("hoa"), post, world.cast["binh"], valid_from=today(), valid_to=last, reason="Nghỉ ốm.")
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    for name in ("take", "draft_result", "propose"):
        world.act("binh", done, name)
    with clock.at(MONDAY + timedelta(days=2)):
        world.act("pho", done, "send_back", NOTE)
        assert world.dossier(done).assignee_id is None
        assert done.code in to_do(world, "hoa")


def test_without_words_it_is_not_sent_back(world: World, submitted: Filed) -> None:
    with pytest.raises(Refused):
        world.act("pho", submitted, "send_back", {"note": " "})
    assert world.dossier(submitted).state == "awaiting_signature"


def test_the_reason_stands_before_the_buttons_until_it_is_submitted_again(
    world: World, submitted: Filed, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, "hoa")
    page = f"/ban/ho-so/{submitted.code}/"
    assert "Bị trả lại" not in client.get(page).content.decode()
    world.act("pho", submitted, "send_back", NOTE)
    shown = client.get(page).content.decode()
    assert "Bị trả lại: cần sửa" in shown
    assert shown.index(NOTE["note"]) < shown.index('class="btns"')
    assert "Sùng Seo Phong" in shown
    for name in ("propose", "draft_result"):
        form = client.get(f"{page}lam/{name}/").content.decode()
        assert form.index(NOTE["note"]) < form.index('<form class="form"')
    world.act("hoa", submitted, "draft_result")
    assert "Bị trả lại: cần sửa" in client.get(page).content.decode()
    world.act("hoa", submitted, "propose")
    assert "Bị trả lại: cần sửa" not in client.get(page).content.decode()


def test_drafting_anew_leads_before_the_same_draft_is_submitted_again(world: World, submitted: Filed) -> None:
    def leads() -> str:
        dossier = world.dossier(submitted)
        return buttons_of(world.actor("hoa"), dossier, look_at(dossier)).leads

    world.act("pho", submitted, "send_back", NOTE)
    assert leads() == "draft_result"
    dossier = world.dossier(submitted)
    shown = buttons_of(world.actor("hoa"), dossier, look_at(dossier)).shown
    assert "propose" in {one.name for one in shown}  # still possible: what was wrong may have been elsewhere
    world.act("hoa", submitted, "draft_result")
    assert leads() == "propose"


def test_its_owner_reads_nothing_of_it(world: World, submitted: Filed, client: Client) -> None:
    world.act("pho", submitted, "send_back", NOTE)
    client.post("/tra-cuu/", {"ma": submitted.code, "khoa": submitted.key})
    assert NOTE["note"] not in client.get(f"/tra-cuu/{submitted.code}/").content.decode()
