"""Photos: opened within limits, turned upright, made smaller, written anew without EXIF, GPS or anything appended."""

import io
import os
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

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


def thumbnail(image: Image.Image, target: str | Path) -> None:
    small = image.copy()
    small.thumbnail((THUMB_EDGE, THUMB_EDGE), Image.Resampling.LANCZOS)
    write(small, target, quality=70)
