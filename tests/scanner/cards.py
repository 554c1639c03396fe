"""Photos of whole cards on a desk, as they reach the server: the classes of reference/identity.md §4, eight photos each."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.scanner import pictures

CARD_MM = (85.6, 54)
EACH = 8


@dataclass(frozen=True)
class Row:
    """`promised`: hits of eight with the sharpened retry, from the reference; `plain`: at the first look, there."""

    kind: str
    width: int  # px of the card
    side_mm: int  # of the code, 53 modules
    promised: int
    plain: int
    blur: float = 0.8  # sigma in px
    motion: int = 0  # px
    turn: float = 6.0  # degrees, at most
    noise: float = 5.0
    light: float = 1.0


ROWS = (
    Row("good 1800 px, 15 mm", 1800, 15, 8, 8),
    Row("phone 1400 px, 15 mm", 1400, 15, 8, 8),
    Row("900 px, 15 mm", 900, 15, 8, 8),
    Row("650 px, 15 mm", 650, 15, 8, 8, blur=0.5),
    Row("strong blur, 15 mm", 1400, 15, 8, 0, blur=2.4),
    Row("dark, noisy, any turn, 15 mm", 1400, 15, 8, 8, turn=180, noise=8, light=0.3),
    Row("motion blur 7 px, 15 mm", 1400, 15, 5, 2, motion=7),
    Row("phone 1400 px, 11 mm", 1400, 11, 8, 8),
    Row("900 px, 11 mm", 900, 11, 8, 8, blur=0.6),
    Row("650 px, 11 mm", 650, 11, 8, 7, blur=0.4),
    Row("strong blur, 11 mm", 1400, 11, 0, 0, blur=2.4),
    Row("dark, noisy, any turn, 11 mm", 1400, 11, 7, 3, turn=180, noise=9, light=0.3),
    Row("motion blur 7 px, 11 mm", 1400, 11, 0, 0, motion=7),
)


def photos(row: Row) -> Iterator[tuple[str, bytes]]:
    """The text of each card, and a JPEG of it."""
    dice = random.Random(row.kind)
    for _photo in range(EACH):
        text = pictures.text(dice, "2024")
        yield text, _jpeg(_photograph(row, text, dice))


def _photograph(row: Row, text: str, dice: random.Random) -> Image.Image:
    card = _card(row, text, dice)
    tilt = pictures.tilt(card.width, dice.uniform(-0.12, 0.12), dice.uniform(-0.12, 0.12))
    mask = Image.new("L", card.size, 255)
    card, mask = (
        image.transform(image.size, Image.Transform.PERSPECTIVE, tilt, Image.Resampling.BICUBIC)
        for image in (card, mask)
    )
    turn = dice.uniform(-row.turn, row.turn)
    card, mask = (image.rotate(turn, Image.Resampling.BICUBIC, expand=True) for image in (card, mask))
    desk = Image.new("L", (card.width + row.width // 5, card.height + row.width // 5), dice.randrange(90, 150))
    desk.paste(card, (row.width // 10, row.width // 10), mask)
    desk = desk.filter(ImageFilter.GaussianBlur(row.blur))
    if row.motion:
        desk = _moved(desk, row.motion)
    desk = desk.point(lambda value: value * row.light)
    return ImageChops.add(desk, pictures.noise(row.noise, dice, desk.size), offset=-128)


def _card(row: Row, text: str, dice: random.Random) -> Image.Image:
    width, height = row.width, round(row.width * CARD_MM[1] / CARD_MM[0])
    card = Image.new("L", (width, height), 226)
    pen = ImageDraw.Draw(card)
    for _line in range(50):
        y = dice.randrange(height)
        pen.line([(0, y), (width, y + dice.randrange(-80, 80))], fill=206, width=1)
    for line in range(6):  # what is printed beside the code
        pen.rectangle(
            (width // 20, height * (line + 5) // 12, width // 2, height * (line + 5) // 12 + height // 40), fill=90
        )
    out = io.BytesIO()
    segno.make(text, error="m", boost_error=False, version=9, encoding="utf-8", micro=False).save(
        out, kind="png", scale=8, border=2, dark="#1c1c1c", light="#e6e6e6"
    )
    side = round(width * row.side_mm / CARD_MM[0] * 57 / 53)
    card.paste(
        Image.open(out).convert("L").resize((side, side), Image.Resampling.LANCZOS),
        (width - side - width // 20, width // 20),
    )
    return card


def _moved(image: Image.Image, px: int) -> Image.Image:
    """The hand moved to the right by so much while the shutter was open."""
    sum_ = image
    for step in range(1, px):
        sum_ = Image.blend(sum_, ImageChops.offset(image, step, 0), 1 / (step + 1))
    return sum_


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
