"""The picture of a signature or a seal: made ready for the page in a child process, whatever file it came in.

Parent: `made_ready`. Child: `python -m thonso.core.signatures.pictures FILE OUT person|organisation`.
White paper becomes transparent, margins go, and it is set into the shape of its place: 50 × 22 mm for a signature, round
for a seal (NĐ 30/2020, Phụ lục I, mục II: PNG with a transparent ground; a signature blue, a seal red).
"""

import json
import sys
import tempfile
from pathlib import Path

LARGEST = 3 * 1024 * 1024  # bytes
SMALLEST_SIDE, LARGEST_SIDE = 100, 6000  # pixels
SHAPES = {"person": (886, 390), "organisation": (600, 600)}  # 450 dots an inch over 50 × 22 mm and 34 mm
SECONDS = 20
_INK = 40  # of 255: what covers less than this is paper


def made_ready(data: bytes, role: str) -> bytes:
    """The PNG to keep. Raises Refused with what is wrong with the file."""
    from thonso.core.base.errors import Refused
    from thonso.core.files import sandbox

    words = _words()
    if len(data) > LARGEST:
        raise Refused(words["size"], fields={"image": [words["size"]]})
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "in", Path(folder) / "out.png"
        path.write_bytes(data)
        try:
            (told, *_more) = sandbox.run(__name__, str(path), str(out), role, seconds=SECONDS * 2)
        except sandbox.Broke:
            told = {"refused": "unreadable"}
        if "refused" in told:
            sentence = words[told["refused"]]
            raise Refused(sentence, fields={"image": [sentence]})
        return out.read_bytes()


def _words() -> dict[str, str]:
    from django.utils.translation import gettext as _

    return {
        "size": _("The picture is larger than 3 MB. Please cut or scan it smaller."),
        "unreadable": _("This file is not a PNG or JPEG picture. Please choose another."),
        "pixels": _("The picture must have between 100 and 6,000 pixels on each side."),
        "empty": _("Nothing is to be seen on the picture. Please scan it again, dark on white paper."),
        "full": _("The picture has no white or transparent ground. Please scan it on white paper."),
        "shape": _("A seal must be round: the picture has to be about as wide as it is high."),
    }


def _ready(path: str, out: str, role: str) -> str:
    """Writes the picture; gives the name of what is wrong, or nothing."""
    from PIL import Image, ImageChops, ImageOps

    try:
        with Image.open(path, formats=["PNG", "JPEG"]) as opened:
            if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in opened.size):
                return "pixels"
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except Exception:  # whatever a hostile file makes the decoder raise
        return "unreadable"
    picture.thumbnail((2000, 2000))
    # Ink is what is there and not white: paper that was scanned with it becomes transparent.
    darkness = ImageChops.invert(ImageChops.darker(*(picture.getchannel(band) for band in "RG")))
    darkness = ImageChops.lighter(darkness, ImageChops.invert(picture.getchannel("B")))
    ink = ImageChops.multiply(picture.getchannel("A"), darkness.point(lambda v: 0 if v < _INK else min(255, v * 2)))
    box = ink.getbbox()
    if box is None:
        return "empty"
    covered = sum(ink.crop(box).histogram()[128:])
    if covered > 0.9 * (box[2] - box[0]) * (box[3] - box[1]):
        return "full"
    picture.putalpha(ink)
    picture = picture.crop(box)
    if role == "organisation" and not 0.85 < picture.width / picture.height < 1.18:
        return "shape"
    shape = SHAPES[role]
    fitted = ImageOps.contain(picture, shape)
    placed = Image.new("RGBA", shape, (255, 255, 255, 0))
    placed.alpha_composite(fitted, ((shape[0] - fitted.width) // 2, (shape[1] - fitted.height) // 2))
    placed.save(out, "PNG", optimize=True)
    return ""


if __name__ == "__main__":
    from thonso.core.files.workshop import limits

    limits.bound(SECONDS)
    wrong = _ready(*sys.argv[1:4])
    sys.stdout.write(json.dumps({"refused": wrong} if wrong else {"ready": True}) + "\n")
