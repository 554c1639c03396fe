"""What this system writes: exact to the byte, valid by its own schema, and read again as what it was."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from thonso.core.files.rules import MIB
from thonso.documents.exchange import agreeing, organ_codes, wire
from thonso.documents.exchange import messages as m
from thonso.documents.exchange.reading import read
from thonso.documents.exchange.tests.samples import (
    ANSWERED,
    COMMUNE,
    DOCUMENT,
    PDF,
    RECALLED,
    REPLACED,
    STATUS,
    THERE,
    UPDATED,
    zip_of,
)
from thonso.documents.exchange.texts import FIRST, LAST, tidy
from thonso.documents.exchange.tree import LIMITS, Limits
from thonso.documents.exchange.writing import write

SCHEMA = Path(m.__file__).parent / "schema"
EVERY = [DOCUMENT, RECALLED, UPDATED, REPLACED, STATUS]
NAMES = ["new", "recall", "update", "replacement", "status"]
NOWHERE = datetime(2026, 1, 1)  # noqa: DTZ001  without a zone, which is what is refused
EARLY, LATE = datetime(1900, 1, 2), datetime(2100, 12, 30)  # noqa: DTZ001  hypothesis wants them so


def fault(message: bytes, schema: str = "document") -> str:
    """What the schema has against it; '' when it is valid."""
    one = etree.XMLSchema(etree.parse(SCHEMA / f"{schema}.xsd"))
    return "" if one.validate(etree.fromstring(message)) else str(one.error_log)


def schema_of(message: m.Message) -> str:
    return "status" if isinstance(message, m.Status) else "document"


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


# --- lengths: of the fields, of the schema ----------------------------------------------------------------------------

# How a document or a status gets its only text of each kind, by the dataclass it stands in.
INTO: dict[type[Any], Callable[[Any], m.Message]] = {
    m.Document: lambda one: one,
    m.Status: lambda one: one,
    m.Organ: lambda one: replace(DOCUMENT, sender=one),
    m.Receiver: lambda one: replace(DOCUMENT, receivers=(one,)),
    m.Code: lambda one: replace(DOCUMENT, code=one),
    m.Promulgation: lambda one: replace(DOCUMENT, promulgation=one),
    m.DocumentType: lambda one: replace(DOCUMENT, type=one),
    m.Signer: lambda one: replace(DOCUMENT, signer=one),
    m.OtherInfo: lambda one: replace(DOCUMENT, other=one),
    m.Answered: lambda one: replace(DOCUMENT, response_for=(one,)),
    m.Staff: lambda one: replace(STATUS, staff=one),
    m.Business: lambda one: replace(DOCUMENT, business=one),
    m.Replaced: lambda one: replace(REPLACED, business=replace(REPLACED.business, replaced=(one,))),
}
BASES = {
    m.Document: DOCUMENT, m.Status: STATUS, m.Organ: COMMUNE, m.Receiver: THERE, m.Code: DOCUMENT.code,
    m.Promulgation: DOCUMENT.promulgation, m.DocumentType: DOCUMENT.type, m.Signer: DOCUMENT.signer,
    m.OtherInfo: DOCUMENT.other, m.Answered: ANSWERED, m.Staff: STATUS.staff, m.Business: DOCUMENT.business,
    m.Replaced: REPLACED.business.replaced[0],
}  # fmt: skip


def _texts() -> list[tuple[type[Any], str, wire.Text, bool]]:
    found = []
    for of in INTO:
        for name, part in wire.parts(of):
            text = part.item if isinstance(part, wire.Texts) else part
            if isinstance(text, wire.Text) and text.fits is None:
                found.append((of, name, text, isinstance(part, wire.Texts)))
    return found


TEXTS = _texts()


@pytest.mark.parametrize(
    ("of", "name", "text", "several"), TEXTS, ids=[f"{of.__name__}.{name}" for of, name, _t, _s in TEXTS]
)
def test_a_text_may_be_as_long_as_the_schema_says_and_no_longer(
    of: type[Any], name: str, text: wire.Text, several: bool
) -> None:
    def message(length: int) -> m.Message:
        value = "ữ" * length
        return INTO[of](replace(BASES[of], **{name: (value,) if several else value}))  # type: ignore[type-var]

    written = write(message(text.limit))
    kind = schema_of(message(1))
    assert fault(written, kind) == ""
    assert read(written).errors == ()
    with pytest.raises(ValueError, match=rf"R\.[A-Za-z.]*\b{text.name}: "):
        write(message(text.limit + 1))
    longer = written.replace(("ữ" * text.limit).encode(), ("ữ" * (text.limit + 1)).encode())
    assert "maxLength" in fault(longer, kind)
    assert [one.code.rpartition(".")[2] for one in read(longer).errors] == [text.name]


def test_the_schema_wants_what_the_fields_want() -> None:
    """Each field that is needed: without it nothing is written, and the schema refuses a message that lacks it."""
    checked = 0
    for of, into in INTO.items():
        for name, part in wire.parts(of):
            if not getattr(part, "needed", False):
                continue
            with pytest.raises(ValueError, match=rf"N\.[A-Za-z.]*\b{part.name}"):
                write(into(replace(BASES[of], **{name: part.missing})))
            checked += 1
    assert checked > 15
    for message in EVERY:
        tree = etree.fromstring(write(message))
        for element in list(tree.iter()):
            parent = element.getparent()
            if parent is None or len(element):
                continue
            without = etree.fromstring(etree.tostring(tree))
            same = without.find(tree.getroottree().getelementpath(element))
            same.getparent().remove(same)
            text = etree.tostring(without)
            if fault(text, schema_of(message)) == "":
                assert not [one for one in read(text).errors if one.code.startswith("N.MessageHeader")]


def test_the_schema_knows_every_field() -> None:
    named = set()
    for path in SCHEMA.glob("*.xsd"):
        named |= set(etree.parse(path).xpath("//@name"))
    for of in [*INTO, m.Changes, m.ChangedReceiver, m.Trace]:
        for _name, part in wire.parts(of):
            assert part.name in named


# --- any message ------------------------------------------------------------------------------------------------------

_CODES = st.sampled_from(["H17", "001.22.H17", "000.00.22.H17", "H17.5", "0100109106", "0100109106-001", "29.A01"])
_DAYS = st.dates(FIRST, LAST)
_MOMENTS = st.datetimes(EARLY, LATE, timezones=st.just(UTC)).map(lambda one: one.replace(microsecond=0))
_SAID = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cn")), max_size=40)


def _values(part: wire.Part) -> st.SearchStrategy[Any]:
    match part:
        case wire.Text(fits=fits) if fits is not None:
            return _CODES if part.needed else st.just("") | _CODES
        case wire.Text():
            some = _SAID.map(lambda one: tidy(tidy(one, lines=part.lines)[: part.limit], lines=part.lines))
            return some.filter(lambda one: not part.nothing(one) and (one or not part.needed))
        case wire.Number():
            number = st.integers(part.low, part.high)
            return number if part.needed else st.none() | number
        case wire.Flag():
            return st.none() | st.booleans()
        case wire.Choice():
            return st.sampled_from(sorted(part.among))
        case wire.Day():
            return _DAYS if part.needed else st.none() | _DAYS
        case wire.Moment():
            return _MOMENTS if part.needed else st.none() | _MOMENTS
        case wire.Texts():
            return st.lists(_values(part.item).filter(bool), max_size=3).map(tuple)
        case wire.Record():
            return st.just(part.of()) | records(part.of) if not part.needed else records(part.of)
        case wire.Records():
            filled = records(part.of).filter(lambda one: one != type(one)())
            return st.lists(filled, min_size=int(part.needed), max_size=2).map(tuple)
    raise AssertionError(part)


def records(of: type[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(of, **({name: _values(part) for name, part in wire.parts(of)} | more))


_FILES = st.builds(
    m.Attachment,
    name=_SAID.map(m.file_name),
    data=st.binary(min_size=1, max_size=200) | st.binary(max_size=50).map(lambda one: zip_of(("a", one))),
    declared_type=st.sampled_from(["", "application/pdf", "application/zip", "x/y"]),
    description=_SAID.map(tidy),
    zipped=st.booleans(),
)


_DOCUMENTS = records(
    m.Document,
    trace=st.lists(records(m.Trace).filter(lambda one: one != m.Trace()), min_size=1, max_size=3).map(tuple),
    business=records(m.Business),
    attachments=st.lists(_FILES, min_size=1, max_size=3).map(tuple),
)


@settings(max_examples=120)
@given(_DOCUMENTS)
def test_any_document_is_read_again_as_it_was(document: m.Document) -> None:
    # What has to agree within a document is not drawn; what does not has tests of its own.
    assume(not list(agreeing.faults(document)))
    written = write(document)
    reading = read(written)
    if len({organ_codes.key(one.organ_id) for one in document.receivers}) == len(document.receivers):
        assert reading.message == document
        assert (reading.errors, reading.tolerated) == ((), ())
    else:
        assert {one.code for one in reading.tolerated} == {"T_TWICE"}
    assert fault(written) == ""


@settings(max_examples=60)
@given(records(m.Status))
def test_any_status_is_read_again_as_it_was(status: m.Status) -> None:
    written = write(status)
    reading = read(written)
    assert (reading.message, reading.errors, reading.tolerated) == (status, (), ())
    assert fault(written, "status") == ""


def test_every_field_of_a_message_is_on_the_wire() -> None:
    beside = {"trace", "business", "attachments"}
    assert {one.name for one in fields(m.Document)} - beside == {name for name, _part in wire.parts(m.Document)}
    assert {one.name for one in fields(m.Status)} == {name for name, _part in wire.parts(m.Status)}
