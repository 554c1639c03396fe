"""The box on top of the desk opens what was typed or scanned; and residents find their own dossiers in the navigation."""

import pytest
from django.test import Client

from thonso.dossiers.models import Dossier
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import World, sample
from thonso.dossiers.views.finding import codes_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(world: World) -> Filed:
    return world.file("lan", sample("TS.000001"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TS-261123-0001", ("TS-261123-0001", "", "")),
        ("  ts 261123 0001 ", ("TS-261123-0001", "", "")),
        ("ts2611230001", ("TS-261123-0001", "", "")),
        ("https://thonso.batxat.gov.vn/tra-cuu/?ma=TS-261123-0001", ("TS-261123-0001", "", "")),
        ("H38.12.3-261123-0009", ("", "H38.12.3-261123-0009", "")),
        ("http://localhost:8000/xac-minh/ABCDEFGHJKLM/", ("", "", "ABCDEFGHJKLM")),
        ("Lý Thị Mai", ("", "", "")),
        ("TS-26-1", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_codes_as_people_and_readers_write_them(text: str, found: tuple[str, str, str]) -> None:
    assert codes_in(text) == found


def test_a_scanned_code_opens_the_dossier(world: World, done: Filed, client: Client, sign_in) -> None:
    sign_in(client, "lan")
    answer = client.get("/ban/tim/", {"q": f"http://localhost:8000/tra-cuu/?ma={done.code}"})
    assert answer["Location"] == f"/ban/ho-so/{done.code}/"
    Dossier.objects.filter(pk=done.dossier_id).update(official_code="H38.12.3-261123-0009")
    assert client.get("/ban/tim/", {"q": "H38.12.3-261123-0009"})["Location"] == f"/ban/ho-so/{done.code}/"


def test_the_qr_of_a_signed_paper_opens_its_dossier(world: World, done: Filed, client: Client, sign_in) -> None:
    world.receive(done)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    (result,) = world.sign("pho", done)
    sign_in(client, "thu")
    answer = client.get("/ban/tim/", {"q": f"http://localhost:8000/xac-minh/{result.check_code}/"})
    assert answer["Location"] == f"/ban/ho-so/{done.code}/"


def test_all_else_is_looked_for_in_the_list(world: World, client: Client, sign_in) -> None:
    sign_in(client, "lan")
    assert client.get("/ban/tim/", {"q": "Lý Thị Mai"})["Location"].startswith("/ban/ho-so/?q=L")
    assert client.get("/ban/tim/", {"q": "TS-991231-0001"})["Location"] == "/ban/ho-so/?q=TS-991231-0001"
    assert client.get("/ban/tim/")["Location"] == "/ban/ho-so/?q="


def test_a_stranger_gets_the_same_as_for_what_is_not_there(world: World, done: Filed, client: Client, sign_in) -> None:
    sign_in(client, "xuan")
    assert client.get("/ban/tim/", {"q": done.code})["Location"] == f"/ban/ho-so/?q={done.code}"


def test_the_box_of_every_desk_page_leads_here(world: World, client: Client, sign_in) -> None:
    sign_in(client, "lan")
    assert 'action="/ban/tim/"' in client.get("/ban/ho-so/").content.decode()


def test_residents_who_are_signed_in_find_their_dossiers_in_the_navigation(
    world: World, client: Client, sign_in
) -> None:
    assert "Hồ sơ của tôi" not in client.get("/").content.decode()
    sign_in(client, "mai")
    page = client.get("/").content.decode()
    assert "Hồ sơ của tôi" in page
    assert "/tai-khoan/ho-so/" in page
