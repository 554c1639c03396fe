"""What people type, as the parts a document is set from. Pure.

Vietnamese official prose names its own parts: "Căn cứ …;", "Điều 1.", "1.", "a)", "Chương I", "PHỤ LỤC". So a draft is plain
text, typed or pasted, and nothing has to be marked up: each line is one part, known by how it begins. Rows of a table are
lines with tabs, as a spreadsheet gives them, or with "|" between the cells; an empty line ends a table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from thonso.core.base.text import fold

BlockKind = Literal[
    "basis", "enacting", "chapter", "section", "article", "roman", "clause", "point", "dash", "para", "table", "annex"
]  # fmt: skip

LONGEST_TITLE: Final = 160
MOST_COLUMNS: Final = 16
"""More do not fit beside each other on a page (`too_wide`)."""

_GROUND = re.compile(r"(?:căn cứ|theo đề nghị|xét|trên cơ sở|thực hiện)\b", re.IGNORECASE)
_BASIS = re.compile(r"căn cứ\b", re.IGNORECASE)
_CHAPTER = re.compile(r"((?:chương|phần)\s+(?:[IVXLC]+|\d+|thứ \w+))\s*[.:]?\s*(.*)", re.IGNORECASE)
_SECTION = re.compile(r"((?:tiểu mục|mục)\s+(?:[IVXLC]+|\d+))\s*[.:]?\s*(.*)", re.IGNORECASE)
_ARTICLE = re.compile(r"điều\s+(\d{1,3}[a-zđ]?)\s*[.:]\s*(.*)", re.IGNORECASE)
_ROMAN = re.compile(r"((?:X{0,3})(?:IX|IV|V?I{0,3}))\s*[.)]\s+(\S.*)")
_CLAUSE = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\s*[.)/]\s+(\S.*)")
_POINT = re.compile(r"([a-zđ])\s*[).]\s+(\S.*)")
_DASH = re.compile(r"([-–—•*+])\s+(\S.*)")
_ANNEX = re.compile(r"(phụ lục(?:\s+(?:[IVXLC]+|\d{1,2}|số\s+\d{1,2}))?)\s*[.:]?", re.IGNORECASE)
_LETTER = re.compile(r"([A-ZĐ])\s*\.\s+(\S.*)")
# How Word writes its lists, and a form its lines: one tab behind a label. A row of a table has more, or stands in one.
_LISTED = re.compile(
    r"(?:điều\s+\d+[a-zđ]?\s*[.:]?|[IVXLC]+\s*[.)]|[a-zđ]\s*[.)]|\d{1,2}(?:\.\d{1,2})*\s*[.)/]|\d{1,2}(?:\.\d{1,2})+|[-–—•*+]"
    r"|[^\t]{1,60}:)\t[^\t]+",
    re.IGNORECASE,
)
_END = (".", ";", ":", ",", "/")


@dataclass(frozen=True, slots=True)
class Block:
    """`line` is where it begins in the text, from 1. `label` ("Điều 2.", "a)") is kept as it is printed; `title`: the words
    are a heading, not a sentence. Only a table has `rows`, the first of which is its head."""

    kind: BlockKind
    text: str = ""
    label: str = ""
    title: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    line: int = 0


def blocks(text: str, *, enacts: bool) -> list[Block]:
    """The parts in their order. `enacts`: a kind with grounds and what is enacted (quyết định, nghị quyết)."""
    found = list(_headed(_tabled(_lines(text))))
    return _with_grounds(found, enacts=enacts)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        yield number, line.replace("\u00a0", " ").strip(" ")


def _tabled(lines: Iterator[tuple[int, str]]) -> Iterator[Block]:
    """Each line as a part; those that stand together and have cells as one table."""
    rows: list[tuple[str, ...]] = []
    began = 0
    for number, line in lines:
        cells = _cells(line, inside=bool(rows))
        if cells:
            began = began or number
            rows.append(cells)
            continue
        yield from _table(rows, began)
        rows, began = [], 0
        if tidy := line.replace("\t", " ").strip():
            yield replace(_part(tidy), line=number)
    yield from _table(rows, began)


def _cells(line: str, *, inside: bool) -> tuple[str, ...]:
    """The cells of a row; nothing for a line that is none. Inside a table every line with a tab is a row."""
    words = line.strip()
    if "\t" in (line if inside and words else words) and (inside or not _LISTED.fullmatch(words)):
        return tuple(cell.strip() for cell in line.split("\t"))
    inner = line.strip().strip("|")
    if line.strip().startswith("|") and "|" in inner:
        return tuple(cell.strip() for cell in inner.split("|"))
    return ()


def _table(rows: list[tuple[str, ...]], began: int) -> list[Block]:
    """Rows of one width: what is missing is empty. A line of dashes under the head is no row. None of nothing."""
    kept = [row for row in rows if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in row if cell) or not any(row)]
    wide = max((len(row) for row in kept), default=0)
    whole = tuple(row + ("",) * (wide - len(row)) for row in kept)
    return [Block("table", rows=whole, line=began)] if whole else []


def _part(line: str) -> Block:
    if found := _ANNEX.fullmatch(line):
        return Block("annex", label=found[1].upper())
    if (found := _CHAPTER.fullmatch(line)) and _heads(found[2]):
        return Block("chapter", found[2], _sentence_case(found[1]), title=True)
    if (found := _SECTION.fullmatch(line)) and _heads(found[2]):
        return Block("section", found[2], _sentence_case(found[1]), title=True)
    if found := _ARTICLE.fullmatch(line):
        return Block("article", found[2], f"Điều {found[1]}.", title=_is_title(found[2]))
    if (found := _ROMAN.fullmatch(line)) and found[1]:
        return Block("roman", found[2], f"{found[1]}.", title=_is_title(found[2]))
    if (found := _LETTER.fullmatch(line)) and found[2] == found[2].upper():
        return Block("roman", found[2], f"{found[1]}.", title=True)
    if found := _CLAUSE.fullmatch(line):
        return Block("clause", found[2], f"{found[1]}.", title=_is_title(found[2]))
    if found := _POINT.fullmatch(line):
        return Block("point", found[2], f"{found[1]})")
    if found := _DASH.fullmatch(line):
        return Block("dash", found[2], "+" if found[1] == "+" else "-")
    return Block("para", line)


def _heads(rest: str) -> bool:
    """Whether what follows "Chương I" is its title: in a sentence it goes on in small letters."""
    return not rest or rest == rest.upper() or rest[:1].isupper()


def _is_title(text: str) -> bool:
    return bool(text) and len(text) <= LONGEST_TITLE and not text.endswith(_END)


def _sentence_case(label: str) -> str:
    """'CHƯƠNG II' is 'Chương II'."""
    word, _space, rest = label.partition(" ")
    return f"{word.capitalize()} {rest}"


def _headed(parts: Iterator[Block]) -> Iterator[Block]:
    """ "Chương I" and "PHỤ LỤC" take the line below as their title when they have none."""
    waiting: Block | None = None
    for part in parts:
        if waiting is not None:
            if part.kind == "para" and _is_title(part.text):
                yield replace(waiting, text=part.text)
                waiting = None
                continue
            yield waiting
            waiting = None
        if part.kind in {"chapter", "section", "annex"} and not part.text:
            waiting = part
        else:
            yield part
    if waiting is not None:
        yield waiting


def _with_grounds(found: list[Block], *, enacts: bool) -> list[Block]:
    """Grounds stand before what is enacted; elsewhere only lines at the very beginning that say "Căn cứ" are grounds."""
    out: list[Block] = []
    before = True
    for part in found:
        if before and part.kind == "para" and _enacting(part.text):
            out.append(Block("enacting", part.text.rstrip(" :") + ":", line=part.line))
            before = False
        elif before and part.kind == "para" and (_GROUND if enacts else _BASIS).match(part.text):
            out.append(replace(part, kind="basis"))
        else:
            if before and enacts and part.kind in {"chapter", "article"} and out and out[-1].kind == "basis":
                out.append(Block("enacting", line=part.line))
            before = before and enacts and part.kind == "para"
            out.append(part)
    return out


def _enacting(line: str) -> bool:
    said = fold(line)
    return said.rstrip(" :") in {"quyet dinh", "quyet nghi"} and (line == line.upper() or said.endswith(":"))


def too_wide(found: list[Block]) -> list[int]:
    """Lines at which a table begins that has more columns than a page holds."""
    return [part.line for part in found if part.rows and len(part.rows[0]) > MOST_COLUMNS]


def without_gaps(found: list[Block]) -> list[tuple[int, str, str]]:
    """Where counting goes wrong, as (line, what stands there, what was expected): Điều within the document, khoản within
    a Điều or a heading, điểm within a khoản."""
    wrong: list[tuple[int, str, str]] = []
    article, clause, point = 0, 0, 0
    for part in found:
        if part.kind in {"annex", "chapter", "section", "roman"}:
            clause = point = 0
            if part.kind == "annex":
                article = 0
        elif part.kind == "article":
            article, clause, point = _counted(part, re.sub(r"\D", "", part.label), article, wrong, "Điều {}."), 0, 0
        elif part.kind == "clause" and "." not in part.label.rstrip("."):
            clause, point = _counted(part, part.label.rstrip("."), clause, wrong, "{}."), 0
        elif part.kind == "point":
            place = _POINTS.find(part.label[0])
            if place != point:
                wrong.append((part.line, part.label, f"{_POINTS[min(point, len(_POINTS) - 1)]})"))
            point = place + 1
    return wrong


# Points are lettered with the Vietnamese alphabet as laws use it: a, b, c, d, đ, e, g, h, i, k …
_POINTS: Final = "abcdđeghiklmnopqrstuvxy"


def _counted(part: Block, digits: str, last: int, wrong: list[tuple[int, str, str]], form: str) -> int:
    value = int(digits)
    # Beginning anew at 1 is a list of its own.
    if value not in (last + 1, 1):
        wrong.append((part.line, part.label, form.format(last + 1)))
    return value
