"""What is stored of a photo is a new JPEG: upright, smaller, without where and by whom it was taken."""

import io
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from thonso.core.files import services, storage
from thonso.core.files.models import Upload
from thonso.core.files.tests import making
from thonso.core.files.tests.conftest import files_under, journalled, sha

pytestmark = pytest.mark.django_db


def stored(upload: Upload) -> Image.Image:
    with services.open_stored(upload) as file:
        return Image.open(io.BytesIO(file.read()))


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic"])
def test_every_kind_of_photo_becomes_a_jpeg(send: Callable[..., Upload], kind: str) -> None:
    data = getattr(making, kind)()
    upload = send(data, f"anh.{kind}")
    assert upload.state == Upload.State.READY
    assert (upload.media_type, stored(upload).format) == ("image/jpeg", "JPEG")
    assert upload.received_sha256 == sha(data)
    assert upload.stored_sha256 != upload.received_sha256
    assert journalled() == ["file.received"]


def test_place_camera_and_comments_do_not_survive(send: Callable[..., Upload]) -> None:
    data = making.jpeg(gps=True)
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(making.GPS)
    image = stored(send(data))
    assert not image.getexif()
    assert "exif" not in image.info
    assert "comment" not in image.info


def test_the_original_is_gone_and_nobody_else_may_read_the_rest(send: Callable[..., Upload], media: Path) -> None:
    upload = send(making.jpeg(gps=True))
    kept = files_under(media)
    assert kept == sorted([storage.place(upload.stored_sha256), storage.thumb_place(upload.stored_sha256)])
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"MAY CHUP" not in path.read_bytes()
    for folder in (path for path in media.rglob("*") if path.is_dir()):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_photo_taken_sideways_stands_upright(send: Callable[..., Upload]) -> None:
    image = stored(send(making.jpeg(640, 480, orientation=6)))
    assert image.size == (480, 640)
    top, bottom = image.getpixel((240, 40)), image.getpixel((240, 600))
    assert top[0] > 200 > top[2], "the red left half is on top after turning clockwise"
    assert bottom[2] > 200 > bottom[0]


def test_a_twelve_megapixel_photo_is_made_smaller(send: Callable[..., Upload]) -> None:
    upload = send(making.jpeg(4000, 3000))
    assert (upload.width, upload.height) == (2400, 1800)
    with services.open_thumb(upload) as file:
        assert max(Image.open(file).size) == 320


def test_transparency_becomes_white_paper(send: Callable[..., Upload]) -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    out = io.BytesIO()
    clear.save(out, "PNG")
    assert min(stored(send(out.getvalue(), "chu-ky.png")).getpixel((30, 30))) > 250


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16", "CMYK"])
def test_every_colour_mode_can_be_read(send: Callable[..., Upload], mode: str) -> None:
    out = io.BytesIO()
    image = making.picture(64, 64).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = image.convert("I;16")
    image.save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert send(out.getvalue()).state == Upload.State.READY


def test_what_was_appended_to_a_photo_is_not_stored(send: Callable[..., Upload]) -> None:
    upload = send(making.gifar())
    with services.open_stored(upload) as file:
        data = file.read()
    assert b"<script>" not in data
    assert b"PK\x05\x06" not in data
