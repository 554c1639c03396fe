"""What this system writes: exact to the byte, valid by its own schema, and read again as what it was."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from lxml import etree

from thonso.core.files.rules import MIB
from thonso.documents.exchange import messages as m
from thonso.documents.exchange.reading import read
from thonso.documents.exchange.tests.samples import (
    COMMUNE,
    DOCUMENT,
    EVERY,
    PDF,
    RECALLED,
    REPLACED,
    STATUS,
    THERE,
    zip_of,
)
from thonso.documents.exchange.tests.schemas import fault, schema_of
from thonso.documents.exchange.tree import LIMITS, Limits
from thonso.documents.exchange.writing import write

NAMES = ["new", "recall", "update", "replacement", "status"]
NOWHERE = datetime(2026, 1, 1)  # noqa: DTZ001  without a zone, which is what is refused


@pytest.mark.parametrize("message", EVERY, ids=NAMES)
def test_what_is_written_is_read_again_and_valid(message: m.Message) -> None:
    written = write(message)
    reading = read(written)
    assert (reading.message, reading.errors, reading.tolerated) == (message, (), ())
    assert fault(written, schema_of(message)) == ""


@pytest.mark.parametrize("message", EVERY, ids=NAMES)
def test_the_same_message_is_the_same_bytes(message: m.Message) -> None:
    assert write(message) == write(replace(message))


def test_a_status_to_the_byte() -> None:
    status = m.Status(
        response_for=m.Answered("H17", "12/SNV-VP", date(2026, 1, 20), "H17,2026/01/20,12/SNV-VP"),
        sender=m.Organ(organ_id="001.22.H17", name="UBND xã A & B"),
        code="02",
        at=datetime(2026, 2, 4, 23, 30, tzinfo=UTC),
    )
    assert write(status).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">\n'
        '  <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">\n'
        "    <edXML:edXMLHeader>\n"
        "      <edXML:MessageHeader>\n"
        "        <edXML:ResponseFor>\n"
        "          <edXML:OrganId>H17</edXML:OrganId>\n"
        "          <edXML:Code>12/SNV-VP</edXML:Code>\n"
        "          <edXML:PromulgationDate>2026/01/20</edXML:PromulgationDate>\n"
        "          <edXML:DocumentId>H17,2026/01/20,12/SNV-VP</edXML:DocumentId>\n"
        "        </edXML:ResponseFor>\n"
        "        <edXML:From>\n"
        "          <edXML:OrganId>001.22.H17</edXML:OrganId>\n"
        "          <edXML:OrganName>UBND xã A &amp; B</edXML:OrganName>\n"
        "        </edXML:From>\n"
        "        <edXML:StatusCode>02</edXML:StatusCode>\n"
        "        <edXML:Timestamp>2026/02/05 06:30:00</edXML:Timestamp>\n"
        "      </edXML:MessageHeader>\n"
        "    </edXML:edXMLHeader>\n"
        "  </edXML:edXMLEnvelope>\n"
        "</edXML>\n"
    )


def _children(message: bytes, *path: str) -> list[str]:
    node = etree.fromstring(message)
    for name in path:
        node = node.find(f"{{{m.NAMESPACE}}}{name}")
    return [f"{child.prefix or ''}:{etree.QName(child).localname}" for child in node]


def test_prefixes_and_order_are_those_of_the_kit() -> None:
    """By the files that the kit of the axis wrote; the files of a message stand outside its envelope, without the prefix."""
    written = write(REPLACED)
    assert _children(written) == ["edXML:edXMLEnvelope", ":AttachmentEncoded"]
    assert _children(written, "AttachmentEncoded") == [":Attachment", ":Attachment"]
    assert _children(written, "AttachmentEncoded", "Attachment") == [
        ":ContentId", ":AttachmentName", ":Description", ":ContentType", "edXML:ContentTransferEncoded",
    ]  # fmt: skip
    header = _children(written, "edXMLEnvelope", "edXMLHeader", "MessageHeader")
    assert " ".join(name.removeprefix("edXML:") for name in header) == (
        "From To To DocumentId Code PromulgationInfo DocumentType Subject Content SignerInfo DueDate OtherInfo ResponseFor "
        "SteeringType ToPlaces"
    )
    assert _children(written, "edXMLEnvelope", "edXMLHeader") == ["edXML:MessageHeader", "edXML:TraceHeaderList"]
    business = _children(written, "edXMLEnvelope", "edXMLHeader", "TraceHeaderList", "Bussiness")
    assert business == [
        "edXML:DocumentId", "edXML:BussinessDocType", "edXML:Paper", "edXML:ReplacementInfoList",
    ]  # fmt: skip
    assert _children(written, "edXMLEnvelope", "edXMLBody", "edXMLManifest", "Reference") == [
        "edXML:ContentId", "edXML:ContentType", "edXML:Description", "edXML:AttachmentName",
    ]  # fmt: skip


def test_ids_that_nobody_gave_are_derived() -> None:
    twins = (m.Attachment("a.pdf", PDF), m.Attachment("b.pdf", PDF))
    written = write(replace(DOCUMENT, attachments=twins))
    read_again = read(written).message
    assert isinstance(read_again, m.Document)
    ids = [one.content_id for one in read_again.attachments]
    assert len(set(ids)) == 2
    assert write(replace(DOCUMENT, attachments=twins)) == written
    assert fault(written) == ""


def test_a_zip_that_a_reader_would_open_travels_in_another_one() -> None:
    packed = zip_of(("a.pdf", PDF))
    document = replace(DOCUMENT, attachments=(m.Attachment("goi.zip", packed, "application/zip"),))
    assert read(write(document)).message == document


# --- what is not written ----------------------------------------------------------------------------------------------


def _attachment(**changed: Any) -> m.Document:
    return replace(DOCUMENT, attachments=(replace(DOCUMENT.attachments[0], **changed),))


@pytest.mark.parametrize(
    ("message", "named"),
    [
        (replace(DOCUMENT, sender=m.Organ()), "N.MessageHeader.From"),
        (replace(DOCUMENT, sender=replace(COMMUNE, organ_id="")), "N.MessageHeader.From.OrganId"),
        (replace(DOCUMENT, sender=replace(COMMUNE, organ_id="xã")), "R.MessageHeader.From.OrganId"),
        (replace(DOCUMENT, receivers=()), "N.MessageHeader.To"),
        (replace(DOCUMENT, receivers=(THERE, m.Receiver())), "N.MessageHeader.To"),
        (replace(DOCUMENT, receivers=(m.Receiver(name="Sở"),)), "N.MessageHeader.To.OrganId"),
        (replace(DOCUMENT, document_id=""), "N.MessageHeader.DocumentId"),
        (replace(DOCUMENT, code=m.Code("1", "")), "N.MessageHeader.Code.CodeNotation"),
        (
            replace(DOCUMENT, promulgation=m.Promulgation("x", None)),
            "N.MessageHeader.PromulgationInfo.PromulgationDate",
        ),
        (
            replace(DOCUMENT, promulgation=m.Promulgation("x", date(1, 1, 1))),
            "R.MessageHeader.PromulgationInfo.PromulgationDate",
        ),
        (replace(DOCUMENT, subject=" x"), "R.MessageHeader.Subject"),
        (replace(DOCUMENT, subject="a\nb"), "R.MessageHeader.Subject"),
        (replace(DOCUMENT, subject="a\x00b"), "R.MessageHeader.Subject"),
        (replace(DOCUMENT, subject="o\u0301"), "R.MessageHeader.Subject"),
        (replace(DOCUMENT, content="a\r\nb"), "R.MessageHeader.Content"),
        (replace(DOCUMENT, other=replace(DOCUMENT.other, priority=5)), "R.MessageHeader.OtherInfo.Priority"),
        (replace(DOCUMENT, other=replace(DOCUMENT.other, pages=-1)), "R.MessageHeader.OtherInfo.PageAmount"),
        (replace(DOCUMENT, to_places=("a", "")), "N.MessageHeader.ToPlaces.Place"),
        (replace(DOCUMENT, trace=()), "N.TraceHeaderList.TraceHeader"),
        (replace(DOCUMENT, trace=(m.Trace(),)), "N.TraceHeaderList.TraceHeader"),
        (replace(DOCUMENT, trace=(m.Trace("H17", NOWHERE),)), "R.TraceHeaderList.TraceHeader.Timestamp"),
        (
            replace(DOCUMENT, trace=(m.Trace("H17", datetime(2026, 1, 1, microsecond=1, tzinfo=UTC)),)),
            "R.TraceHeaderList.TraceHeader.Timestamp",
        ),
        (replace(DOCUMENT, trace=(m.Trace("null"),)), "R.TraceHeaderList.TraceHeader.OrganId"),
        (replace(DOCUMENT, business=m.Business(reason="x")), "N.TraceHeaderList.Bussiness.BussinessDocType"),
        (replace(DOCUMENT, business=m.Business(type=4)), "R.TraceHeaderList.Bussiness.BussinessDocType"),
        (replace(RECALLED, response_for=()), "N.MessageHeader.ResponseFor"),
        (
            replace(REPLACED, business=replace(REPLACED.business, replaced=())),
            "N.TraceHeaderList.Bussiness.ReplacementInfoList",
        ),
        (replace(DOCUMENT, attachments=()), "N.AttachmentEncoded.Attachment"),
        (_attachment(data=b""), "R.AttachmentEncoded.Attachment.ContentTransferEncoded"),
        (_attachment(name="../a.pdf"), "R.AttachmentEncoded.Attachment.AttachmentName"),
        (_attachment(name=""), "R.AttachmentEncoded.Attachment.AttachmentName"),
        (_attachment(content_id="a b"), "R.AttachmentEncoded.Attachment.ContentId"),
        (_attachment(declared_type="Application/PDF"), "R.AttachmentEncoded.Attachment.ContentType"),
        (_attachment(description="x" * 501), "R.AttachmentEncoded.Attachment.Description"),
        (
            replace(DOCUMENT, attachments=(DOCUMENT.attachments[0],) * 2),
            "R.AttachmentEncoded.Attachment.ContentId",
        ),
        (replace(STATUS, code="07"), "R.MessageHeader.StatusCode"),
        (replace(STATUS, code=""), "N.MessageHeader.StatusCode"),
        (replace(STATUS, at=None), "N.MessageHeader.Timestamp"),
        (replace(STATUS, response_for=m.Answered()), "N.MessageHeader.ResponseFor"),
    ],
)
def test_what_no_reader_would_take_is_not_written(message: m.Message, named: str) -> None:
    with pytest.raises(ValueError, match=named) as caught:
        write(message)
    assert str(caught.value).split(":")[0] == named


def test_a_long_name_that_was_read_can_be_written() -> None:
    name = m.file_name("a" * 149 + " b" * 20)
    document = replace(DOCUMENT, attachments=(m.Attachment(name, PDF),))
    assert read(write(document)).message == document


def test_what_grows_too_much_when_it_is_unpacked_travels_as_it_is() -> None:
    flat = m.Attachment("bang.pdf", b"%PDF-" + bytes(2 * MIB), zipped=True)
    reading = read(write(replace(DOCUMENT, attachments=(flat,))))
    assert isinstance(reading.message, m.Document)
    assert reading.message.attachments == (flat,)
    assert not reading.message.attachments[0].zipped


def test_files_that_are_too_large_are_not_written() -> None:
    with pytest.raises(ValueError, match=r"R\.AttachmentEncoded\.Attachment\.ContentTransferEncoded"):
        write(DOCUMENT, Limits(file=100))
    with pytest.raises(ValueError, match=r"R\.AttachmentEncoded"):
        write(DOCUMENT, Limits(files=100))
    with pytest.raises(ValueError, match=r"R\.AttachmentEncoded\.Attachment: 2"):
        write(DOCUMENT, Limits(attachments=1))


def test_what_is_written_within_the_limits_is_read_within_them() -> None:
    assert LIMITS.files * 4 // 3 + LIMITS.texts < LIMITS.message
