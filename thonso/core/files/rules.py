"""What is accepted, by first bytes and size; names; secret marks. Pure, without Django: the workshop uses it too."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MIB = 1024 * 1024
JPEG, PNG, WEBP, HEIC, PDF = "image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"
# The most that is received of a kind, in bytes (experience: 12 MP photos and more, 25 MB scans).
LIMITS = {JPEG: 15 * MIB, PNG: 15 * MIB, WEBP: 15 * MIB, HEIC: 15 * MIB, PDF: 25 * MIB}
LARGEST = max(LIMITS.values())
EXTENSIONS = {JPEG: ".jpg", PDF: ".pdf"}
# Enough to tell every kind apart.
HEAD_BYTES = 1024
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_SHA256 = re.compile(r"[0-9a-f]{64}")
# Controls, surrogates, direction marks and zero-width characters have no place in a file's name.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_PATH = re.compile(r"[\\/]")
NAME_LIMIT = 150


class Unacceptable(Exception):
    """Refused for a reason that `sentences` puts into words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_sha256(text: str) -> bool:
    return _SHA256.fullmatch(text) is not None


def sniff(head: bytes) -> str:
    """The media type by the first bytes (up to HEAD_BYTES of them), never by a name. Raises Unacceptable."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    if head.startswith(b"%PDF-"):
        return PDF
    raise Unacceptable(_why_not(head))


def _why_not(head: bytes) -> str:
    if not head:
        return "empty"
    if head.startswith(b"\xd0\xcf\x11\xe0") or (head.startswith(_ZIP) and b"[Content_Types].xml" in head):
        return "office"
    if head.startswith(_ZIP) or head.startswith(_ARCHIVES):
        return "archive"
    text = head.lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").lower().replace(b"\x00", b"")
    if b"<svg" in text or text.startswith((b"<?xml", b"<!doctype", b"<html", b"<script")):
        return "svg"
    return "unknown_kind"


def check_size(media_type: str, size: int) -> None:
    if size > LIMITS[media_type]:
        raise Unacceptable("pdf_too_big" if media_type == PDF else "image_too_big")


def tidy_name(name: str, fallback: str = "tep") -> str:
    """The last part of the path, NFC, without what cannot be printed, at most NAME_LIMIT characters; never empty.

    A name is only shown, never used as a path, so an odd one is mended and not refused.
    """
    last = _PATH.split(name)[-1]
    printable = _UNPRINTABLE.sub("", unicodedata.normalize("NFC", last.encode("utf-8", "ignore").decode()))
    tidy = " ".join(printable.split()).strip(". ")
    if len(tidy) > NAME_LIMIT:
        stem, dot, end = tidy.rpartition(".")
        tidy = f"{stem[: NAME_LIMIT - 6]}.{end}" if dot and 0 < len(end) < 6 else tidy[:NAME_LIMIT]
    return tidy or fallback


def name_as_stored(name: str, media_type: str) -> str:
    """The name it is given out under: the ending tells what the bytes are now (a HEIC photo is stored as JPEG)."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    return (stem or "tep") + EXTENSIONS.get(media_type, "")


# --- marks of state secrets -------------------------------------------------------------------------------------------

_MARKS = frozenset({"MẬT", "TỐIMẬT", "TUYỆTMẬT"})


@dataclass(frozen=True, slots=True)
class Box:
    """A run of text on a page, in points, y upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFC", text) if char.isalnum())


def is_mark(text: str) -> bool:
    """MẬT, TỐI MẬT or TUYỆT MẬT and nothing else but frame characters; a stamp is always in capitals."""
    return _letters(text) in _MARKS


def marked_secret(lines: Sequence[str]) -> bool:
    """A mark alone on its line. "MẬT ONG" (honey) is not one, also when the line breaks between the two words."""
    for index, line in enumerate(lines):
        if is_mark(line):
            following = next((_letters(after) for after in lines[index + 1 :] if after.strip()), "")
            if not (_letters(line) == "MẬT" and following.startswith("ONG")):
                return True
    return False


def stamped_secret(boxes: Iterable[Box]) -> bool:
    """A mark that stands alone on the page though other text shares its height (a stamp beside a heading)."""
    runs = list(boxes)
    return any(
        is_mark(run.text) and not any(_touches(run, other) for other in runs if other is not run) for run in runs
    )


def _touches(mark: Box, other: Box) -> bool:
    """Text that reads on from the mark: beside it closer than its height, or "ONG" right under it."""
    height = max(mark.top - mark.bottom, 1.0)
    if not _letters(other.text):
        return False
    if min(mark.top, other.top) - max(mark.bottom, other.bottom) > height / 3:
        gap = max(other.left - mark.right, mark.left - other.right)
        return gap < height
    below = mark.bottom - other.top
    return below < height and other.top <= mark.bottom + height / 3 and _letters(other.text).startswith("ONG")
