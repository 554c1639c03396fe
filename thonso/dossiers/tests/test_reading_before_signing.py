"""Who signs sees what each paper says and whether she opened it; what she did not open is asked about by name."""

import pytest
from django.test import Client

from thonso.core.journal.models import Entry
from thonso.dossiers.models import Result
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LIST, SIGN = "/ban/ky/", "/ban/ky/ky/"


@pytest.fixture
def pho(client: Client, sign_in) -> Client:
    sign_in(client, "pho")
    return client


def read(client: Client, code: str) -> None:
    result = Result.objects.get(stands_for__dossier__code=code)
    assert client.get(f"/ban/ho-so/{code}/ket-qua/{result.pk}.pdf").status_code == 200


def test_each_paper_says_of_whom_it_is_who_drafted_it_and_that_it_is_not_opened(world: World, pho: Client) -> None:
    done = submitted(world)
    page = pho.get(LIST).content.decode()
    assert "Lý Thị Mai" in page
    assert "Hoàng Thị Hoa" in page
    assert "Chưa mở" in page
    assert f"/ban/ho-so/{done.code}/lam/send_back/" in page


def test_once_opened_it_is_marked_on_every_device_and_signed_without_a_question(
    world: World, pho: Client, sign_in
) -> None:
    done = submitted(world)
    read(pho, done.code)
    other = Client()
    sign_in(other, "pho")
    assert "Đã mở" in other.get(LIST).content.decode()
    other.post(SIGN, {"code": [done.code]})
    assert world.dossier(done).stage == "seal"


def test_what_was_not_opened_is_named_and_signed_only_when_confirmed(world: World, pho: Client) -> None:
    one, other = submitted(world), submitted(world)
    read(pho, one.code)
    asked = pho.post(SIGN, {"code": [one.code, other.code]})
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "chưa mở 1 văn bản" in page
    assert Result.objects.filter(state="draft").count() == 2
    pho.post(SIGN, {"code": [one.code, other.code], "unread": "1"})
    assert Result.objects.filter(state="signed").count() == 2


def test_a_colleagues_reading_is_not_ones_own_and_a_new_draft_is_a_new_paper(
    world: World, pho: Client, sign_in
) -> None:
    done = submitted(world)
    hai = Client()
    sign_in(hai, "hai")
    read(hai, done.code)
    assert "Chưa mở" in pho.get(LIST).content.decode()
    read(pho, done.code)
    world.act("pho", done, "send_back", {"note": "Sai tên đệm."})
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    assert "Chưa mở" in pho.get(LIST).content.decode()


def test_opening_is_journalled_without_a_name(world: World, pho: Client) -> None:
    done = submitted(world)
    read(pho, done.code)
    entry = Entry.objects.get(verb="result.read")
    assert entry.actor_id == world.cast["pho"].pk
    assert "Mai" not in entry.body


def test_with_nothing_ticked_the_page_says_so_and_leads_to_the_list(world: World, pho: Client) -> None:
    submitted(world)
    answer = pho.post(SIGN)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-code"' in page
    assert 'id="f-code"' in page
    assert "data-errors" in page
