"""Scanners that type what they read often mangle it: what can be put right without guessing is put right here."""

import re
import unicodedata
from collections.abc import Iterator

# What a program took the UTF-8 of the code for: Windows Western, Windows Vietnamese, two old DOS tables (Alt codes).
_MISTAKEN_FOR = ("cp1252", "cp1258", "cp437", "cp850")
_OTHER_BARS = "¦~\\#^;`"
_AIM_PREFIX = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
_FIELDS = 7


def attempts(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every text that it may have been, with the names of the repairs needed."""
    text = _AIM_PREFIX.sub("", text.strip("\ufeff\0\r\n\t "))
    # Wrong decoding comes first: "HÃ\u00a0 Nam" would otherwise pass as a name.
    for undone in (once := _all_undone(text)):
        for fixed in _all_undone(undone) or [undone]:
            yield _turned(fixed, ("encoding",))
    if not once:
        yield _turned(text, ())


def _all_undone(text: str) -> list[str]:
    found = (_undo(text, codec) for codec in _MISTAKEN_FOR)
    return list(dict.fromkeys(fixed for fixed in found if fixed is not None))


def _turned(text: str, done: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    text = unicodedata.normalize("NFC", text)
    if "|" not in text:
        other = next((bar for bar in _OTHER_BARS if text.count(bar) >= _FIELDS - 1), None)
        if other:
            text, done = text.replace(other, "|"), (*done, "separator")
    if _caps_lock(text):
        text, done = text.swapcase(), (*done, "caps_lock")
    return text, done


def _undo(text: str, codec: str) -> str | None:
    """The text whose UTF-8 bytes were read as `codec`; None when it cannot have been so."""
    if text.isascii():
        return None
    raw = bytearray()
    for char in text:
        try:
            raw += char.encode(codec)
        except UnicodeEncodeError:
            # Bytes that the table leaves open come through as control characters.
            if ord(char) > 0xFF:
                return None
            raw.append(ord(char))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _caps_lock(text: str) -> bool:
    """As in "nGUYỄN vĂN mẪU": words begin small and go on in capitals, but for those that were small altogether."""
    words = [word for word in re.split(r"[|\s,]+", text) if len(word) > 1 and word.isalpha()]
    turned = [word for word in words if word[0].islower() and word[1:].isupper()]
    return len(turned) >= 3 and all(word.isupper() for word in words if word not in turned)
