"""Codes that are read off a TV and typed on a phone, and long texts cut into screens. Pure."""

import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from textwrap import shorten, wrap
from typing import Final

# Nothing that looks alike at four metres, and no vowel, D or W: Vietnamese keyboards make other letters of those.
LETTERS: Final = "34679BCFHJKMNPRTVX"
LENGTH: Final = 6
CODE_LIVES: Final = timedelta(minutes=10)

# One screen at 1920 × 1080 in pixels, as `frontend/css/tv.css` sets it; lines in characters of average width.
ROOM: Final = 650
_TITLE, _TITLE_LINE, _TITLE_HEIGHT = 230, 40, 95
_LINE, _LINE_HEIGHT, _GAP = 66, 67, 13

_FRESH = (ROOM - _TITLE_HEIGHT - _GAP) // _LINE_HEIGHT  # lines on a screen that has only a title of one line


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """The code in what was typed, with blanks, dashes or small letters; '' when it cannot be one."""
    code = re.sub(r"[\s\-.]", "", text).upper()
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def screens(title: str, lines: Sequence[str], *, listed: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    """Title and lines, cut into as many screens as they need to be read without scrolling. From the second on the title is
    one line. Things of a list are not cut in two."""
    found: list[tuple[str, tuple[str, ...]]] = []
    heading = shorten(title, _TITLE, placeholder="…")
    left, here = _room(heading), list[str]()
    for line in lines:
        rows = wrap(line, _LINE, break_on_hyphens=False)
        while rows:
            fit = (left - _GAP) // _LINE_HEIGHT
            least = min(len(rows), _FRESH) if listed else min(len(rows), 2)  # no single row of a long line at the foot
            if fit < least and (here or not found):
                found.append((heading, tuple(here)))
                heading = shorten(title, _TITLE_LINE, placeholder="…")
                left, here = _room(heading), []
                continue
            fit = max(fit, 1)
            here.append(" ".join(rows[:fit]))
            left -= _GAP + len(rows[:fit]) * _LINE_HEIGHT
            rows = rows[fit:]
    found.append((heading, tuple(here)))
    return found


def _room(heading: str) -> int:
    return ROOM - max(len(wrap(heading, _TITLE_LINE)), 1) * _TITLE_HEIGHT
