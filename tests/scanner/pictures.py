"""Photo-like pictures of codes as cards carry them, in named classes, the same ones at every run: one seed, Pillow alone.

What is measured: px of the picture a module of the code; blur as sigma of a Gaussian in modules. A picture is what the scanner
hands to the decoder: the guide square at 960 px, the code somewhere in it on a card with fine lines, then noise and JPEG.
"""

import io
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter

EDGE = 960
FINER = 3  # drawn so much larger, then averaged, as a sensor does
SIZES = (1.5, 2, 2.5, 3, 4)
# The text of 2021 makes a code of 45 modules (version 7, level M), that of 2024 one of 53 (version 9): reference, offline §3.4.
VERSIONS = {"2021": 7, "2024": 9}


@dataclass(frozen=True)
class Picture:
    kind: str  # the class in the table
    text: str
    version: int
    px: float
    seed: int
    turn: float = 0.0
    tilted: bool = False
    blur: float = 0.0
    noise: float = 5.0  # sigma in steps of grey
    quality: int = 80
    uneven: bool = False
    glare: bool = False

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        draw(self).save(out, "JPEG", quality=self.quality)
        return out.getvalue()


def pictures() -> Iterator[Picture]:
    """216 of them: both texts, turned by 0, 20 and 90 degrees, flat and tilted, for each class."""
    for px in SIZES:
        yield from _each(f"sharp, {px} px", px=px)
    for px in SIZES:
        yield from _each(f"blur 0.4, {px} px", px=px, blur=0.4)
    for px in (2.5, 4):
        yield from _each(f"blur 0.7, {px} px", px=px, blur=0.7)
    for px in (2, 3):
        yield from _each(f"noise, {px} px", px=px, noise=22)
    yield from _each("uneven light, 2.5 px", px=2.5, uneven=True)
    yield from _each("glare, 3 px", px=3, glare=True)
    yield from _each("strong JPEG, 2.5 px", px=2.5, quality=35)
    yield from _each("all at once, 3 px", px=3, noise=14, uneven=True, glare=True, quality=60)


def _each(kind: str, **how: object) -> Iterator[Picture]:
    dice = random.Random(f"{kind} 2026")
    for layout, version in VERSIONS.items():
        for turn in (0, 20, 90):
            for tilted in (False, True):
                bare = Picture(
                    kind, text(dice, layout), version, px=1, seed=dice.randrange(10**6), turn=turn + dice.uniform(-3, 3)
                )
                yield replace(bare, tilted=tilted, **how)


def text(dice: random.Random, layout: str) -> str:
    """A card like no other of the set, as long as real ones are said to be: 114 and 169 bytes or a little less."""
    birth = f"{dice.randrange(1, 29):02d}{dice.randrange(1, 13):02d}{dice.randrange(1940, 2000)}"
    number = f"010{dice.randrange(2)}{birth[-2:]}{dice.randrange(10**6):06d}"
    name = dice.choice(["Lý Thị Mai", "Sùng A Pó", "Tẩn Thị Mẩy", "Vàng A Chứ", "Đỗ Văn Hải"])
    hamlet = dice.choice(["Suối Chải", "Tả Phìn", "Bản Qua", "Láo Sáng"])
    place, issued = f"Thôn {hamlet}, Bát Xát, Lào Cai", f"0{dice.randrange(1, 10)}012022"
    written = f"{number}|{dice.randrange(10**9):09d}|{name}|{birth}|Nam|{place}|{issued}"
    return written if layout == "2021" else f"{written}|{dice.randrange(10**9):09d}|Lý A Sử Phìn|Tẩn Thị Mẩy Lan"


