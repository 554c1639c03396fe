"""What a recording may be, and which text it reads. Pure."""

import re
import unicodedata
from hashlib import sha256

LARGEST = 400_000  # bytes: a minute at 48 kbit/s; a question takes ten seconds at 16
_SPACES = re.compile(r"\s+")


def tidied(text: str) -> str:
    """As it is read, whatever the line breaks are. The same in frontend/ts/field/voices.ts."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def digest_of(text: str) -> str:
    return sha256(tidied(text).encode()).hexdigest()[:24]


def media_type(data: bytes) -> str:
    """audio/webm, audio/mp4 or audio/ogg by the first bytes; "" for anything else."""
    if data[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in data[:64]:
        return "audio/webm"
    if data[4:8] == b"ftyp" and data[8:11] in {b"M4A", b"mp4", b"iso", b"M4V", b"das"}:
        return "audio/mp4"
    return "audio/ogg" if data[:4] == b"OggS" else ""
