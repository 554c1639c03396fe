"""What tests of harm share: small limits, files that never end, and the code a message is refused with."""

from typing import BinaryIO, cast

import pytest

from thonso.core.files.rules import MIB
from thonso.documents.exchange.findings import Unreadable
from thonso.documents.exchange.messages import NAMESPACE
from thonso.documents.exchange.reading import read
from thonso.documents.exchange.tree import LIMITS, Limits

SMALL = Limits(
    message=8 * MIB,
    file=64 * 1024,
    files=100 * 1024,
    attachments=3,
    elements=200,
    depth=12,
    text=2000,
    texts=20_000,
    ratio=50,
)
ROOT = f'<edXML xmlns="{NAMESPACE}">'.encode()


def refused(message: bytes | BinaryIO, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as caught:
        read(message, limits)
    return caught.value.code


class Endless:
    """A file that never ends: only what is read of it counts."""

    def __init__(self, begin: bytes, again: bytes) -> None:
        self.given = 0
        self._begin, self._again = begin, again

    def seek(self, _to: int) -> int:
        self.given = 0
        return 0

    def read(self, size: int) -> bytes:
        piece = self._again * (size // len(self._again))
        if self.given == 0:
            piece = self._begin + piece
        self.given += len(piece)
        return piece


def code_and_most(source: Endless, limits: Limits = LIMITS) -> tuple[str, int]:
    return refused(cast(BinaryIO, source), limits), source.given
