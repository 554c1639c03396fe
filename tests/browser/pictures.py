"""Photos of papers as a phone takes them, drawn here so that no file lies in the repository."""

import io

from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import FilePayload


def paper(title: str, *, signed: bool = True, size: tuple[int, int] = (1200, 1600)) -> bytes:
    """A sheet with some lines of writing on a wooden table, slightly turned; JPEG."""
    sheet = Image.new("RGB", (int(size[0] * 0.8), int(size[1] * 0.85)), "#fdfdf8")
    pen = ImageDraw.Draw(sheet)
    pen.text((80, 90), title, fill="#222")
    for line in range(22):
        pen.line([(80, 180 + line * 44), (sheet.width - 80 - (line * 37) % 190, 180 + line * 44)], fill="#555", width=3)
    if signed:
        points = [(sheet.width - 380 + 26 * n, sheet.height - 140 + (34 if n % 2 else -30)) for n in range(10)]
        pen.line(points, fill="#1d2f8a", width=6)
    table = Image.new("RGB", size, "#8a6a48")
    table.paste(sheet, (int(size[0] * 0.1), int(size[1] * 0.07)))
    out = io.BytesIO()
    table.rotate(1.6, fillcolor="#8a6a48").filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=70)
    return out.getvalue()


def upload(title: str, *, signed: bool = True) -> FilePayload:
    return {"name": "mau-so-01.jpg", "mimeType": "image/jpeg", "buffer": paper(title, signed=signed)}
