"""Codes of organs, old and new, as they are met in messages. Which organ one means is not known here."""

import re
from typing import Final

# Met: 000.00.20.H13 (four groups, before QĐ 20/2020/QĐ-TTg), 001.22.H17 and G12 (by it), a letter first (H17.22), a business by
# its tax code. Sources: examples of the VXP kit (resources/edoc_new.edxml and what it wrote), Bkav's eDoc.
_CODE: Final = re.compile(
    r"(?:\d{1,3}\.){0,4}[A-Z]\d{2}"
    r"|[A-Z]\d{2}(?:\.\d{1,3}){1,4}"
    r"|\d{10}(?:-?\d{3})?"
)  # fmt: skip
_LEADING_ZEROS: Final = re.compile(r"^(?:0+\.)+")
# What a program writes that had no code to write.
NOTHING: Final = frozenset({"null", "none", "undefined"})


def fits(code: str) -> bool:
    return _CODE.fullmatch(code) is not None


def key(code: str) -> str:
    """Equal for the old and the new way to write the same organ of the upper levels: 000.00.00.G12 and G12."""
    return _LEADING_ZEROS.sub("", code.strip().upper())
