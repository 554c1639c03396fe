"""Messages made to harm: refused at once, with little memory, and with a code that says why."""

import struct
import tracemalloc
import zlib
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thonso.documents.exchange import words, zipped
from thonso.documents.exchange.findings import Unreadable
from thonso.documents.exchange.messages import NAMESPACE, Document
from thonso.documents.exchange.reading import read
from thonso.documents.exchange.tests.odd import GOOD, bent, with_content
from thonso.documents.exchange.tests.samples import DOCUMENT, PDF, zip_of
from thonso.documents.exchange.tree import LIMITS, Limits

MIB = 1024 * 1024
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
_ROOT = f'<edXML xmlns="{NAMESPACE}">'.encode()


def refused(message: bytes | BinaryIO, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as caught:
        read(message, limits)
    return caught.value.code


def with_dtd(dtd: str, text: str = "&x;") -> bytes:
    return bent("?>\n<edXML", f"?>\n{dtd}\n<edXML").replace(b"A &amp; B", text.encode())


class Endless:
    """A file that never ends: only what is read of it counts."""

    def __init__(self, begin: bytes, again: bytes) -> None:
        self.given = 0
        self._begin, self._again = begin, again
        self._pieces: Iterator[bytes] = iter(())

    def seek(self, _to: int) -> int:
        self.given = 0
        return 0

    def read(self, size: int) -> bytes:
        piece = self._again * (size // len(self._again))
        if self.given == 0:
            piece = self._begin + piece
        self.given += len(piece)
        return piece


def endless(begin: bytes, again: bytes) -> Endless:
    return Endless(begin, again)


def code_and_most(source: Endless, limits: Limits = LIMITS) -> tuple[str, int]:
    return refused(cast(BinaryIO, source), limits), source.given


# --- entities and document types --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE edXML [<!ENTITY x "y">]>',
        '<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE edXML SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE edXML [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]>',
        '<!-- before -->\n<?x y?><!DOCTYPE edXML [<!ENTITY x "y">]>',
        "<!DOCTYPE edXML>",
    ],
)
def test_a_document_type_is_refused_whatever_it_says(dtd: str) -> None:
    assert refused(with_dtd(dtd)) == "E_DTD"
    assert refused(with_dtd(dtd).decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")) == "E_DTD"
    assert refused(b"1212" + with_dtd(dtd)) == "E_DTD"


def test_laughs_by_the_billion() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    assert refused(with_dtd(f'<!DOCTYPE edXML [<!ENTITY l0 "ha">{entities}]>', "&l11;")) == "E_DTD"


def test_a_document_type_behind_what_is_looked_at_first() -> None:
    far = f"<!--{' ' * 70_000}-->" + '<!DOCTYPE edXML [<!ENTITY x "y">]>'
    assert refused(with_dtd(far)) in ("E_DTD", "E_XML")
    several = f"<!--{' ' * 30_000}-->" * 3 + '<!DOCTYPE edXML [<!ENTITY x "y">]>'
    assert refused(with_dtd(several)) in ("E_DTD", "E_XML")


def test_an_entity_that_nobody_declared_is_only_its_letters() -> None:
    message = read(bent("A &amp; B", "&passwd;")).message
    assert isinstance(message, Document)
    assert "&passwd;" in message.subject


def test_no_file_of_the_server_is_opened(tmp_path: object) -> None:
    including = bent(
        "<edXML:Subject>", '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><edXML:Subject>'
    )
    assert read(including).message == DOCUMENT


# --- what is no message -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"", "E_EMPTY"),
        (b"\0" * 100, "E_EMPTY"),
        (b" \r\n", "E_EMPTY"),
        (b"khong phai", "E_XML"),
        (PDF, "E_XML"),
        (b"x" * 2000 + GOOD, "E_XML"),
        (GOOD[:-20], "E_XML"),
        (GOOD + GOOD, "E_XML"),
        (GOOD.replace(b"</edXML:Subject>", b"</edXML:subject>"), "E_XML"),
        (GOOD.replace(b"<edXML:Subject>", b"<edXML:Subject>\x01"), "E_XML"),
        (b"<html><body>404</body></html>", "E_ROOT"),
        (b"<van-ban-qua-mang/>", "E_ROOT"),
        (_ROOT + b"<edXMLEnvelope/></edXML>", "E_HEADER"),
        (b"<Envelope><Body/></Envelope>", "E_HEADER"),
        (GOOD.replace(b"UTF-8", b"ISO-8859-1", 1), "E_ENCODING"),
        (GOOD.replace(b"UTF-8", b"windows-1258", 1), "E_ENCODING"),
        (GOOD.replace(b"UTF-8", b"UTF-7", 1), "E_ENCODING"),
        (GOOD.decode().encode("utf-16")[:-1], "E_ENCODING"),
        (GOOD.decode().encode("cp1258", "replace"), "E_XML"),
        (zip_of(("a.edxml", GOOD)), "E_XML"),
    ],
)
def test_what_is_no_message(message: bytes, code: str) -> None:
    assert refused(message) == code


