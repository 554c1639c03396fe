"""Draws sample signatures (blue) and seals (red) for the demo, each with BẢN THỬ in it so that it cannot pass for real."""

import io
import math
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

# The papers' fonts, by place: signatures and papers do not import each other.
_FONTS = Path(__file__).resolve().parents[1] / "papers" / "fonts"
BLUE = (22, 54, 150, 255)
RED = (206, 17, 38, 255)
_SCALE = 3  # drawn larger and made smaller, so that lines are smooth


def _font(size: int, style: str = "Bold") -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / f"Tinos-{style}.ttf"), size)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def draw_signature(name: str) -> bytes:
    """A scribble that is the same for the same name: initials, waves, a stroke under them. 590 × 260 pixels, 50 × 22 mm."""
    rng = random.Random(name)  # noqa: S311 (a drawing)
    wide, tall = 590 * _SCALE, 260 * _SCALE
    picture = Image.new("RGBA", (wide, tall), (*BLUE[:3], 0))
    draw = ImageDraw.Draw(picture)
    words = name.split() or ["?"]
    draw.text((wide * 0.10, tall * 0.02), words[-1][0].upper(), font=_font(int(tall * 0.62), "Italic"), fill=BLUE)
    points = []
    turns = max(5, len(name) // 2)
    for step in range(240):
        part = step / 239
        swing = math.sin(part * turns * math.pi * 2) * (0.20 - 0.14 * part) * (0.8 + rng.random() * 0.15)
        points.append((wide * (0.26 + 0.62 * part), tall * (0.46 + swing - 0.10 * math.sin(part * math.pi))))
    draw.line(points, fill=BLUE, width=7 * _SCALE, joint="curve")
    bend = rng.uniform(-0.05, 0.05)
    under = [
        (wide * (0.08 + 0.84 * part), tall * (0.72 + bend * math.sin(part * math.pi) - 0.06 * part))
        for part in (step / 60 for step in range(61))
    ]
    draw.line(under, fill=BLUE, width=5 * _SCALE, joint="curve")
    draw.text((wide / 2, tall * 0.90), "BẢN THỬ", font=_font(int(tall * 0.13)), fill=BLUE, anchor="mm")
    return _png(picture.resize((590, 260), Image.Resampling.LANCZOS))


def draw_seal(organisation: str) -> bytes:
    """A round red seal, 400 pixels for 34 mm: the organisation around, a star and BẢN THỬ in the middle."""
    side = 400 * _SCALE
    picture = Image.new("RGBA", (side, side), (*RED[:3], 0))
    draw = ImageDraw.Draw(picture)
    middle = side / 2
    for radius, width in ((0.485, 0.018), (0.325, 0.008)):
        r = side * radius
        draw.ellipse((middle - r, middle - r, middle + r, middle + r), outline=RED, width=int(side * width))
    _around(picture, organisation.upper(), centre=-90, radius=0.405, size=0.078, most=250)
    _around(picture, "★ BẢN THỬ ★".replace("★", "●"), centre=90, radius=0.405, size=0.062, most=90, inward=True)
    _star(draw, middle, side * 0.44, side * 0.15)
    draw.text((middle, side * 0.665), "BẢN THỬ", font=_font(int(side * 0.075)), fill=RED, anchor="mm")
    return _png(picture.resize((400, 400), Image.Resampling.LANCZOS))


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for corner in range(10):
        r = radius if corner % 2 == 0 else radius * 0.4
        angle = -math.pi / 2 + corner * math.pi / 5
        points.append((x + r * math.cos(angle), y + r * math.sin(angle)))
    draw.polygon(points, fill=RED)


def _around(
    picture: Image.Image, text: str, *, centre: float, radius: float, size: float, most: float, inward: bool = False
) -> None:
    """Letters along a circle, `centre` in degrees (−90 is the top), over at most `most` degrees."""
    side = picture.width
    r = side * radius
    font = _font(int(side * size))
    widths = [font.getlength(letter) + side * 0.006 for letter in text]
    degrees = [math.degrees(width / r) for width in widths]
    shrink = min(1.0, most / sum(degrees))
    if shrink < 1.0:
        font = _font(int(side * size * max(shrink, 0.55)))
        degrees = [one * shrink for one in degrees]
    turn = -1 if inward else 1
    angle = centre - turn * sum(degrees) / 2
    box = int(side * size * 1.9)
    for letter, step in zip(text, degrees, strict=True):
        angle += turn * step / 2
        glyph = Image.new("RGBA", (box, box), (*RED[:3], 0))
        ImageDraw.Draw(glyph).text((box / 2, box / 2), letter, font=font, fill=RED, anchor="mm")
        glyph = glyph.rotate(-(angle + 90) if not inward else -(angle - 90), resample=Image.Resampling.BICUBIC)
        spot = (
            int(side / 2 + r * math.cos(math.radians(angle)) - box / 2),
            int(side / 2 + r * math.sin(math.radians(angle)) - box / 2),
        )
        picture.alpha_composite(glyph, (max(spot[0], 0), max(spot[1], 0)))
        angle += turn * step / 2
