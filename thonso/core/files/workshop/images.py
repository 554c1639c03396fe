"""Photos: opened within limits, turned upright, made smaller, written anew without EXIF, GPS or anything appended."""

import io
import os
import warnings
from pathlib import Path

from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from thonso.core.files.rules import HEIC, JPEG, PNG, WEBP, Unacceptable

MAX_EDGE = 2400
THUMB_EDGE = 320
QUALITY = 82
# JPEG can be decoded at a smaller scale, the others only whole: 26 MP are about 80 MB of memory.
MAX_PIXELS = {JPEG: 110_000_000, HEIC: 50_000_000, PNG: 26_000_000, WEBP: 26_000_000}
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
Image.MAX_IMAGE_PIXELS = max(MAX_PIXELS.values())
warnings.simplefilter("error", Image.DecompressionBombWarning)


def open_upright(path: str | Path, media_type: str, edge: int = MAX_EDGE) -> Image.Image:
    """The photo as RGB, upright, no side longer than `edge`. Raises Unacceptable."""
    if media_type == HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(path, formats=[_FORMATS[media_type]]) as image:
            width, height = image.size
            if width * height > MAX_PIXELS[media_type]:
                raise Unacceptable("too_many_pixels")
            if width < 8 or height < 8:
                raise Unacceptable("image_damaged")
            if media_type == JPEG:
                image.draft("RGB", (edge, edge))
            image.load()
            upright = ImageOps.exif_transpose(image)
            flat = _flat(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Unacceptable("too_many_pixels") from None
    except UnidentifiedImageError:
        raise Unacceptable("image_damaged") from None
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, RuntimeError) as error:
        # Pillow raises most of these for broken files.
        raise Unacceptable("truncated" if "truncated" in str(error).lower() else "image_damaged") from None
    # Pillow would pass a comment on from here to the new file.
    flat.info = {}
    flat.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return flat


def _flat(image: Image.Image) -> Image.Image:
    """Transparency becomes white paper."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def write(image: Image.Image, target: str | Path, *, quality: int = QUALITY) -> None:
    """JPEG, 0600, on the disk when this returns. Nothing of the old file's metadata is passed on."""
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=quality, optimize=True, progressive=True, exif=b"", icc_profile=None)
    # Written by ourselves: Pillow's own writing hides that the disk is full.
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(packed.getbuffer())
        out.flush()
        os.fsync(out.fileno())


def legible(image: Image.Image) -> bool:
    """Whether letters could stand out on it at all: False for what is all dark, all white or grey, or blurred to nothing.

    Looked at small and grey, where the noise of a cheap camera has gone. The bounds are generous: a bad photo that an eye
    can still read passes, since whoever looks at the paper decides, and only what shows nothing is asked about.
    """
    small = image.convert("L")
    small.thumbnail((LOOK_EDGE, LOOK_EDGE), Image.Resampling.BOX)
    counts, total = small.histogram(), small.width * small.height
    dark, bright = _quantile(counts, total // 100), _quantile(counts, total - 1 - total // 100)
    if bright < TOO_DARK or bright - dark < TOO_FLAT:
        return False
    # The offset wraps around: the first row and column compare with the last, and are left out.
    inside = (1, 1, small.width, small.height)
    across = ImageChops.difference(small, ImageChops.offset(small, 1, 0)).crop(inside)
    down = ImageChops.difference(small, ImageChops.offset(small, 0, 1)).crop(inside)
    return any(any(one.histogram()[TOO_SMOOTH:]) for one in (across, down))


LOOK_EDGE = 400
TOO_DARK, TOO_FLAT, TOO_SMOOTH = 40, 20, 12  # in steps of grey, of 255


def _quantile(counts: list[int], rank: int) -> int:
    """The grey of the pixel at this place when all stand in order."""
    passed = 0
    for grey, count in enumerate(counts):
        passed += count
        if passed > rank:
            return grey
    return 255


def thumbnail(image: Image.Image, target: str | Path) -> None:
    small = image.copy()
    small.thumbnail((THUMB_EDGE, THUMB_EDGE), Image.Resampling.LANCZOS)
    write(small, target, quality=70)
