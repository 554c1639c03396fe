"""A file of national procedures, line by line. What cannot be read as a whole is told in one sentence and nothing is given."""

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_LINE = 1 << 20  # bytes; the longest real record has 77,000
MOST_LINES = 20_000
_UTF8 = b"\xef\xbb\xbf"
ARRAY = gettext_lazy(
    "it is one JSON array; write each procedure as an object on a line of its own, or ask for the file that ends in .jsonl"
)
# What is chosen by mistake, by its first bytes.
_KINDS: tuple[tuple[bytes, Any], ...] = (
    (b"PK\x03\x04", gettext_lazy("an Excel, Word or zip file")),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an old Excel or Word file")),
    (b"%PDF", gettext_lazy("a PDF file")),
    (b"<", gettext_lazy("a web page")),
)
_OTHERS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class Unreadable(Exception):
    """The file as a whole cannot be read; the words say why."""


def lines(plain: BinaryIO) -> list[tuple[int, str]]:
    """The lines that hold something, numbered as an editor does; packed files are told by their first bytes.

    Raises Unreadable, also for a file that would fill the memory, one in another encoding, one that was cut off.
    """
    try:
        found = list(_lines(plain))
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise Unreadable(
            _("it is damaged, or was cut off while it was packed: copy it once more and bring that in")
        ) from None
    if not found:
        raise Unreadable(_("it is empty: copy it once more and bring that in"))
    last_number, last, ended = found[-1]
    if not ended and _is_cut(last):
        raise Unreadable(
            _(
                "line %(line)s, its last, ends in the middle of a record, the file was cut off: copy it once more and "
                "bring that in"
            )
            % {"line": last_number}
        )
    if found[0][1].lstrip().startswith("["):
        raise Unreadable(ARRAY)
    return [(number, text) for number, text, _ended in found]


def _lines(plain: BinaryIO) -> Iterator[tuple[int, str, bool]]:
    packed = plain.read(2) == b"\x1f\x8b"
    plain.seek(0)
    file = cast(BinaryIO, gzip.GzipFile(fileobj=plain)) if packed else plain
    number = size = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            line = _first(line)
        if len(line) > LONGEST_LINE:
            facts = {"line": number, "size": LONGEST_LINE >> 20}
            raise Unreadable(_("line %(line)s is longer than %(size)s MB; no procedure is") % facts)
        size += len(line)
        if number > MOST_LINES:
            raise Unreadable(_("it has more than %(most)s lines") % {"most": f"{MOST_LINES:,}"})
        if size > LARGEST:
            raise Unreadable(_("it holds more than %(size)s MB") % {"size": LARGEST >> 20})
        if line.strip():
            yield number, _text(number, line), line.endswith(b"\n")


LARGEST = 32 << 20  # bytes unpacked; the real file has 6 MB


def _first(line: bytes) -> bytes:
    """Without the mark that some editors put in front."""
    bare = line.removeprefix(_UTF8).lstrip()
    if kind := next((words for begins, words in _KINDS if bare.startswith(begins)), None):
        raise Unreadable(
            _("it is %(kind)s, not the list of procedures: choose the file that ends in .jsonl or .jsonl.gz")
            % {"kind": kind}
        )
    encoding = _OTHERS.get(line[:2]) or ("UTF-16" if b"\x00" in line[:4] else "")
    if encoding:
        raise Unreadable(
            _(
                "it is written in %(encoding)s; save it as UTF-8, or bring in the file as it was given, not one that was opened "
                "and saved again"
            )
            % {"encoding": encoding}
        )
    line = line.removeprefix(_UTF8)
    if len(line) > LONGEST_LINE and line.lstrip().startswith(b"["):
        raise Unreadable(ARRAY)
    return line


def _text(number: int, line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise Unreadable(
            _(
                "line %(line)s is not UTF-8 (perhaps Windows-1258 or another old encoding); save the file as UTF-8, or bring "
                "it in as it was given, not one that was opened and saved again"
            )
            % {"line": number}
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
