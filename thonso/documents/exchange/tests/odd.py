"""Messages as other programs write them: each bends the good one, and says what must come of it."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from thonso.documents.exchange.messages import NAMESPACE, NEW, Business, Document, Trace
from thonso.documents.exchange.tests.samples import DOCUMENT, PDF, zip_of
from thonso.documents.exchange.writing import write

GOOD = write(DOCUMENT)


@dataclass(frozen=True)
class Odd:
    """`changed` are the fields that read otherwise than those of the good message."""

    name: str
    message: bytes
    errors: tuple[str, ...] = ()
    tolerated: tuple[str, ...] = ()
    changed: tuple[tuple[str, Any], ...] = ()

    @property
    def expected(self) -> Document:
        return replace(DOCUMENT, **dict(self.changed))


def bent(old: str, new: str, count: int = -1) -> bytes:
    """The good message with something else in the place of all `old`, which must be there."""
    assert old.encode() in GOOD, old
    return GOOD.replace(old.encode(), new.encode(), count)


def without(element: str, message: bytes = GOOD, count: int = 0) -> bytes:
    name = rb"(edXML:)?" + element.encode()
    found = re.sub(rb"<" + name + rb"[ >].*?</" + name + rb">", b"", message, count=count, flags=re.DOTALL)
    assert found != message, element
    return found


def with_content(data: bytes) -> bytes:
    """The first attachment brings these bytes."""
    return GOOD.replace(b64encode(PDF), b64encode(data))


def _say(name: str) -> Callable[..., Odd]:
    def made(message: bytes, errors: str = "", tolerated: str = "", **changed: Any) -> Odd:
        return Odd(name, message, tuple(errors.split()), tuple(tolerated.split()), tuple(changed.items()))

    return made


def messages() -> Iterator[Odd]:
    yield from _of_the_whole()
    yield from _of_the_head()
    yield from _of_the_files()


def _of_the_whole() -> Iterator[Odd]:
    yield _say("as it should be")(GOOD)
    yield _say("bytes before it, as in the example of the kit")(b"1212" + GOOD, tolerated="T_BYTES_BEFORE")
    yield _say("a byte order mark")(b"\xef\xbb\xbf" + GOOD)
    yield _say("blanks before it")(b"\r\n  " + GOOD)
    yield _say("no declaration")(GOOD.partition(b"?>\n")[2])
    text = GOOD.decode()
    yield _say("UTF-16")(text.replace("UTF-8", "UTF-16", 1).encode("utf-16"))
    yield _say("UTF-16, the other way round, without a mark")(text.replace("UTF-8", "UTF-16", 1).encode("utf-16-be"))
    yield _say("says UTF-16 and is not, as strings of .NET")(bent("UTF-8", "utf-16", 1), tolerated="T_ENCODING")
    yield _say("another prefix")(GOOD.replace(b"edXML:", b"ns2:").replace(b"xmlns:edXML", b"xmlns:ns2"))
    yield _say("no prefix")(GOOD.replace(b"<edXML:", b"<").replace(b"</edXML:", b"</"))
    yield _say("no namespace")(
        re.sub(rb' xmlns(:edXML)?="[^"]*"', b"", GOOD).replace(b"edXML:", b""), tolerated="T_NAMESPACE"
    )
    yield _say("an older namespace")(bent(NAMESPACE, "http://www.e-doc.vn/Schema/"), tolerated="T_NAMESPACE")
    yield _say("a root in small letters, as Bkav writes")(
        GOOD.replace(b"<edXML xmlns", b"<edxml xmlns").replace(b"</edXML>", b"</edxml>"), tolerated="T_SPELLING"
    )
    yield _say("Business spelled rightly")(bent("Bussiness", "Business"), tolerated="T_SPELLING")
    yield _say("a signature, whose Reference is no attachment")(
        bent(
            "</edXML:edXMLHeader>",
            "<Signature><SignedInfo><Reference URI=''/></SignedInfo></Signature></edXML:edXMLHeader>",
        )
    )
    yield _say("comments and instructions")(bent("<edXML:Subject>", "<!-- & --><?x y?><edXML:Subject>"))
    yield _say("a text in CDATA")(bent("A &amp; B &lt;năm 2026&gt;", "A & B]]><![CDATA[ <năm 2026>").replace(
        b"<edXML:Subject>", b"<edXML:Subject><![CDATA[").replace(b"</edXML:Subject>", b"]]></edXML:Subject>"))  # fmt: skip
    yield _say("an ampersand that nobody escaped")(bent("A &amp; B", "A & B"), tolerated="T_AMPERSAND")
    yield _say("entities of HTML")(
        bent("công bố", "c&ocirc;ng&nbsp;bố &unknown;"),
        tolerated="T_AMPERSAND",
        subject=DOCUMENT.subject.replace("công bố", "công bố &unknown;"),
    )


def _of_the_head() -> Iterator[Odd]:
    yield _say("the header turned round")(_turned_round())
    yield _say("days with strokes")(bent(">2026/02/05<", ">2026-02-05<"), tolerated="T_DAY")
    yield _say("days as people write them")(bent(">2026/02/05<", ">5/2/2026<"), tolerated="T_DAY")
    yield _say("a day with its hour")(bent(">2026/02/05<", ">2026-02-05T00:00:00+07:00<"), tolerated="T_DAY")
    yield _say("a day that is none")(
        bent(">2026/02/05<", ">2026/02/30<"),
        "R.MessageHeader.PromulgationInfo.PromulgationDate",
        promulgation=replace(DOCUMENT.promulgation, day=None),
    )
    yield _say("a moment with a zone")(bent("2026/02/05 08:00:00", "2026-02-05T01:00:00Z"), tolerated="T_DAY")
    yield _say("texts decomposed and spread over lines")(
        bent("Sở Nội vụ tỉnh Ví Dụ", "So\u031b\u0309 Nội\n            vụ \u200b tỉnh\tVí Dụ")
    )
    yield _say("a trace without its code")(
        GOOD.replace(
            b"<edXML:TraceHeader>\n          <edXML:OrganId>001.22.H17</edXML:OrganId>", b"<edXML:TraceHeader>"
        ),
        trace=(replace(DOCUMENT.trace[0], organ_id=""),),
    )
    yield _say("a trace with null for a code, as the kit writes")(
        bent(
            "<edXML:TraceHeader>\n          <edXML:OrganId>001.22.H17",
            "<edXML:TraceHeader>\n          <edXML:OrganId>null",
        ),
        tolerated="T_NULL",
        trace=(replace(DOCUMENT.trace[0], organ_id=""),),
    )
    yield _say("a trace with a code of nobody")(
        bent(
            "<edXML:TraceHeader>\n          <edXML:OrganId>001.22.H17",
            "<edXML:TraceHeader>\n          <edXML:OrganId>001.TT2",
        ),
        trace=(replace(DOCUMENT.trace[0], organ_id="001.TT2"),),
    )
    yield _say("no trace")(without("TraceHeader"), "N.TraceHeaderList.TraceHeader", trace=())
    yield _say("nothing said of what it is for, as the kit writes")(
        without("Bussiness"), tolerated="T_MISSING", business=Business(type=NEW)
    )
    yield _say("no list of traces")(
        without("TraceHeaderList"), "N.TraceHeaderList.TraceHeader", "T_MISSING", trace=(), business=Business(type=NEW)
    )
    yield _say("a receiver twice, once by the old code")(
        bent(">G12<", ">22.H17<"), tolerated="T_TWICE", receivers=DOCUMENT.receivers[:1]
    )
    yield _say("an empty answer, as the kit writes")(
        re.sub(rb"<edXML:ResponseFor>.*?</edXML:ResponseFor>", b"<edXML:ResponseFor />", GOOD, flags=re.S),
        response_for=(),
    )
    yield _say("a tax code")(bent(">G12<", ">0100109106-001<"), receivers=_second("0100109106-001"))
    yield _say("a code of no organ")(
        bent(">G12<", ">vxp.saas.03<"), "R.MessageHeader.To.OrganId", receivers=_second("vxp.saas.03")
    )
    yield _say("no sender")(without("From"), "N.MessageHeader.From", sender=Document().sender)
    yield _say("a sender without a name")(
        bent("<edXML:OrganName>UBND xã Thôn Số</edXML:OrganName>", ""),
        "N.MessageHeader.From.OrganName",
        sender=replace(DOCUMENT.sender, name=""),
    )
    yield _say("no receiver")(without("To"), "N.MessageHeader.To", receivers=())
    yield _say("no number")(without("Code", count=1), "N.MessageHeader.Code", code=Document().code)
    yield _say("no symbol")(
        without("CodeNotation"), "N.MessageHeader.Code.CodeNotation", code=replace(DOCUMENT.code, notation="")
    )
    yield _say("an empty subject")(
        re.sub(b"<edXML:Subject>.*?<", b"<edXML:Subject> <", GOOD), "N.MessageHeader.Subject", subject=""
    )
    long = "dài " * 200
    yield _say("a subject that is too long, and is kept")(
        re.sub(rb"<edXML:Subject>.*?<", f"<edXML:Subject>{long}<".encode(), GOOD),
        "R.MessageHeader.Subject",
        subject=long.strip(),
    )
    yield _say("a degree of urgency that is none")(
        bent("<edXML:Priority>1<", "<edXML:Priority>9<"),
        "R.MessageHeader.OtherInfo.Priority",
        other=replace(DOCUMENT.other, priority=None),
    )
    yield _say("pages in words")(
        bent("<edXML:PageAmount>22<", "<edXML:PageAmount>hai hai<"),
        "R.MessageHeader.OtherInfo.PageAmount",
        other=replace(DOCUMENT.other, pages=None),
    )
    yield _say("an aim that is none")(
        bent("<edXML:BussinessDocType>0<", "<edXML:BussinessDocType>7<"),
        "R.TraceHeaderList.Bussiness.BussinessDocType",
        business=replace(DOCUMENT.business, type=None),
    )
    yield _say("a replacement that does not say of what")(
        bent("<edXML:BussinessDocType>0<", "<edXML:BussinessDocType>3<"),
        "N.TraceHeaderList.Bussiness.ReplacementInfoList",
        business=replace(DOCUMENT.business, type=3),
    )


def _of_the_files() -> Iterator[Odd]:
    first, second = DOCUMENT.attachments
    yield _say("ids without cid:")(bent("cid:", ""), tolerated="T_CONTENT_ID")
    yield _say("cid: on one side only")(GOOD.replace(b"<ContentId>cid:", b"<ContentId>"), tolerated="T_CONTENT_ID")
    yield _say("the id in xlink:href")(
        re.sub(rb"<edXML:Reference>\s*<edXML:ContentId>(.*?)</edXML:ContentId>",
               rb'<edXML:Reference xmlns:x="http://www.w3.org/1999/xlink" x:href="\1">', GOOD)
    )  # fmt: skip
    yield _say("base64 in lines of 76")(_in_lines())
    yield _say("base64 without its end")(
        with_content(PDF + b"x").replace(b"eA==<", b"eA<"), attachments=(replace(first, data=PDF + b"x"), second)
    )
    yield _say("zipped though it says PDF, under another name")(with_content(zip_of(("7091b48b.pdf", PDF))))
    yield _say("a zip that is a zip: the file in it has the name")(
        with_content(zip_of(("thư mục/trong.pdf", PDF))).replace(first.name.encode(), b"goi.zip"),
        attachments=(replace(first, name="trong.pdf"), second),
    )
    two = zip_of(("a.pdf", PDF), ("b.pdf", PDF))
    yield _say("two files in a zip stay in it")(with_content(two), attachments=(replace(first, data=two), second))
    torn = bytearray(zip_of(("a.pdf", PDF)))
    torn[40] ^= 0xFF
    yield _say("a zip that is damaged stays as it is")(
        with_content(bytes(torn)),
        "R.AttachmentEncoded.Attachment.ContentTransferEncoded",
        attachments=(replace(first, data=bytes(torn)), second),
    )
    yield _say("a path for a name")(
        bent(first.name, "C:\\Users\\thu\\..\\125\u202e.pdf"), attachments=(replace(first, name="125.pdf"), second)
    )
    yield _say("no name")(
        re.sub(rb"<(edXML:)?AttachmentName>125.*?</(edXML:)?AttachmentName>", b"", GOOD),
        attachments=(replace(first, name="Bản ký"), second),
    )
    yield _say("a file that the list lacks")(
        re.sub(rb"<edXML:Reference>.*?</edXML:Reference>", b"", GOOD, count=1, flags=re.S),
        "N.edXMLBody.edXMLManifest.Reference",
    )
    yield _say("a line of the list without its file")(
        re.sub(rb"<Attachment>.*?</Attachment>", b"", GOOD, count=1, flags=re.S),
        "N.AttachmentEncoded.Attachment",
        attachments=(second,),
    )
    yield _say("no list")(
        without("edXMLBody"), "N.edXMLBody.edXMLManifest.Reference N.edXMLBody.edXMLManifest.Reference",
        attachments=(first, replace(second, declared_type="")),
    )  # fmt: skip
    yield _say("no file at all")(
        without("AttachmentEncoded"),
        "N.AttachmentEncoded.Attachment N.AttachmentEncoded.Attachment N.AttachmentEncoded.Attachment",
        attachments=(),
    )
    yield _say("an empty file")(
        with_content(b""),
        "N.AttachmentEncoded.Attachment.ContentTransferEncoded",
        attachments=(replace(first, data=b""), second),
    )
    yield _say("two files under one id")(
        bent("cid:210", "cid:209"),
        "R.AttachmentEncoded.Attachment.ContentId R.AttachmentEncoded.Attachment.ContentId",
    )


def _second(code: str) -> tuple[Any, ...]:
    return (DOCUMENT.receivers[0], replace(DOCUMENT.receivers[1], organ_id=code))


def _turned_round() -> bytes:
    """The elements of header and trace from the last to the first."""
    message = GOOD
    for group in (b"MessageHeader", b"TraceHeaderList"):
        inside = re.search(rb"<edXML:" + group + rb">\n(.*?)\n      </edXML:" + group, message, re.S)
        assert inside
        parts = re.findall(rb"^        <.*?(?=\n        <edXML|\Z)", inside[1], re.S | re.M)
        assert len(parts) > 1
        receivers = [part for part in parts if b"<edXML:To>" in part]
        turned = [part for part in reversed(parts) if part not in receivers] + receivers
        message = message.replace(inside[1], b"\n".join(turned))
    return message


def _in_lines() -> bytes:
    code = b64encode(PDF)
    lines = b"\r\n".join(code[at : at + 76] for at in range(0, len(code), 76))
    return GOOD.replace(code, b"\r\n" + lines + b"\r\n")


__all__ = ["GOOD", "Odd", "Trace", "bent", "messages", "with_content", "without"]
