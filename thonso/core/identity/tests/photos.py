"""Photos of made-up cards: a QR code on a card on a desk, tilted, blurred, dark, as phones take them."""

import io
import random

import segno
from PIL import Image, ImageDraw, ImageFilter

CARD_2021 = "015299000001|012345678|Lý Thị Mai|03071985|Nữ|Thôn Suối Chải, Xã Bát Xát, Tỉnh Lào Cai|01012022"
CARD_2024 = CARD_2021.replace("|01012022", "|05082024") + "|015185990009|Lý A Sử|Tẩn Thị Mẩy"


def _code(text: str, scale: int) -> Image.Image:
    out = io.BytesIO()
    segno.make(text, error="m", boost_error=False, encoding="utf-8").save(out, kind="png", scale=scale, border=2)
    return Image.open(out).convert("L")


def photo(
    text: str,
    *,
    width: int = 1400,
    side_mm: float = 15,
    turn: float = 4.0,
    blur: float = 0.6,
    dark: float = 1.0,
    seed: int = 1,
    format_: str = "JPEG",
) -> bytes:
    """A card `width` pixels wide with a code `side_mm` of its 85.6 mm wide, on a grey desk."""
    dice = random.Random(seed)
    card = Image.new("L", (width, int(width * 54 / 85.6)), 225)
    pen = ImageDraw.Draw(card)
    for _line in range(60):
        # The fine lines that every such card is covered with.
        y = dice.randrange(card.height)
        pen.line([(0, y), (width, y + dice.randrange(-80, 80))], fill=205, width=1)
    side = int(width * side_mm / 85.6)
    card.paste(_code(text, 8).resize((side, side), Image.Resampling.LANCZOS), (width - side - width // 20, width // 20))
    desk = Image.new("L", (int(width * 1.2), int(width * 0.9)), 120)
    desk.paste(card, (width // 10, width // 8))
    desk = desk.rotate(turn, Image.Resampling.BICUBIC, fillcolor=120)
    desk = desk.filter(ImageFilter.GaussianBlur(blur)).point(lambda value: value * dark)
    noise = Image.effect_noise(desk.size, 18)
    out = io.BytesIO()
    Image.blend(desk, noise, 0.08).convert("RGB").save(out, format_, quality=80)
    return out.getvalue()
