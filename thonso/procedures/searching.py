"""Finding a procedure by plain words, with or without diacritics: "giay khai sinh", "hộ nghèo", "1.001193"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from thonso.procedures import everyday
from thonso.procedures.access import Offered
from thonso.procedures.definition import Definition
from thonso.procedures.everyday import plain

# Words that are in nearly every question and tell nothing.
_FILLERS = frozenset(
    ["xin", "lam", "cho", "can", "muon", "toi", "anh", "chi", "cua", "va", "thu", "tuc", "de", "nghi", "cap", "o", "xa"]
)
EXACT, BEGUN, MISTYPED, ASIDE = 1.0, 0.7, 0.6, 0.4  # what a word of the question counts, by how it is found
SHORTEST_MISTYPED = 4  # letters; shorter words are too near each other
LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched of a procedure, made plain: its names (without fillers), their words, and the words around them."""

    code: str
    names: tuple[str, ...]
    words: frozenset[str]
    aside: frozenset[str]


@lru_cache(maxsize=8192)
def entry(code: str, names: tuple[str, ...], around: str) -> Entry:
    told = tuple(_telling(name) for name in names)
    return Entry(plain(code), told, frozenset(" ".join(told).split()), frozenset(plain(around).split()))


def entry_of(definition: Definition) -> Entry:
    names = (definition.name, *definition.plain_names)
    return entry(definition.code, names, f"{definition.summary} {definition.field}")


def find(offered: Iterable[Offered], question: str) -> list[Offered]:
    """The procedures that fit, best first; all of them, in their order, when nothing is asked."""
    everything = list(offered)
    if not plain(question[:LONGEST_QUESTION]):
        return everything
    points = scores([entry_of(one.definition) for one in everything], question)
    scored = zip(points, everything, strict=True)
    return [one for worth, one in sorted(scored, key=lambda pair: -pair[0]) if worth > 0]


def scores(entries: Sequence[Entry], question: str) -> list[float]:
    """How well each fits, 0 for not at all: the better of the question as typed and as everyday words mean it."""
    asked = [_words(said) for said in everyday.readings(plain(question[:LONGEST_QUESTION]))]
    known = frozenset().union(*(one.words for one in entries))
    found = {word: _found(word, known) for words in asked for word in words}
    return [max((_score(one, words, found) for words in asked if words), default=0.0) for one in entries]


def _score(one: Entry, words: list[str], found: Mapping[str, Mapping[str, float]]) -> float:
    """A name that is little more than the phrase counts most; then the words found, at least half of them."""
    phrase = " ".join(words)
    if phrase == one.code:
        return 1000.0
    worth = 0.0
    for word in words:
        near = found[word]
        best = EXACT if word in one.words else max((near[other] for other in one.words & near.keys()), default=0.0)
        worth += best or (ASIDE if word in one.aside else 0.0)
    if worth < len(words) / 2:
        return 0.0
    whole = max((len(phrase) / len(name) for name in one.names if phrase in name), default=0.0)
    return 50.0 * whole + 10.0 * worth / len(words)


def _found(word: str, known: frozenset[str]) -> dict[str, float]:
    """The known words that `word` may stand for, with what they count."""
    near = {}
    for other in known:
        if other.startswith(word):
            near[other] = BEGUN
        elif len(word) >= SHORTEST_MISTYPED and len(other) >= SHORTEST_MISTYPED - 1 and _one_slip(word, other):
            near[other] = MISTYPED
    return near


def _one_slip(typed: str, meant: str) -> bool:
    """Whether one letter was missed, doubled, changed, or exchanged with its neighbour."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    left, right = typed[start:], meant[start:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right if len(left) > len(right) else left == right[1:]


def _words(said: str) -> list[str]:
    words = said.split()
    return [word for word in words if word not in _FILLERS] or words


def _telling(name: str) -> str:
    return " ".join(
        word for word in plain(name).replace(",", " ").replace(";", " ").split() if word not in _FILLERS
    ) or plain(name)
