"""Passwords that are refused: those that leaked everywhere, and those a neighbour would try first."""

from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from thonso.core.base.text import fold

_LIST = Path(__file__).parent / "data" / "weak_passwords.txt"


@cache
def _words() -> tuple[frozenset[str], tuple[str, ...]]:
    """(passwords refused whole, local words that may not make up most of one)."""
    whole: set[str] = set()
    local: list[str] = []
    target: Any = whole.add
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("# local"):
            target = local.append
        elif line and not line.startswith("#"):
            target(line)
    return frozenset(whole), tuple(sorted(local, key=len, reverse=True))


def _bare(password: str) -> str:
    return fold(password).replace(" ", "")


def is_weak(password: str, own_words: tuple[str, ...] = ()) -> bool:
    """Leaked; or little more than local words, one's own name, and digits; or a run or repetition of few characters."""
    whole, local = _words()
    bare = _bare(password)
    unleeted = bare.translate(str.maketrans("013457@$!", "oieastasi"))
    if bare in whole or unleeted in whole or len(set(bare)) < 5:
        return True
    rest = bare
    for word in (*sorted((_bare(w) for w in own_words), key=len, reverse=True), *local):
        if len(word) > 2:
            rest = rest.replace(word, "")
    # What is left after taking the guessable words away, years, runs and marks not counted, must still be something.
    letters = [char for char in rest if char.isalpha()]
    digits = [char for char in rest if char.isdigit()]
    return (len(letters) < 4 and len(digits) < 8) or _is_run(bare)


def _is_run(text: str) -> bool:
    """'123456789a', 'qwertyuiop', 'abcabcabca': mostly one run on the keyboard or in the alphabet, or one piece."""
    rows = ("0123456789012345678909876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
    for row in (*rows, *(r[::-1] for r in rows)):
        for start in range(len(text)):
            size = 0
            while start + size < len(text) and text[start : start + size + 1] in row:
                size += 1
            if size >= 6 and len(text) - size < 5:
                return True
    return any(text == (text[:n] * len(text))[: len(text)] for n in range(1, len(text) // 2 + 1))


class NotWeak:
    """AUTH_PASSWORD_VALIDATORS entry."""

    def validate(self, password: str, user: Any = None) -> None:
        own = tuple(
            word
            for value in (getattr(user, "username", ""), getattr(user, "full_name", ""))
            for word in (value, *str(value).split())
            if word
        )
        if is_weak(password, own):
            raise ValidationError(
                _(
                    "This password is easy to guess or has leaked elsewhere. "
                    "Three or four unrelated words make a good one."
                ),
                code="password_weak",
            )

    def get_help_text(self) -> str:
        return _("At least 10 characters; three or four unrelated words are good. No names of places or people.")
