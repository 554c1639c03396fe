"""Words as they are indexed and asked for, pure: folded, and with one spelling for i and y (Lý, Lí)."""

import re
from dataclasses import dataclass
from uuid import UUID

from thonso.core.base.text import fold

MAX_WORDS = 8
MAX_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: whole words, the last of which may be unfinished, and exact tags."""

    words: tuple[str, ...]
    tags: tuple[str, ...] = ()
    any_tags: tuple[str, ...] = ()  # at least one of these, when there are any

    @property
    def text(self) -> str:
        return " ".join(self.words)


def words_of(text: str) -> list[str]:
    """'Lý Thị Mẩy' -> ['li', 'thi', 'may']. Where y is the only vowel, people write i or y as they like."""
    found = re.findall(r"[a-z0-9]+", fold(text))
    return [re.sub(r"(?<=[bcdghklmnpqrstvx])y$", "i", word) for word in found]


def indexed(text: str) -> str:
    return " ".join(words_of(text))[:MAX_TEXT].rstrip()


def question(text: str, *, tags: tuple[str, ...] = (), any_tags: tuple[str, ...] = ()) -> Question:
    for tag in (*tags, *any_tags):
        # Tags go into the engines' query language as they are.
        if not re.fullmatch(r"[a-z0-9]+", tag):
            raise ValueError(f"{tag!r} is not a tag: small letters and digits only")
    return Question(tuple(words_of(text)[:MAX_WORDS]), tags, any_tags)


def split_year(text: str) -> tuple[str, int | None]:
    """'lý thị mai 1968' -> ('lý thị mai', 1968): a year in the search box is the year of birth."""
    match = re.search(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)", text)
    if match is None:
        return text, None
    return f"{text[: match.start()]} {text[match.end() :]}".strip(), int(match[1])


def scope_tag(commune_id: UUID, kind: str) -> str:
    """Every row carries it, every question asks for it: one commune's rows of one kind."""
    return f"c{commune_id.hex}{re.sub('[^a-z0-9]', '', kind)}"


def year_tag(year: int) -> str:
    return f"y{year}"


def hamlet_tag(hamlet_id: UUID) -> str:
    return f"h{hamlet_id.hex}"
