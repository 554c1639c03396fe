"""From a message to bytes, always the same: prefixes, order and spelling ("Bussiness") as the kit of the axis writes them.

The namespace is the default one and is declared a second time with the prefix edXML at the envelope; the files stand outside
it, without the prefix but for their content. Programs that read it by fixed names are known, so nothing of this is free.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from thonso.documents.exchange import agreeing, texts, wire, zipped
from thonso.documents.exchange.findings import code_of
from thonso.documents.exchange.messages import (
    CONTENT_ID,
    DESCRIPTION_LIMIT,
    NAME_LIMIT,
    NAMESPACE,
    TYPE_LIMIT,
    Attachment,
    Business,
    Document,
    Message,
    Status,
    Trace,
    content_id,
    file_name,
)
from thonso.documents.exchange.tree import LIMITS, Limits

_PREFIX = "edXML:"
_ZIP = "application/zip"


def write(message: Message, limits: Limits = LIMITS) -> bytes:
    """Raises ValueError, which names the field (N.MessageHeader.Subject), for what no reader would take."""
    out = _Out()
    out.open("edXMLEnvelope", f' xmlns:edXML="{NAMESPACE}"')
    out.open("edXMLHeader")
    out.open("MessageHeader")
    wire.write(message, "MessageHeader", out)
    out.close("MessageHeader")
    if isinstance(message, Status):
        out.close("edXMLHeader")
        out.close("edXMLEnvelope")
        return out.written()
    fault = next(agreeing.faults(message), None)
    if fault is not None:
        raise ValueError(fault.code)
    _write_traces(message, out)
    out.close("edXMLHeader")
    attachments = list(_ready(message, limits))
    _write_manifest(attachments, out)
    out.close("edXMLEnvelope")
    _write_files(attachments, out)
    return out.written()


class _Out:
    """Elements in lines, two blanks deeper within each other."""

    def __init__(self) -> None:
        self._lines = [b'<?xml version="1.0" encoding="UTF-8"?>', f'<edXML xmlns="{NAMESPACE}">'.encode()]
        self._depth = 1

    def open(self, name: str, attributes: str = "", prefix: str = _PREFIX) -> None:
        self._line(f"<{prefix}{name}{attributes}>")
        self._depth += 1

    def close(self, name: str, prefix: str = _PREFIX) -> None:
        self._depth -= 1
        self._line(f"</{prefix}{name}>")

    def leaf(self, name: str, text: str, prefix: str = _PREFIX) -> None:
        self._line(f"<{prefix}{name}>{escape(text)}</{prefix}{name}>")

    def content(self, data: bytes) -> None:
        name = f"{_PREFIX}ContentTransferEncoded"
        opened = f'{"  " * self._depth}<{name} xmlns:edXML="{NAMESPACE}">'.encode()
        self._lines.append(b"".join((opened, base64.b64encode(data), f"</{name}>".encode())))

    def written(self) -> bytes:
        return b"\n".join([*self._lines, b"</edXML>", b""])

    def _line(self, text: str) -> None:
        self._lines.append(f"{'  ' * self._depth}{text}".encode())


def _write_traces(document: Document, out: _Out) -> None:
    out.open("TraceHeaderList")
    wire.Records("TraceHeader", Trace, needed=True).write(document.trace, "TraceHeaderList.TraceHeader", out)
    wire.Record("Bussiness", Business, needed=True).write(document.business, "TraceHeaderList.Bussiness", out)
    out.close("TraceHeaderList")


def _write_manifest(attachments: list["_Ready"], out: _Out) -> None:
    out.open("edXMLBody")
    out.open("edXMLManifest", ' version="1.0"')
    for one in attachments:
        out.open("Reference")
        for name, text in (
            ("ContentId", f"cid:{one.content_id}"),
            ("ContentType", one.file.declared_type),
            ("Description", one.file.description),
            ("AttachmentName", one.file.name),
        ):
            if text:
                out.leaf(name, text)
        out.close("Reference")
    out.close("edXMLManifest")
    out.close("edXMLBody")


def _write_files(attachments: list["_Ready"], out: _Out) -> None:
    if not attachments:
        return
    out.open("AttachmentEncoded", prefix="")
    for one in attachments:
        out.open("Attachment", prefix="")
        for name, text in (
            ("ContentId", f"cid:{one.content_id}"),
            ("AttachmentName", one.file.name),
            ("Description", one.file.description),
            ("ContentType", one.file.declared_type if one.packed is None else _ZIP),
        ):
            if text:
                out.leaf(name, text, prefix="")
        out.content(one.file.data if one.packed is None else one.packed)
        out.close("Attachment", prefix="")
    out.close("AttachmentEncoded", prefix="")


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file that was checked; `packed` is its zip, None where it travels as it is."""

    file: Attachment
    content_id: str
    packed: bytes | None


def _ready(document: Document, limits: Limits) -> Iterator[_Ready]:
    if len(document.attachments) > limits.attachments:
        raise ValueError(f"R.AttachmentEncoded.Attachment: {len(document.attachments)}")
    if sum(len(one.data) for one in document.attachments) > limits.files:
        raise ValueError("R.AttachmentEncoded")
    for index, one in enumerate(document.attachments, 1):
        _check(one, f"AttachmentEncoded.Attachment[{index}]", limits)
        yield _Ready(one, one.content_id or content_id(document.document_id, index, one.data), _packed(one, limits))


def _packed(one: Attachment, limits: Limits) -> bytes | None:
    """A zip with one file inside travels in another one, or a reader would take the file out of the first."""
    if not (one.zipped or zipped.is_one(one.data)):
        return None
    packed = zipped.pack(one.name, one.data)
    try:
        zipped.unpack(packed, limit=limits.file, ratio=limits.ratio)
    except zipped.Bomb:
        return None
    if len(packed) > limits.file:
        raise ValueError("R.AttachmentEncoded.Attachment.ContentTransferEncoded")
    return packed


def _check(one: Attachment, where: str, limits: Limits) -> None:
    possible = {
        "AttachmentName": bool(one.name) and file_name(one.name) == one.name and len(one.name) <= NAME_LIMIT,
        "Description": texts.tidy(one.description) == one.description and len(one.description) <= DESCRIPTION_LIMIT,
        "ContentType": texts.tidy(one.declared_type).lower() == one.declared_type
        and len(one.declared_type) <= TYPE_LIMIT,
        "ContentId": not one.content_id or CONTENT_ID.fullmatch(one.content_id) is not None,
        "ContentTransferEncoded": 0 < len(one.data) <= limits.file,
    }
    for name, fits in possible.items():
        if not fits:
            raise ValueError(code_of("R", f"{where}.{name}"))
