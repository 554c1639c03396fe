"""What a text costs as SMS: GSM 7-bit (160, then 153 a part) or UCS-2 (70, then 67). 3GPP TS 23.038 and 23.040."""

import unicodedata
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_PLAIN = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "₫": "d",
    }
)


@dataclass(frozen=True, slots=True)
class Size:
    encoding: str  # gsm7 | ucs2
    units: int
    segments: int


def without_diacritics(text: str) -> str:
    """Keeps case, numbers and signs: 'Đã tiếp nhận hồ sơ' becomes 'Da tiep nhan ho so'."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def size(text: str) -> Size:
    if all(c in _BASIC or c in _EXTENDED for c in text):
        # An extended character takes an escape before it and may not be torn from it at the end of a part.
        costs = [2 if c in _EXTENDED else 1 for c in text]
        return Size("gsm7", sum(costs), _parts(costs, 160, 153))
    # A character outside the basic plane is a surrogate pair, which is not torn either.
    costs = [2 if ord(c) > 0xFFFF else 1 for c in text]
    return Size("ucs2", sum(costs), _parts(costs, 70, 67))


def _parts(costs: list[int], alone: int, each: int) -> int:
    if sum(costs) <= alone:
        return 1
    parts, room = 1, each
    for cost in costs:
        if cost > room:
            parts, room = parts + 1, each
        room -= cost
    return parts
