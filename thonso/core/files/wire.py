"""The headers of a resumable upload, read strictly: a number that is none is a mistake of the program that sent it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from django.http import HttpRequest, UnreadablePostError

_NUMBER = re.compile(r"[0-9]{1,15}")
_BLOCK = 64 * 1024


class BadHeader(Exception):
    """The message names the header."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one PUT brings: where it begins (None: it does not say, so at the beginning) and how long the file is."""

    offset: int | None
    size: int
    length: int
    name: str
    purpose: str


def read_piece(request: HttpRequest) -> Piece:
    """Upload-Offset, Upload-Length (of the whole file; this piece is the last when it is not given), Upload-Name
    (percent-encoded UTF-8), Upload-Purpose. Raises BadHeader."""
    offset = _number(request, "Upload-Offset")
    length = _number(request, "Content-Length")
    if length is None:
        raise BadHeader("Content-Length")
    size = _number(request, "Upload-Length")
    name = unquote(request.headers.get("Upload-Name", ""), errors="replace")
    whole = (offset or 0) + length if size is None else size
    return Piece(offset, whole, length, name, request.headers.get("Upload-Purpose", "")[:40])


def body_of(request: HttpRequest) -> Iterator[bytes]:
    """The body in small blocks as it arrives; a line that breaks off raises OSError, as the services expect."""
    try:
        while block := request.read(_BLOCK):
            yield block
    except UnreadablePostError as error:
        raise ConnectionError from error


def _number(request: HttpRequest, header: str) -> int | None:
    text = request.headers.get(header, "").strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise BadHeader(header)
    return int(text)
