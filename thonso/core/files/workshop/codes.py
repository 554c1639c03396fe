"""`python -m thonso.core.files.workshop.codes FILE`: prints {"codes": […]}, the texts of the QR codes on a photo.

First as the photo is; then once larger and sharpened, which finds most codes that are small or a little out of focus.
"""

import json
import sys

import zxingcpp
from PIL import Image, ImageFilter, ImageStat

from thonso.core.files.rules import HEAD_BYTES, PDF, Unacceptable, check_size, sniff
from thonso.core.files.workshop import images, limits

# Of processor time, start included: both looks take one second even at twelve megapixels.
SECONDS = 8
# 12 MP are read as they are; a code of 11 mm needs the pixels.
_EDGE = 4032
_RETRY_EDGE = 4032
_DARK = 70  # mean grey of 255; what a phone photographs below is grainy


def _codes(image: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode, text_mode=zxingcpp.TextMode.Plain)
    return [_text(code) for code in found]


def _text(code: "zxingcpp.Barcode") -> str:
    """The bytes are UTF-8 on every citizen card; the decoder's guess is only the fallback."""
    try:
        return bytes(code.bytes).decode("utf-8")
    except UnicodeDecodeError:
        return str(code.text)


def read(path: str) -> list[str]:
    with open(path, "rb") as file:
        head = file.read(HEAD_BYTES)
        size = file.seek(0, 2)
    media_type = sniff(head)
    if media_type == PDF:
        raise Unacceptable("unknown_kind")
    check_size(media_type, size)
    grey = images.open_upright(path, media_type, edge=_EDGE).convert("L")
    return _codes(grey) or _codes(_sharper(grey))


def _sharper(grey: Image.Image) -> Image.Image:
    """Twice as large, then a sharp mask of 1.5 px: of thirty ways the one that loses neither small codes nor blurred ones.

    The grain of a dark photo is taken off first. Measured in docs/performance.md; a phone does it in ts/scan/sharper.ts.
    """
    if ImageStat.Stat(grey).mean[0] < _DARK:
        grey = grey.filter(ImageFilter.GaussianBlur(0.8))
    times = max(1.0, min(2.0, _RETRY_EDGE / max(grey.size)))
    larger = grey.resize((int(grey.width * times), int(grey.height * times)), Image.Resampling.BILINEAR)
    return larger.filter(ImageFilter.UnsharpMask(radius=1.5 * times, percent=500, threshold=0))


if __name__ == "__main__":
    limits.bound(SECONDS)
    try:
        answer: dict[str, object] = {"codes": read(sys.argv[1])}
    except Unacceptable as refusal:
        answer = {"refused": refusal.reason}
    sys.stdout.write(json.dumps(answer) + "\n")
