"""A photo on which nothing can be read is taken, and said to be one; what an eye can read is not asked about."""

import io
import random
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.test import Client
from PIL import Image, ImageDraw, ImageFilter

from thonso.core.files.models import Upload
from thonso.core.files.tests import making
from thonso.core.files.workshop.images import legible


def paper(ink: int = 20, ground: int = 230, size: tuple[int, int] = (1200, 1600)) -> Image.Image:
    """A page with lines of small letters, as a phone takes it."""
    image = Image.new("RGB", size, (ground,) * 3)
    draw = ImageDraw.Draw(image)
    for line in range(100, size[1] - 100, 40):
        draw.text((100, line), "CONG HOA XA HOI CHU NGHIA VIET NAM " * 4, fill=(ink,) * 3, font_size=24)
    return image


def noisy(image: Image.Image, most: int) -> Image.Image:
    chance = random.Random(7)
    grain = Image.frombytes("L", image.size, bytes(chance.randrange(most) for _ in range(image.width * image.height)))
    return Image.merge("RGB", [Image.blend(one, grain, 0.5) for one in image.split()])


def as_jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


NOTHING = {
    "black": Image.new("RGB", (1200, 1600), "black"),
    "a finger on the lens at night": noisy(Image.new("RGB", (600, 800), (12, 8, 8)), 30),
    "white": Image.new("RGB", (1200, 1600), "white"),
    "grey": Image.new("RGB", (1200, 1600), (128, 128, 128)),
    "blurred to nothing": paper().filter(ImageFilter.GaussianBlur(60)),
}
SOMETHING = {
    "a page": paper(),
    "a page in a dark room": paper(15, 70),
    "faint pencil": paper(190, 235),
    "slightly out of focus": paper().filter(ImageFilter.GaussianBlur(3)),
    "a page in noise": noisy(paper(size=(600, 800)), 60),
    "the pictures of these tests": making.picture(),
    "a small one": making.picture(64, 64),
}


@pytest.mark.parametrize("what", NOTHING)
def test_nothing_can_be_read_on(what: str) -> None:
    assert not legible(NOTHING[what])


@pytest.mark.parametrize("what", SOMETHING)
def test_something_can_be_read_on(what: str) -> None:
    assert legible(SOMETHING[what])


@pytest.mark.django_db
def test_it_is_kept_and_marked(send: Callable[..., Upload]) -> None:
    black = send(as_jpeg(NOTHING["black"]), "den.jpg")
    assert (black.state, black.legible) == (Upload.State.READY, False)
    assert send(making.jpeg(), "anh.jpg").legible
    assert send(making.pdf(), "giay.pdf").legible


@pytest.mark.django_db
def test_a_program_is_told_and_may_send_it_all_the_same(client: Client, bat_xat: object) -> None:
    data = as_jpeg(NOTHING["black"])
    at = f"/api/v1/blobs/{sha256(data).hexdigest()}"
    for status in (201, 200):
        said = client.put(at, data, content_type="application/octet-stream")
        assert said.status_code == status
        assert said.json()["legible"] is False
        assert "không đọc được" in said.json()["detail"]
    fine = making.jpeg()
    said = client.put(f"/api/v1/blobs/{sha256(fine).hexdigest()}", fine, content_type="application/octet-stream").json()
    assert said["legible"]
    assert "detail" not in said
