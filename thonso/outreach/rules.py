"""The codes of pre-printed slips: made, read as people type or scan them, and told apart when mistyped. Pure."""

import re
import secrets
from typing import Final

# Without what looks alike on paper; 29 of them, a prime, so that the check finds every single mistake.
LETTERS: Final = "2345679ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 7
_CODE = re.compile(r"PH[-\s]?([0-9A-Z]{4})[-\s]?([0-9A-Z]{4})", re.IGNORECASE)


def check_letter(body: str) -> str:
    """The last letter: a wrong letter, or two neighbours changed over, gives another."""
    total = sum((place + 1) * LETTERS.index(letter) for place, letter in enumerate(body))
    return LETTERS[total % len(LETTERS)]


def new_code() -> str:
    body = "".join(secrets.choice(LETTERS) for _ in range(_LENGTH))
    whole = body + check_letter(body)
    return f"PH-{whole[:4]}-{whole[4:]}"


def read(text: str) -> str:
    """The code in what was typed or scanned (an address with the code in it too); '' when there is none, or it is mistyped."""
    found = _CODE.search(text.upper())
    if found is None:
        return ""
    whole = found[1] + found[2]
    if any(letter not in LETTERS for letter in whole) or check_letter(whole[:-1]) != whole[-1]:
        return ""
    return f"PH-{whole[:4]}-{whole[4:]}"
