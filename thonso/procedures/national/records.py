"""One record of the national portal as it came, and what can be read out of its texts. Pure."""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.procedures.national import legal, papers, results, ways
from thonso.procedures.national.cells import NOTHING, Split

CODE = re.compile(r"[1-9]\.\d{6}")
LONGEST_LINE = 1 << 20  # bytes; the longest real record has 77,000
MOST_LINES = 20_000
NAME_LENGTH = 1000
PAPERS = "thanh_phan_ho_so"
# Which of the portal's columns are read into something; the others are kept with the source.
SPLITTERS: dict[str, tuple[str, Callable[[str], Split]]] = {
    "ways": ("cach_thuc_thuc_hien", ways.split),
    "papers": (PAPERS, papers.split),
    "legal": ("can_cu_phap_ly", legal.split),
    "result": ("ket_qua_xu_ly", results.split),
}
FIGURES = ("channels", "time", "fee", "papers", "legal", "result")


class Unreadable(Exception):
    """The file as a whole cannot be read; the words say why."""


class Rejected(Exception):
    """This line is no record. `code` is what it gave as its code, if anything."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


@dataclass(frozen=True)
class Record:
    """`source` is the object as it came, every value a text."""

    code: str
    name: str
    source: dict[str, str]

    @property
    def text(self) -> str:
        """The source in one form only, so that the same record has the same digest."""
        return json.dumps(self.source, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    def says(self, column: str) -> str:
        """A column without what the portal's page put around it; empty where it says that it knows nothing."""
        words = self.source.get(column, "").replace("\xa0", " ").strip()
        if words.startswith(NOTHING):
            words = words.removeprefix(NOTHING).strip()
        return (
            "" if words.startswith(("Từ khóa", "Cơ quan thực hiện")) else re.split(r"Từ khóa(?=\S)", words)[0].strip()
        )

    @cached_property
    def splits(self) -> dict[str, Split]:
        """By the names of SPLITTERS. Nothing at all where the cells do not add up: better unsplit than wrong."""
        found = {}
        for name, (column, split) in SPLITTERS.items():
            source = self.source.get(column, "")
            made = split(source)
            found[name] = made if made.adds_up_to(source) else Split()
        return found

    def parsed(self) -> set[str]:
        """Which of FIGURES were split into cells that add up to the source."""
        told = self.splits["ways"]
        rows = len(told.of("channel"))
        found = {"channels"} if told.cells else set()
        found |= {kind for kind in ("time", "fee") if told.cells and len(told.of(kind)) >= rows}
        return found | {name for name in ("papers", "legal", "result") if self.splits[name].cells}

    def doubts(self) -> set[str]:
        """Which of FIGURES nobody should rely on: not split, or split with a doubt."""
        return (set(FIGURES) - self.parsed()).union(*(made.doubts for made in self.splits.values()))


def read(line: bytes) -> Record:
    """One line of the file. Raises Rejected."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise Rejected("not JSON") from None
    if not isinstance(found, dict):
        raise Rejected("not an object")
    code = found.get("ma_thu_tuc")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise Rejected("ma_thu_tuc is not a code like 1.000014", str(code)[:20] if code else "")
    wrong = [str(key)[:40] for key, value in found.items() if not isinstance(value, str)]
    if wrong:
        raise Rejected(f"not a text: {', '.join(wrong[:3])}", code)
    source = {key: _storable(value) for key, value in found.items()}
    try:
        name = clean(source.get("ten_thu_tuc", ""), limit=NAME_LENGTH)
    except Refused:
        raise Rejected(f"ten_thu_tuc cannot be printed, or has more than {NAME_LENGTH} characters", code) from None
    if not name:
        raise Rejected("ten_thu_tuc is empty", code)
    return Record(code, name, source)


def _storable(value: str) -> str:
    """Neither database keeps a NUL or half a character."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode()


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, numbered as an editor does; packed files are told by their first bytes.

    Raises Unreadable, also for a file that would fill the memory.
    """
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == b"\x1f\x8b"
            plain.seek(0)
            file = cast(BinaryIO, gzip.GzipFile(fileobj=plain)) if packed else plain
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise Unreadable(f"line {number} is longer than {LONGEST_LINE >> 20} MB")
                if number > MOST_LINES:
                    raise Unreadable(f"it has more than {MOST_LINES:,} lines")
                if line.strip():
                    yield number, line.removeprefix(b"\xef\xbb\xbf")
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(getattr(error, "strerror", None) or "it is damaged") from None


def stored(text: str) -> Record:
    """Back from what was kept."""
    source: dict[str, Any] = json.loads(text)
    return Record(source["ma_thu_tuc"], clean(source["ten_thu_tuc"], limit=NAME_LENGTH), source)
