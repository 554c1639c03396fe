"""Vietnamese text as it comes out of foreign files: odd spaces, letters drawn apart, letters of old encodings."""

import re
import unicodedata

# Eth of Latin-1 looks like Đ and stands in many files for it.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "–": "-", "‐": "-", "‑": "-", "−": "-", "—": "-", "ʼ": "'"})
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
_SPACES = re.compile(r"\s+")
_WORD_GAP = re.compile(r"\s{2,}")


def tidy(text: str) -> str:
    """NFC, single spaces, nothing unseen; "Q U Y Ế T  Đ Ị N H" becomes two words."""
    seen = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_LOOKALIKES).strip()
    parts = seen.split()
    if len(parts) > 3 and sum(len(part) == 1 and part.isalpha() for part in parts) >= len(parts) * 0.7:
        seen = " ".join("".join(word.split()) for word in _WORD_GAP.split(seen)) if _WORD_GAP.search(seen) else seen
    return _SPACES.sub(" ", seen)


def bare(text: str) -> str:
    """Small letters and digits without accents, spaces or signs."""
    return _bare(text)[0]


def find(text: str, phrase: str) -> tuple[int, int] | None:
    """Where `phrase` (as `bare` gives it) stands in the text, whatever the accents and spaces between."""
    letters, places = _bare(text)
    at = letters.find(phrase)
    return None if at < 0 else (places[at], places[at + len(phrase) - 1] + 1)


def _bare(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for piece in unicodedata.normalize("NFD", char.lower()):
            if piece.isalnum():
                letters.append("d" if piece == "đ" else piece)
                places.append(place)
    return "".join(letters), places


def plain(text: str) -> str:
    """Without accents, the rest as it was."""
    pieces = (piece for piece in unicodedata.normalize("NFD", text) if not unicodedata.combining(piece))
    return "".join(pieces).replace("Đ", "D").replace("đ", "d")


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


def is_caps(text: str) -> bool:
    """Set in capitals; the small letters of an abbreviation (TTr, MTTQ…) do not matter."""
    seen = letters(text)
    return len(seen) > 1 and sum(char.isupper() for char in seen) >= len(seen) * 0.8


def is_capitalised(word: str) -> bool:
    """Nguyễn, Y, A; not ỦY and not của."""
    seen = word.strip(".,'-")
    return bool(seen) and seen.isalpha() and seen[0].isupper() and (len(seen) == 1 or seen[1:].islower())
