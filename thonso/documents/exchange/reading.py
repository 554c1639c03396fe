"""From bytes to a message. Tolerant of how others write, of nothing that could harm; what is wrong is told and left to people."""

from dataclasses import dataclass
from typing import BinaryIO

from thonso.documents.exchange import agreeing, organ_codes, texts, wire, zipped
from thonso.documents.exchange.findings import Finding, Told, Unreadable
from thonso.documents.exchange.messages import (
    NAMESPACE,
    NEW,
    Attachment,
    Business,
    Document,
    Message,
    Receiver,
    Status,
    Trace,
    file_name,
)
from thonso.documents.exchange.tree import LIMITS, Limits, Node, key_of, parse

_ROOTS = frozenset({"edxml", "edxmlenvelope", "envelope"})
_ATTACHMENT = "AttachmentEncoded.Attachment"
_REFERENCE = "edXMLBody.edXMLManifest.Reference"
_ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class Reading:
    """`errors` is for people to decide on; `tolerated` says where the message is not written as it should be."""

    message: Message
    errors: tuple[Finding, ...]
    tolerated: tuple[Finding, ...]


def read(given: bytes | BinaryIO, limits: Limits = LIMITS) -> Reading:
    """A document or a status, from bytes or from an open file, which is read piece by piece.

    Raises Unreadable: no message at all, too large, or made to harm.
    """
    told = Told()
    root = parse(given, told, limits)
    header = _header(root, told)
    message: Message
    if header.key == "status" or header.first("StatusCode") is not None:
        message = Status(**wire.read(Status, header, header.name, told))
    else:
        message = _document(root, header, told, limits)
        told.errors.extend(agreeing.faults(message))
    return Reading(message, tuple(told.errors), tuple(told.tolerated))


def _header(root: Node, told: Told) -> Node:
    if root.key not in _ROOTS:
        raise Unreadable("E_ROOT", root.name[:60])
    if root.key == "envelope":
        told.tolerate("T_SOAP", root.name)
    elif root.name not in ("edXML", "edXMLEnvelope"):
        told.tolerate("T_SPELLING", root.name)
    nodes = list(root.walk())
    headers = [node for key in ("messageheader", "status") for node in nodes if node.key == key]
    header = next(iter(headers), None)
    if header is None:
        raise Unreadable("E_HEADER")
    if header.space != NAMESPACE:
        told.tolerate("T_NAMESPACE", header.name)
    if spelled := next(
        (node for node in nodes if node.key.startswith("business") and "ssi" not in node.name.lower()), None
    ):
        told.tolerate("T_SPELLING", spelled.name)
    return header


def _document(root: Node, header: Node, told: Told, limits: Limits) -> Document:
    fields = wire.read(Document, header, "MessageHeader", told)
    fields["receivers"] = _each_once(fields["receivers"], told)
    traces = _first(root, "TraceHeaderList")
    return Document(
        **fields,
        trace=_traces(traces, told) if traces is not None else (),
        business=_business(root, told),
        attachments=_attachments(root, told, limits),
    )


def _each_once(receivers: tuple[Receiver, ...], told: Told) -> tuple[Receiver, ...]:
    found: dict[str, Receiver] = {}
    for index, one in enumerate(receivers, 1):
        key = organ_codes.key(one.organ_id) or f"without a code {index}"
        if key in found:
            told.tolerate("T_TWICE", f"MessageHeader.To[{index}].OrganId")
        found.setdefault(key, one)
    return tuple(found.values())


def _traces(node: Node, told: Told) -> tuple[Trace, ...]:
    one = wire.Records("TraceHeader", Trace)
    read: tuple[Trace, ...] = one.read(node, "TraceHeaderList.TraceHeader", told)
    return read


def _business(root: Node, told: Told) -> Business:
    node = _first(root, "Bussiness")
    if node is None:
        # The kit itself writes none for a new document.
        told.tolerate("T_MISSING", "TraceHeaderList.Bussiness")
        return Business(type=NEW)
    return Business(**wire.read(Business, node, "TraceHeaderList.Bussiness", told))


@dataclass(slots=True)
class _Listed:
    """A line of the manifest."""

    where: str
    content_id: str
    node: Node
    found: bool = False


def _attachments(root: Node, told: Told, limits: Limits) -> tuple[Attachment, ...]:
    manifest = _first(root, "edXMLManifest") or _first(root, "Manifest")
    references = manifest.all("Reference") if manifest is not None else []
    listed = [
        _Listed(f"{_REFERENCE}[{index}]", _content_id(node, f"{_REFERENCE}[{index}]", told), node)
        for index, node in enumerate(references, 1)
    ]
    found = []
    left = limits.files
    nodes = [
        one for group in root.walk() if group.key == key_of("AttachmentEncoded") for one in group.all("Attachment")
    ]
    for index, node in enumerate(nodes, 1):
        where = f"{_ATTACHMENT}[{index}]"
        content_id = _content_id(node, where, told)
        line = next((one for one in listed if content_id and one.content_id == content_id and not one.found), None)
        if line is None:
            told.error("N", _REFERENCE, where)
        else:
            line.found = True
        attachment = _attachment(node, line.node if line else None, where, content_id, told, limits, left)
        left -= len(attachment.data)
        found.append(attachment)
    for line in listed:
        if not line.found:
            told.error("N", _ATTACHMENT, line.where)
    return tuple(found)


def _attachment(
    node: Node, line: Node | None, where: str, content_id: str, told: Told, limits: Limits, left: int
) -> Attachment:
    names = [_text(one, "AttachmentName") for one in (node, line)] + [_text(node, "Description")]
    name = file_name(next(filter(None, names), ""))
    declared, of_file = (_text(one, "ContentType").lower() for one in (line, node))
    data = _data(node)
    if not data:
        told.error("N", f"{where}.ContentTransferEncoded")
    inside = None
    try:
        inside = zipped.unpack(data, limit=min(limits.file, left), ratio=limits.ratio)
    except zipped.Bomb:
        raise Unreadable("E_ZIP", where) from None
    except zipped.Damaged:
        told.error("R", f"{where}.ContentTransferEncoded")
    if inside is not None:
        data = inside.data
        if name.lower().endswith(".zip") and not data.startswith(b"PK"):
            name = file_name(inside.name, name)
        of_file = "" if of_file == _ZIP else of_file
    return Attachment(
        name=name,
        data=data,
        declared_type=declared or of_file,
        description=_text(node, "Description") or _text(line, "Description"),
        content_id=content_id,
        zipped=inside is not None,
    )


def _data(node: Node) -> bytes:
    content = node.first("ContentTransferEncoded")
    return content.content.taken() if content is not None and content.content is not None else b""


def _content_id(node: Node, where: str, told: Told) -> str:
    text = _text(node, "ContentId") or texts.tidy(node.href)
    if not text:
        told.error("N", f"{where}.ContentId")
    elif text[:4].lower() == "cid:":
        return text[4:]
    else:
        told.tolerate("T_CONTENT_ID", f"{where}.ContentId")
    return text


def _text(node: Node | None, name: str) -> str:
    there = node.first(name) if node is not None else None
    return texts.tidy(there.text) if there is not None else ""


def _first(root: Node, name: str) -> Node | None:
    key = key_of(name)
    return next((node for node in root.walk() if node.key == key), None)