# --- too much ---------------------------------------------------------------------------------------------------------


def test_a_message_that_is_too_large_is_not_read_to_its_end() -> None:
    source = endless(_ROOT + b"<edXMLEnvelope>", b"<!-- x -->")
    code, given = code_and_most(source, SMALL)
    assert code in ("E_SIZE", "E_TEXT")
    assert given <= SMALL.message + 128 * 1024


def test_elements_without_end() -> None:
    code, given = code_and_most(endless(_ROOT, b"<a/>"))
    assert code == "E_ELEMENTS"
    assert given < MIB


def test_elements_within_elements() -> None:
    code, given = code_and_most(endless(_ROOT, b"<a>"))
    assert code == "E_DEPTH"
    assert given < MIB
    deepest = b"".join([b"<a>" * 31, b"</a>" * 31])
    assert refused(_ROOT + deepest + b"</edXML>") == "E_HEADER"
    assert refused(_ROOT + b"<a>" + deepest + b"</a></edXML>") == "E_DEPTH"


@pytest.mark.parametrize(
    "begin", [b"<Subject>", b"<Subject x='", b"<!--", b"<?x ", b"<Subject ", b"<", b"<Subject><![CDATA["]
)
def test_texts_without_end(begin: bytes) -> None:
    code, given = code_and_most(endless(_ROOT + begin, b"x"))
    assert code in ("E_TEXT", "E_XML")
    assert given < 12 * MIB


def test_many_texts_that_are_long_together() -> None:
    subject = b"<a>" + b"x" * 1500 + b"</a>"
    assert refused(_ROOT + subject * 20 + b"</edXML>", SMALL) == "E_TEXT"


def test_a_tag_with_attributes_by_the_million() -> None:
    attributes = b"".join(b" a%d=''" % n for n in range(100_000))
    assert refused(_ROOT + b"<a" + attributes + b"/></edXML>") == "E_TEXT"


def test_more_attachments_than_anybody_sends() -> None:
    one = b"<Attachment><ContentTransferEncoded>QQ==</ContentTransferEncoded></Attachment>"
    message = GOOD.replace(b"<AttachmentEncoded>", b"<AttachmentEncoded>" + one * 2)
    assert refused(message, SMALL) == "E_ATTACHMENTS"


# --- files ------------------------------------------------------------------------------------------------------------


def _attachment_without_end() -> Endless:
    begin = GOOD.partition(b64encode(PDF))[0]
    return endless(begin, b"QUJD")


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


# --- anything ---------------------------------------------------------------------------------------------------------

_SCRAPS = st.sampled_from(
    b"< > & &#0; &#x41; &lt ]]> <![CDATA[ <!-- <a> </a> <Attachment> <ContentTransferEncoded> <Status> xmlns=' = cid: \0 \xff "
    b"<StatusCode>3</StatusCode> <!DOCTYPE 2026/02/31".split(b" ")
) | st.binary(max_size=6)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), _SCRAPS), min_size=1, max_size=4), st.booleans()
)
def test_whatever_is_wrong_with_a_message_it_is_read_or_refused_with_a_code(
    changes: list[tuple[int, int, bytes]], wide: bool
) -> None:
    message = GOOD
    for at, length, scrap in changes:
        message = message[:at] + scrap + message[at + length :]
    if wide:
        message = message.decode(errors="replace").encode("utf-16")
    code = ""
    try:
        read(message)
    except Unreadable as caught:
        code = caught.code
    assert not code or code in words.REFUSED


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_whatever_is_no_message_is_refused_with_a_code(noise: bytes) -> None:
    assert refused(noise) in words.REFUSED
    assert refused(_ROOT + noise) in words.REFUSED
