"""A message as pieces of UTF-8, ready for the parser: what stands before it, its encoding, ampersands that nobody escaped."""

import codecs
import re
from collections.abc import Iterator
from html.entities import name2codepoint
from io import BytesIO
from typing import BinaryIO, Final

from thonso.documents.exchange.findings import Told, Unreadable

PIECE: Final = 64 * 1024
# How far the beginning of the XML is looked for: a byte order mark, "1212" in an example of the VXP kit.
_BEFORE: Final = 1024
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_KNOWN: Final = frozenset({"utf-8", "utf8", "utf-16", "utf16", "utf-16le", "utf-16be"})
# White space, instructions and comments before what comes first of the document itself.
_PROLOG: Final = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_AMPERSAND: Final = re.compile(
    rb"&(?:(?P<known>#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);|(?P<name>[A-Za-z0-9]{2,8});)?"
)
_LONGEST_REFERENCE: Final = 12
_UTF16: Final = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


class Source:
    """`bytes` or an open file, read from its beginning as often as it is asked for. Raises Unreadable for what is no
    message from the first bytes on: nothing there, too much, another encoding, a DTD."""

    def __init__(self, given: bytes | BinaryIO, limit: int, told: Told) -> None:
        self._file = BytesIO(given) if isinstance(given, bytes) else given
        self._limit = limit
        head = self._head()
        utf16 = next((name for mark, name in _UTF16 if head.startswith(mark)), "")
        self._codec = utf16
        if utf16:
            head = head[: len(head) // 2 * 2].decode(utf16, "replace").encode()
        self._skip = _begin(head, told, wide=bool(utf16))
        head = head[self._skip :]
        declared = _DECLARED.match(head)
        if declared and declared[1].decode().lower() not in _KNOWN:
            raise Unreadable("E_ENCODING", declared[1].decode())
        if declared and not utf16 and declared[1].lower().startswith(b"utf-16"):
            told.tolerate("T_ENCODING", "xml")
        self._check_prolog(head)

    def pieces(self, *, mend: bool = False) -> Iterator[bytes]:
        """The whole message; with `mend`, an ampersand that begins no reference of XML stands for itself."""
        pieces = self._from_begin()
        return _mended(pieces) if mend else pieces

    def _head(self) -> bytes:
        self._file.seek(0)
        head = self._file.read(PIECE)
        if not head.strip(b"\0 \t\r\n"):
            raise Unreadable("E_EMPTY")
        return head

    @staticmethod
    def _check_prolog(head: bytes) -> None:
        prolog = _PROLOG.match(head)
        after = head[prolog.end() :] if prolog else head
        if after.startswith(b"<!DOCTYPE"):
            # Entities are declared in it, and from there a few bytes become gigabytes, or a file of the server.
            raise Unreadable("E_DTD")
        if not after.startswith(b"<") or after.startswith(b"<!"):
            raise Unreadable("E_XML")

    def _from_begin(self) -> Iterator[bytes]:
        skip = self._skip
        for piece in self._decoded():
            if skip < len(piece):
                yield piece[skip:]
            skip = max(0, skip - len(piece))

    def _decoded(self) -> Iterator[bytes]:
        if not self._codec:
            yield from self._raw()
            return
        decoder = codecs.getincrementaldecoder(self._codec)()
        try:
            for piece in self._raw():
                yield decoder.decode(piece).encode()
            yield decoder.decode(b"", final=True).encode()
        except UnicodeError:
            raise Unreadable("E_ENCODING", self._codec) from None

    def _raw(self) -> Iterator[bytes]:
        self._file.seek(0)
        left = self._limit
        while piece := self._file.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise Unreadable("E_SIZE")
            yield piece


def _begin(head: bytes, told: Told, *, wide: bool) -> int:
    """Where the XML begins. A byte order mark is nobody's mistake; other bytes before it are told of."""
    begin = head.find(b"<?xml", 0, _BEFORE)
    if begin < 0:
        begin = head.find(b"<", 0, _BEFORE)
    if begin < 0:
        raise Unreadable("E_XML")
    before = head[:begin]
    if before.removeprefix(codecs.BOM_UTF8).strip():
        if wide:
            raise Unreadable("E_XML")
        told.tolerate("T_BYTES_BEFORE", "xml")
    return begin


def _mended(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        text = rest + piece
        # A reference may be cut in two: what could be one waits for the next piece.
        cut = text.rfind(b"&", max(0, len(text) - _LONGEST_REFERENCE))
        text, rest = (text, b"") if cut < 0 else (text[:cut], text[cut:])
        yield _AMPERSAND.sub(_reference, text)
    yield _AMPERSAND.sub(_reference, rest)


def _reference(found: re.Match[bytes]) -> bytes:
    if found["known"]:
        return found[0]
    name = (found["name"] or b"").decode()
    if name in name2codepoint:
        return b"&#%d;" % name2codepoint[name]
    return b"&amp;" + found[0][1:]
