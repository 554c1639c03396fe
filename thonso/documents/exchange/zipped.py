"""The zip with one file inside in which programs put an attachment: taken out and made, always the same bytes.

Read by hand and not by `zipfile`, which would read a list of a million entries before one could see that there are so many.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from thonso.core.files.rules import MIB

_LOCAL, _ENTRY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_END_FORM: Final = struct.Struct("<4sHHHHIIH")
_ENTRY_FORM: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL_FORM: Final = struct.Struct("<4sHHHHHIIIHH")
_ENCRYPTED, _UTF8 = 0x1, 0x800
_STORED, _DEFLATED = 0, 8
# A small file may well be all alike: only what grows large by little is a bomb.
_HARMLESS: Final = MIB


class Bomb(Exception):
    """It would unpack to more than is allowed, or grow more than files of offices do."""


class Damaged(Exception):
    """It is a zip with one file, which cannot be unpacked."""


@dataclass(frozen=True, slots=True)
class Inside:
    name: str
    data: bytes


def unpack(data: bytes, *, limit: int, ratio: int) -> Inside | None:
    """The file in a zip that holds exactly one, unlocked; None for everything else. Raises Bomb and Damaged."""
    if not data.startswith(_LOCAL):
        return None
    entry = _only_entry(data)
    if entry is None:
        return None
    flags, method, checksum, packed, size, name, begin = entry
    if size > limit or (size > _HARMLESS and size > ratio * max(1, packed)):
        raise Bomb
    try:
        local = _LOCAL_FORM.unpack_from(data, begin)
    except struct.error:
        raise Damaged from None
    begin += _LOCAL_FORM.size + local[9] + local[10]
    if local[0] != _LOCAL or begin + packed > len(data):
        raise Damaged
    content = (
        _inflated(memoryview(data)[begin : begin + packed], size)
        if method == _DEFLATED
        else data[begin : begin + packed]
    )
    if len(content) != size or zlib.crc32(content) != checksum:
        raise Damaged
    return Inside(name.decode("utf-8" if flags & _UTF8 else "cp437", "replace"), content)


def is_one(data: bytes) -> bool:
    """Whether a reader would take a file out of it."""
    return data.startswith(_LOCAL) and _only_entry(data) is not None


def pack(name: str, data: bytes) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr(ZipInfo(name), data, compress_type=ZIP_DEFLATED)
    return packed.getvalue()


def _only_entry(data: bytes) -> tuple[int, int, int, int, int, bytes, int] | None:
    end = data.rfind(_END, max(0, len(data) - 0xFFFF - _END_FORM.size))
    try:
        if end < 0:
            return None
        _, _, _, here, count, length, begin, comment = _END_FORM.unpack_from(data, end)
        if here != 1 or count != 1 or end + _END_FORM.size + comment != len(data) or begin + length > end:
            return None
        fields = _ENTRY_FORM.unpack_from(data, begin)
    except struct.error:
        return None
    mark, _, _, flags, method, _, _, checksum, packed, size, name, extra, note = fields[:13]
    if mark != _ENTRY or length != _ENTRY_FORM.size + name + extra + note:
        return None
    if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
        return None
    called = data[begin + _ENTRY_FORM.size : begin + _ENTRY_FORM.size + name]
    return None if called.endswith(b"/") else (flags, method, checksum, packed, size, called, fields[16])


def _inflated(packed: memoryview, size: int) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # One byte more than it says, so that one that says too little is found out.
        return engine.decompress(packed, size + 1)
    except zlib.error:
        raise Damaged from None