def draw(one: Picture) -> Image.Image:
    dice = random.Random(one.seed)
    frame = _desk(dice)
    patch, mask = _card(one, dice)
    room = [max(0, EDGE - side) for side in patch.size]
    at = (dice.randint(room[0] // 3, room[0] * 2 // 3), dice.randint(room[1] // 3, room[1] * 2 // 3))
    frame.paste(patch, at, mask)
    middle, side = (at[0] + patch.width / 2, at[1] + patch.height / 2), one.px * (17 + 4 * one.version)
    if one.blur:
        frame = frame.filter(ImageFilter.GaussianBlur(one.blur * one.px))
    if one.uneven:
        frame = ImageChops.multiply(frame, _shade(dice))
    if one.glare:
        frame = _glare(frame, middle, side, dice)
    return ImageChops.add(frame, noise(one.noise, dice), offset=-128)


def _desk(dice: random.Random) -> Image.Image:
    desk = Image.new("L", (EDGE, EDGE), dice.randrange(90, 150))
    pen = ImageDraw.Draw(desk)
    for _line in range(30):  # the grain of a table
        y = dice.randrange(EDGE)
        pen.line(
            [(0, y), (EDGE, y + dice.randrange(-40, 40))], fill=dice.randrange(80, 160), width=dice.randrange(1, 6)
        )
    return desk


def _card(one: Picture, dice: random.Random) -> tuple[Image.Image, Image.Image]:
    """A piece of the card around its code, turned and tilted, with the mask to lay it on the desk."""
    code = segno.make(one.text, error="m", boost_error=False, version=one.version, encoding="utf-8", micro=False)
    out = io.BytesIO()
    code.save(out, kind="png", scale=8, border=2, dark="#1c1c1c", light="#e6e6e6")
    modules = code.symbol_size(border=2)[0]
    side = round(modules * one.px * FINER)
    drawn = Image.open(out).convert("L").resize((side, side), Image.Resampling.LANCZOS)
    whole = round(side * 1.5)
    card = Image.new("L", (whole, whole), 226)
    pen = ImageDraw.Draw(card)
    for turn in range(24):  # the fine lines that every such card is covered with
        wave = [
            (x, whole * (turn + 0.5) / 24 + 12 * FINER * math.sin(x / whole * 9 + turn))
            for x in range(0, whole + 1, 12)
        ]
        pen.line(wave, fill=206, width=FINER)
    card.paste(drawn, ((whole - side) // 2, (whole - side) // 2))
    mask = Image.new("L", card.size, 255)
    if one.tilted:
        plane = tilt(
            whole, dice.choice([-1, 1]) * dice.uniform(0.15, 0.3), dice.choice([-1, 1]) * dice.uniform(0.15, 0.3)
        )
        card, mask = (
            image.transform(image.size, Image.Transform.PERSPECTIVE, plane, Image.Resampling.BICUBIC, fillcolor=0)
            for image in (card, mask)
        )
    card, mask = (image.rotate(one.turn, Image.Resampling.BICUBIC, expand=True) for image in (card, mask))
    small = (round(card.width / FINER), round(card.height / FINER))
    return card.resize(small, Image.Resampling.BOX), mask.resize(small, Image.Resampling.BOX)


def tilt(side: int, right: float, down: float) -> tuple[float, ...]:
    """Pillow's eight numbers for a plane seen aslant, its middle kept; at the edge it is larger or smaller by these parts."""
    g, h, m = right / side, down / side, side / 2
    k = 1 - (g + h) * m
    return tuple(
        value / k for value in (1 + g * m, h * m, m * k - m, g * m, 1 + h * m, m * k - m, g, h)
    )  # fmt: skip


def _shade(dice: random.Random) -> Image.Image:
    ramp = (
        Image.linear_gradient("L").resize((EDGE * 2, EDGE * 2)).rotate(dice.randrange(360), Image.Resampling.BILINEAR)
    )
    middle = ramp.crop((EDGE // 2, EDGE // 2, EDGE // 2 + EDGE, EDGE // 2 + EDGE))
    return middle.point(lambda value: 60 + value * 195 // 255)


def _glare(frame: Image.Image, middle: tuple[float, float], side: float, dice: random.Random) -> Image.Image:
    """A lamp that mirrors in the plastic, at an edge of the code."""
    spot = Image.radial_gradient("L").resize((round(side * 0.9),) * 2).point(lambda value: max(0, 235 - value))
    angle = dice.uniform(0, 2 * math.pi)
    at = (
        middle[0] + math.cos(angle) * side * 0.45 - spot.width / 2,
        middle[1] + math.sin(angle) * side * 0.45 - spot.height / 2,
    )
    light = Image.new("L", frame.size)
    light.paste(spot, (round(at[0]), round(at[1])))
    return Image.composite(Image.new("L", frame.size, 250), frame, light)


@cache
def _grain() -> Image.Image:
    dice = random.Random(7)
    return Image.frombytes(
        "L", (256, 256), bytes(max(0, min(255, round(dice.gauss(128, 32)))) for _ in range(256 * 256))
    )


def noise(sigma: float, dice: random.Random, size: tuple[int, int] = (EDGE, EDGE)) -> Image.Image:
    tile = _grain().point(lambda value: round(128 + (value - 128) * sigma / 32))
    made = Image.new("L", size)
    for x in range(0, size[0], 256):
        for y in range(0, size[1], 256):
            made.paste(ImageChops.offset(tile, dice.randrange(256), dice.randrange(256)), (x, y))
    return made
