"""What comes of messages as others write them, and of those that this system writes itself."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest

from thonso.core.base.clock import HANOI
from thonso.documents.exchange import organ_codes
from thonso.documents.exchange.messages import RECALL, Answered, Attachment, Document, Status
from thonso.documents.exchange.reading import read
from thonso.documents.exchange.tests.odd import GOOD, Odd, bent, messages, with_content, without
from thonso.documents.exchange.tests.samples import DOCUMENT, RECALLED, STATUS, zip_of
from thonso.documents.exchange.texts import read_day, read_moment
from thonso.documents.exchange.writing import write

CORPUS = list(messages())


@pytest.mark.parametrize("odd", CORPUS, ids=[one.name for one in CORPUS])
def test_messages_as_others_write_them(odd: Odd) -> None:
    reading = read(odd.message)
    assert reading.message == odd.expected
    assert tuple(one.code for one in reading.errors) == odd.errors
    assert tuple(dict.fromkeys(one.code for one in reading.tolerated)) == odd.tolerated


def test_a_file_is_read_as_its_bytes_are() -> None:
    assert read(BytesIO(GOOD)) == read(GOOD)
    mended = bent("A &amp; B", "A & B")
    assert read(BytesIO(mended)) == read(mended)


def test_an_ampersand_is_mended_wherever_the_message_is_cut_into_pieces() -> None:
    for blanks in range(65_480, 65_545, 3):
        message = GOOD.replace(b"<edXML:Subject>", b"<edXML:Subject>" + b"<!--" + b" " * blanks + b"-->")
        message = message.replace("công".encode(), b"c&ocirc;ng")
        assert read(message).message == DOCUMENT


def test_where_something_is_wrong_is_told_with_its_number() -> None:
    reading = read(bent(">G12<", ">không phải<"))
    assert [one.where for one in reading.errors] == ["MessageHeader.To[2].OrganId"]
    reading = read(GOOD.replace(b"<ContentId>cid:210", b"<ContentId>cid:999"))
    assert [(one.code, one.where) for one in reading.errors] == [
        ("N.edXMLBody.edXMLManifest.Reference", "AttachmentEncoded.Attachment[2]"),
        ("N.AttachmentEncoded.Attachment", "edXMLBody.edXMLManifest.Reference[2]"),
    ]


def test_what_is_recalled_needs_no_file_but_must_be_named() -> None:
    assert read(write(RECALLED)).errors == ()
    reading = read(without("ResponseFor", write(RECALLED)))
    assert isinstance(reading.message, Document)
    assert reading.message.business.type == RECALL
    assert [one.code for one in reading.errors] == ["N.MessageHeader.ResponseFor"]


def test_what_a_file_is_its_bytes_say() -> None:
    exe = b"MZ" + b"\0" * 100
    office = zip_of(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    said = []
    for data in (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, exe, office, b"<svg xmlns='x'/>"):
        message = read(with_content(data)).message
        assert isinstance(message, Document)
        one = message.attachments[0]
        assert one.declared_type == "application/pdf"
        assert one.data == data
        said.append((one.media_type, one.unacceptable))
    assert said == [("image/png", ""), ("", "unknown_kind"), ("", "office"), ("", "svg")]


def test_a_program_in_a_zip_is_there_for_a_scanner_to_see() -> None:
    message = read(with_content(zip_of(("moi.exe", b"MZ harmful")))).message
    assert isinstance(message, Document)
    assert message.attachments[0].data == b"MZ harmful"


def test_an_empty_file_is_no_kind_at_all() -> None:
    assert Attachment("a", b"").unacceptable == "empty"


# --- statuses ---------------------------------------------------------------------------------------------------------

_SOAP = """<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header>
<edXML:Status xmlns:edXML="http://schemas.xmlsoap.org/soap/envelope/"><edXML:ResponseFor><edXML:OrganId>H17</edXML:OrganId>
<edXML:Code>12/SNV-VP</edXML:Code><edXML:PromulgationDate>20/01/2026</edXML:PromulgationDate><edXML:DocumentId>88</edXML:DocumentId>
</edXML:ResponseFor><edXML:From><edXML:OrganId>001.22.H17</edXML:OrganId><edXML:OrganName>UBND xã</edXML:OrganName>
<edXML:OrganizationInCharge /><edXML:OrganAdd /></edXML:From><edXML:StatusCode>5</edXML:StatusCode>
<edXML:Description>Đang xử lý</edXML:Description><edXML:Timestamp>05/02/2026 09:30:15</edXML:Timestamp>
<edXML:StaffInfo><edXML:Department></edXML:Department><edXML:Staff>Đặng Văn Thư</edXML:Staff></edXML:StaffInfo>
</edXML:Status></SOAP-ENV:Header><SOAP-ENV:Body /></SOAP-ENV:Envelope>"""


def test_a_status() -> None:
    reading = read(write(STATUS))
    assert (reading.message, reading.errors, reading.tolerated) == (STATUS, (), ())


def test_a_status_in_a_soap_envelope_as_a_province_sends_it() -> None:
    reading = read(_SOAP.encode())
    status = reading.message
    assert isinstance(status, Status)
    assert (status.code, status.staff.name, status.sender.name) == ("05", "Đặng Văn Thư", "UBND xã")
    assert status.response_for == Answered("H17", "12/SNV-VP", read_day("2026/01/20"), "88")
    assert status.at == datetime(2026, 2, 5, 9, 30, 15, tzinfo=HANOI)
    assert reading.errors == ()
    assert {one.code for one in reading.tolerated} == {"T_SOAP", "T_NAMESPACE", "T_DAY"}


def test_a_status_that_is_none() -> None:
    good = write(STATUS)
    assert [one.code for one in read(good.replace(b">03<", b">99<")).errors] == ["R.MessageHeader.StatusCode"]
    assert [one.code for one in read(without("Timestamp", good)).errors] == ["N.MessageHeader.Timestamp"]
    assert [one.code for one in read(without("ResponseFor", good)).errors] == ["N.MessageHeader.ResponseFor"]


# --- days and codes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["2026/02/05", "2026-02-05", "05/02/2026", "5/2/2026", "05-02-2026", "2026-02-05T10:00:00", "2026/2/5 10:00"],
)
def test_days(text: str) -> None:
    day = read_day(text)
    assert day is not None
    assert day.isoformat() == "2026-02-05"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026/13/01", "31/02/2026", "0001/01/01", "2026/02/05x", "٢٠٢٦/02/05", "9999/12/31"]
)
def test_no_days(text: str) -> None:
    assert read_day(text) is None
    assert read_moment(text) is None


@pytest.mark.parametrize("text", ["2026/02/05 25:00:00", "2026/02/05 10:61", "2026/02/05 10:00:00+99:00"])
def test_no_moments(text: str) -> None:
    assert read_moment(text) is None


def test_a_moment_names_its_zone_or_is_that_of_vietnam() -> None:
    assert (
        read_moment("2026/02/05 08:00:00")
        == read_moment("2026-02-05T01:00:00.123Z")
        == read_moment("2026-02-05T10:00:00+0900")
    )


@pytest.mark.parametrize(
    ("code", "same"), [("000.00.00.G12", "G12"), ("000.00.22.H17", "22.H17"), ("001.22.H17", "001.22.H17")]
)
def test_old_and_new_codes(code: str, same: str) -> None:
    assert organ_codes.fits(code)
    assert organ_codes.key(code) == organ_codes.key(same) == same


@pytest.mark.parametrize("code", ["", "null", "H1", "vxp.saas.03", "1.2.3.4.5.G12", "12345", "G12\n", "H57.12.0505"])
def test_what_is_no_code(code: str) -> None:
    assert not organ_codes.fits(code)


def test_what_others_wrote_can_be_written_anew() -> None:
    reading = read(bent("<edXML:ContentId>cid:", "<edXML:ContentId>"))
    assert isinstance(reading.message, Document)
    assert read(write(replace(reading.message))).message == DOCUMENT
