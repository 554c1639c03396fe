"""A dossier is copied into the portal value by value, its files go as one package, and its code comes back (practice.md 2)."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.access.models import Account
from thonso.core.journal.models import Entry
from thonso.core.units.models import CommuneProfile
from thonso.dossiers.tests.world import World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CODE = "H38.12.3-261123-0001"
WAITING = reverse("portal:waiting")


@pytest.fixture
def lan(client: Client, sign_in: Callable[[Client, str], Account]) -> Client:
    sign_in(client, "lan")
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def test_what_has_no_code_waits_until_the_code_is_written_down(world: World, lan: Client) -> None:
    done = file_sample(world, sample("1.001193"))
    assert done.code in text(lan, WAITING)
    assert reverse("portal:pass_on", args=[done.code]) in text(lan, reverse("dossiers:detail", args=[done.code]))
    # The portal gives its code when it is filed there, before it is received.
    world.act("lan", done, "record_official_code", {"official_code": CODE})
    assert done.code not in text(lan, WAITING)
    world.check_all("lan", done)
    world.act("lan", done, "receive")
    assert world.dossier(done).official_code == CODE
    assert CODE in text(lan, reverse("portal:pass_on", args=[done.code])), "it says that nothing is left to do"


def test_a_commune_that_counts_itself_passes_nothing_on(world: World, lan: Client) -> None:
    done = file_sample(world, sample("1.001193"))
    CommuneProfile.objects.filter(unit_id=world.commune_id).update(official_numbering="own")
    assert done.code not in text(lan, WAITING)
    assert reverse("portal:pass_on", args=[done.code]) not in text(lan, reverse("dossiers:detail", args=[done.code]))


def test_every_value_is_there_in_full_in_the_order_of_the_form_and_the_opening_is_journalled(
    world: World, lan: Client
) -> None:
    done = file_sample(world, sample("1.001193"))
    page = text(lan, reverse("portal:pass_on", args=[done.code]))
    found = [page.index(f'data-copy="{value}"') for value in ("015199990007", "Phàn Chảo Minh An", "02/11/2026", "Dao")]
    assert found == sorted(found)
    assert 'data-copy="2"' in page, "a number without its unit"
    assert "cam đoan" not in page, "what is promised is promised there anew"
    entry = Entry.objects.filter(verb="dossier.copied").get()
    assert entry.actor_id == world.cast["lan"].pk


def test_the_files_come_as_one_package_with_names_without_accents(world: World, lan: Client) -> None:
    done = file_sample(world, sample("1.001193"))
    response = lan.get(reverse("portal:package", args=[done.code]))
    package = zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))
    assert package.testzip() is None
    assert package.namelist() == ["02-giay-chung-sinh.jpg"]
    assert package.read("02-giay-chung-sinh.jpg")[:2] == b"\xff\xd8"
    assert response["Content-Disposition"] == f'attachment; filename="{done.code}.zip"'
    assert Entry.objects.filter(verb="dossier.packed").exists()


def test_whoever_does_not_receive_dossiers_finds_nothing_there(
    world: World, client: Client, sign_in: Callable[[Client, str], Account]
) -> None:
    done = file_sample(world, sample("1.001193"))
    for name in ("hoa", "hai", "quantri", "tu", "mai"):
        sign_in(client, name)
        for url in (WAITING, reverse("portal:pass_on", args=[done.code]), reverse("portal:package", args=[done.code])):
            text(client, url, 404)
