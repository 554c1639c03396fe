"""A file of national procedures, line by line. What cannot be read as a whole is told in one sentence and nothing is given."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

LONGEST_LINE = 1 << 20  # bytes; the longest real record has 77,000
MOST_LINES = 20_000
_UTF8 = b"\xef\xbb\xbf"
_OTHERS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class Unreadable(Exception):
    """The file as a whole cannot be read; the words say why."""


def lines(path: Path) -> list[tuple[int, str]]:
    """The lines that hold something, numbered as an editor does; packed files are told by their first bytes.

    Raises Unreadable, also for a file that would fill the memory, one in another encoding, one that was cut off.
    """
    try:
        found = list(_lines(path))
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(
            getattr(error, "strerror", None) or "it is damaged, or was cut off while it was packed"
        ) from None
    if not found:
        raise Unreadable("it is empty")
    last_number, last, ended = found[-1]
    if not ended and _is_cut(last):
        raise Unreadable(f"line {last_number}, its last, ends in the middle of a record: the file was cut off")
    if found[0][1].lstrip().startswith("["):
        raise Unreadable("it is one JSON array; write each procedure as an object on a line of its own")
    return [(number, text) for number, text, _ended in found]


def _lines(path: Path) -> Iterator[tuple[int, str, bool]]:
    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        file = cast(BinaryIO, gzip.GzipFile(fileobj=plain)) if packed else plain
        number = size = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if number == 1:
                line = _first(line)
            if len(line) > LONGEST_LINE:
                raise Unreadable(f"line {number} is longer than {LONGEST_LINE >> 20} MB; no procedure is")
            size += len(line)
            if number > MOST_LINES:
                raise Unreadable(f"it has more than {MOST_LINES:,} lines")
            if size > LARGEST:
                raise Unreadable(f"it holds more than {LARGEST >> 20} MB")
            if line.strip():
                yield number, _text(number, line), line.endswith(b"\n")


LARGEST = 256 << 20  # bytes unpacked; the real file has 6 MB


def _first(line: bytes) -> bytes:
    """Without the mark that some editors put in front."""
    encoding = _OTHERS.get(line[:2]) or ("UTF-16" if b"\x00" in line[:4] else "")
    if encoding:
        raise Unreadable(f"it is written in {encoding}; save it as UTF-8")
    line = line.removeprefix(_UTF8)
    if len(line) > LONGEST_LINE and line.lstrip().startswith(b"["):
        raise Unreadable("it is one JSON array; write each procedure as an object on a line of its own")
    return line


def _text(number: int, line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise Unreadable(
            f"line {number} is not UTF-8 (perhaps Windows-1258 or another old encoding); save the file as UTF-8"
        ) from None


def _is_cut(text: str) -> bool:
    """Whether a line begins as an object and stops before its end."""
    if not text.lstrip().startswith("{"):
        return False
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
    except RecursionError:
        return False
    return False
