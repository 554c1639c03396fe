"""Finding a procedure by plain words, with or without diacritics: "giay khai sinh", "hộ nghèo", "1.001193". Pure."""

from collections.abc import Iterable
from functools import lru_cache

from thonso.core.base.text import fold
from thonso.procedures.access import Offered
from thonso.procedures.definition import Definition

# Words that are in nearly every question and tell nothing.
_FILLERS = frozenset(
    ["xin", "lam", "cho", "can", "muon", "toi", "anh", "chi", "cua", "va", "thu", "tuc", "de", "nghi", "cap"]
)


def find(offered: Iterable[Offered], question: str) -> list[Offered]:
    """The procedures that fit, best first; all of them, in their order, when nothing is asked."""
    words = fold(question[:200]).split()
    if not words:
        return list(offered)
    telling = [word for word in words if word not in _FILLERS] or words
    scored = [(score(one.definition, telling), one) for one in offered]
    return [one for points, one in sorted(scored, key=lambda pair: -pair[0]) if points > 0]


def score(definition: Definition, words: list[str]) -> float:
    """How well: a name that is little more than the phrase counts most; then the words found, at least half of them."""
    names, rest, code = _folded(definition)
    phrase = " ".join(words)
    if phrase == code:
        return 1000.0
    found = 0.0
    for word in words:
        if any(word in name.split() for name in names):
            found += 1.0
        elif any(part.startswith(word) for name in names for part in name.split()):
            found += 0.7
        elif word in rest.split():
            found += 0.4
    if found < len(words) / 2:
        return 0.0
    whole = max((len(phrase) / len(name) for name in names if phrase in name), default=0.0)
    return 50.0 * whole + 10.0 * found / len(words)


def _telling(name: str) -> str:
    return " ".join(word for word in fold(name).split() if word not in _FILLERS) or fold(name)


@lru_cache(maxsize=1024)
def _folded(definition: Definition) -> tuple[tuple[str, ...], str, str]:
    names = tuple(_telling(name) for name in (definition.name, *definition.plain_names))
    return names, fold(f"{definition.summary} {definition.field}"), fold(definition.code)
