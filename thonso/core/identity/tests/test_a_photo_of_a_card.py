"""A photo of the card gives the fields or says why not, by page and by command; the photo is never kept."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django.fixtures import Settings

from thonso.core.access.models import Account
from thonso.core.files.sentences import FileRefused
from thonso.core.files.tests import making
from thonso.core.identity import CardUnreadable, read_card_image
from thonso.core.identity.tests.photos import CARD_2021, CARD_2024, photo


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def nothing_kept(media: Path) -> bool:
    return not [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "how",
    [
        {"width": 1400},
        {"width": 900, "side_mm": 11},
        {"width": 900, "turn": 90},
        {"width": 1400, "turn": 200, "dark": 0.35},
        {"width": 3000, "side_mm": 11, "turn": -12},
        {"width": 1400, "format_": "PNG"},
        {"width": 1400, "format_": "WEBP"},
        {"width": 800, "format_": "HEIF"},
    ],
)
def test_photos_as_phones_take_them_are_read(how: dict, media: Path) -> None:
    card = read_card_image(photo(CARD_2021, **how))
    assert card is not None
    assert (card.number, card.full_name) == ("015299000001", "Lý Thị Mai")
    assert nothing_kept(media)


def test_a_card_of_2024_with_its_small_code_is_read() -> None:
    card = read_card_image(photo(CARD_2024, width=1800, side_mm=11))
    assert card is not None
    assert card.layout == "2024"


def test_a_blurred_code_is_found_by_the_second_look() -> None:
    card = read_card_image(photo(CARD_2021, width=1000, side_mm=15, blur=2.0, turn=0))
    assert card is not None


def test_a_photo_without_a_code_gives_nothing(media: Path) -> None:
    assert read_card_image(making.jpeg(1200, 900)) is None
    assert nothing_kept(media)


def test_another_code_is_not_a_card() -> None:
    with pytest.raises(CardUnreadable) as caught:
        read_card_image(photo("https://example.test/quang-cao"))
    assert caught.value.reason == "not_a_card"


@pytest.mark.parametrize("kind", ["empty", "drawing", "broken", "bomb", "pdf"])
def test_what_is_no_photo_is_refused(kind: str, media: Path) -> None:
    made = {
        "empty": lambda: b"",
        "drawing": lambda: making.SVG,
        "broken": lambda: b"\xff\xd8\xff" + b"\0" * 50,
        "bomb": lambda: making.png_bomb(12_000, 12_000),
        "pdf": making.pdf,
    }
    with pytest.raises(FileRefused):
        read_card_image(made[kind]())
    assert nothing_kept(media)


def post(client: Client, data: bytes):
    return client.post("/the/doc/", {"photo": SimpleUploadedFile("the.jpg", data, "image/jpeg")})


@pytest.mark.django_db
def test_the_page_gives_the_fields_marked_as_not_verified(
    client: Client, sign_in: Callable[[Client, str], Account], media: Path
) -> None:
    sign_in(client, "tu")
    answer = post(client, photo(CARD_2021))
    assert answer.status_code == 200
    body = answer.json()
    assert body["card"]["full_name"] == "Lý Thị Mai"
    assert (body["verified"], body["source"], body["label"]) == (False, "qr", "chưa xác thực")
    assert "no-store" in answer["Cache-Control"]
    assert nothing_kept(media)


@pytest.mark.django_db
def test_the_page_takes_what_a_scanner_types(client: Client, bat_xat: object) -> None:
    assert client.post("/the/doc/", {"text": CARD_2021}).json()["card"]["number"] == "015299000001"
    assert client.post("/the/doc/", {"text": "abc"}).status_code == 422


@pytest.mark.django_db
def test_the_page_says_in_words_what_to_do(client: Client, bat_xat: object) -> None:
    for data in (making.jpeg(), making.pdf(), making.SVG):
        answer = post(client, data)
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]
    assert client.post("/the/doc/").status_code == 422
    assert client.get("/the/doc/").status_code == 405


def test_the_command_prints_the_fields_or_fails_with_the_reason(tmp_path: Path) -> None:
    good, empty = tmp_path / "the.jpg", tmp_path / "khong.jpg"
    good.write_bytes(photo(CARD_2021))
    empty.write_bytes(making.jpeg())
    out = io.StringIO()
    call_command("card", "read", str(good), "--json", stdout=out)
    fields = json.loads(out.getvalue())
    assert (fields["number"], fields["verified"]) == ("015299000001", False)
    for path in (empty, tmp_path / "missing.jpg", Path(__file__)):
        with pytest.raises(CommandError) as caught:
            call_command("card", "read", str(path))
        assert caught.value.returncode == 1
        assert str(caught.value)
