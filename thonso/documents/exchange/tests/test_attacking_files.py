"""Attachments made to harm: too large, no base64, and zips that lie, burst or are none."""

import struct
import tracemalloc
import zlib
from base64 import b64encode
from io import BytesIO

import pytest

from thonso.core.files.rules import MIB
from thonso.documents.exchange import zipped
from thonso.documents.exchange.messages import Document
from thonso.documents.exchange.reading import read
from thonso.documents.exchange.tests.harm import SMALL, Endless, code_and_most, refused
from thonso.documents.exchange.tests.odd import GOOD, with_content
from thonso.documents.exchange.tests.samples import PDF, zip_of


def _attachment_without_end() -> Endless:
    begin = GOOD.partition(b64encode(PDF))[0]
    return Endless(begin, b"QUJD")


def test_a_file_of_more_than_50_mb_is_refused_at_its_first_byte_too_many() -> None:
    code, given = code_and_most(_attachment_without_end())
    assert code == "E_FILE_SIZE"
    assert 50 * MIB * 4 // 3 <= given <= 50 * MIB * 4 // 3 + 256 * 1024


def test_what_is_refused_is_not_held() -> None:
    tracemalloc.start()
    try:
        code, given = code_and_most(_attachment_without_end(), SMALL)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert code == "E_FILE_SIZE"
    assert given < 4 * SMALL.file
    assert most < MIB


def test_a_file_is_held_once() -> None:
    size = 8 * MIB
    message = with_content(b"%PDF-" + bytes(size))
    source = BytesIO(message)
    tracemalloc.start()
    try:
        reading = read(source)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(reading.message, Document)
    assert len(reading.message.attachments[0].data) == size + 5
    # The buffer it grows in may be an eighth larger than the file, and is moved once while it grows.
    assert most < 2.5 * size


def test_files_that_are_too_large_together() -> None:
    half = b64encode(bytes(60 * 1024))
    assert refused(GOOD.replace(b64encode(PDF), half).replace(_second(), half), SMALL) == "E_FILE_SIZE"


def _second() -> bytes:
    return GOOD.rpartition(b"ContentTransferEncoded xmlns")[2].partition(b">")[2].partition(b"<")[0]


@pytest.mark.parametrize(
    "code", [b"%%%%", b"QUJ", b"QUJDR", b"QQ==QUJD", b"====", b"Q===", b"QUJD\xc4\x90QUJ", b"QUJD-_-_", b"QUJD&#0;QUJD"]
)  # fmt: skip
def test_what_is_no_base64(code: bytes) -> None:
    message = GOOD.replace(b64encode(PDF), code)
    if code == b"QUJ":  # only the padding is missing: that is read
        assert isinstance(read(message).message, Document)
        return
    assert refused(message) in ("E_BASE64", "E_XML")


def test_a_bomb_in_a_zip() -> None:
    assert refused(with_content(zip_of(("a.pdf", bytes(8 * MIB))))) == "E_ZIP"
    assert refused(with_content(zip_of(("a.pdf", bytes(80 * 1024)))), SMALL) == "E_ZIP"


def test_small_files_that_are_all_alike_are_no_bombs() -> None:
    message = read(with_content(zip_of(("a.pdf", bytes(900 * 1024))))).message
    assert isinstance(message, Document)
    assert len(message.attachments[0].data) == 900 * 1024


def test_zips_that_unpack_to_too_much_together() -> None:
    one = b64encode(zip_of(("a.pdf", bytes(60 * 1024))))
    assert refused(GOOD.replace(b64encode(PDF), one).replace(_second(), one), SMALL) == "E_ZIP"


def test_a_zip_that_lies_about_its_size() -> None:
    data = bytes(4 * MIB)
    packed = zip_of(("a.pdf", data))
    lying = packed.replace(struct.pack("<I", len(data)), struct.pack("<I", 1000))
    assert lying != packed
    with pytest.raises(zipped.Damaged):
        zipped.unpack(lying, limit=50 * MIB, ratio=200)
    reading = read(with_content(lying))
    assert [one.code for one in reading.errors] == ["R.AttachmentEncoded.Attachment.ContentTransferEncoded"]


def test_a_zip_with_a_list_of_a_million_is_not_listed() -> None:
    entry = b"PK\x01\x02" + bytes(42)
    many = b"PK\x03\x04" + bytes(26) + entry * 50_000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 50_000 * 46, 30, 0)
    assert zipped.unpack(many + end, limit=50 * MIB, ratio=200) is None


@pytest.mark.parametrize("at", range(0, 140, 3))
def test_a_zip_with_any_byte_wrong_does_no_harm(at: int) -> None:
    packed = bytearray(zip_of(("a.pdf", PDF * 2)))
    packed[at - 70 if at >= 70 else at] ^= 0x81
    try:
        inside = zipped.unpack(bytes(packed), limit=MIB, ratio=200)
    except (zipped.Damaged, zipped.Bomb):
        return
    assert inside is None or inside.data == PDF * 2


def test_a_locked_zip_stays_as_it_is() -> None:
    packed = bytearray(zip_of(("a.pdf", PDF)))
    begin = packed.rindex(b"PK\x01\x02")
    packed[begin + 8] |= 1
    assert zipped.unpack(bytes(packed), limit=MIB, ratio=200) is None


def test_a_zip_in_a_zip_is_unpacked_once() -> None:
    inner = zip_of(("a.pdf", PDF))
    message = read(with_content(zip_of(("a.zip", inner)))).message
    assert isinstance(message, Document)
    assert message.attachments[0].data == inner


def test_a_stored_zip() -> None:
    name, crc = b"a.pdf", zlib.crc32(PDF)
    local = (
        b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, crc, len(PDF), len(PDF), len(name), 0) + name + PDF
    )
    sizes = struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0, crc, len(PDF), len(PDF), len(name), 0, 0, 0, 0, 0, 0)
    entry = b"PK\x01\x02" + sizes + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)
    inside = zipped.unpack(local + entry + end, limit=MIB, ratio=200)
    assert inside is not None
    assert (inside.name, inside.data) == ("a.pdf", PDF)
