"""What offices tell each other: a document with its files, or what became of one. Frozen values; how each field stands on the
wire is beside it (`wire`).

Sources. [VXP]: the example and the files written by the kit of the axis of documents (Văn phòng Chính phủ and VNPT, as
published with PVN-Organization/API-Gateway-iOffice: resources/edoc_new.edxml, xml/2019, xml/2025): names, order of elements.
[Bkav]: Bkav eDoc (Checker, BussinessDocType, StatusXmlBuilder). [edxml-convert]: tungsfer512/edxml-convert, status.json.
[LT]: the table of documents that came of a State school (EGOV_VanBanLienThong_Den), whose columns give lengths that are held.
Where several name a length the widest stands here; those marked "ours" are named by none. What is mandatory: what [Bkav]
refuses without, less what examples of [VXP] lack. The tables of QCVN 102:2016/BTTTT itself have not been seen.
"""

# ruff: noqa: RUF009  `on` gives a field of a dataclass

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from thonso.core.files.rules import HEAD_BYTES, Unacceptable, sniff, tidy_name
from thonso.documents.exchange.wire import (
    MOST,
    Choice,
    Day,
    Flag,
    Moment,
    Number,
    Record,
    Records,
    Text,
    Texts,
    on,
    organ_code,
)

NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"

# BussinessDocType. [Bkav] NEW, REVOKE, UPDATE, REPLACE; the words are those of [VXP] (createEdoc_new, _revocation, …).
NEW, RECALL, UPDATE, REPLACEMENT = range(4)
BUSINESS: Final = {NEW: "Văn bản mới", RECALL: "Thu hồi", UPDATE: "Cập nhật", REPLACEMENT: "Thay thế"}

# StatusCode, in the words of [edxml-convert]; [VXP] has a file for each (status_acceptance_03.edxml, …).
STATUSES: Final = {
    "01": "Đã đến",
    "02": "Từ chối tiếp nhận",
    "03": "Đã tiếp nhận",
    "04": "Đã đến, đang chờ phân công",
    "05": "Đã phân công, đang xử lý",
    "06": "Đã xử lý xong",
    "13": "Thu hồi văn bản",
    "15": "Đồng ý thu hồi, cập nhật văn bản",
    "16": "Từ chối thu hồi, cập nhật văn bản",
}

NAME_LIMIT: Final = 150  # of a file: [LT] and [Bkav] take 200 and more, a name is tidied to this (core.files.rules)
TYPE_LIMIT: Final = 100  # ours
DESCRIPTION_LIMIT: Final = 500  # ours

_line = Text
_lines = partial(Text, lines=True)


@dataclass(frozen=True, slots=True)
class Organ:
    """Lengths: [LT], [Bkav]."""

    organ_id: str = on(organ_code("OrganId", needed=True))
    in_charge: str = on(_line("OrganizationInCharge", 200))
    name: str = on(_line("OrganName", 200, needed=True))
    address: str = on(_line("OrganAdd", 250))
    email: str = on(_line("Email", 100))
    telephone: str = on(_line("Telephone", 50))
    fax: str = on(_line("Fax", 50))
    website: str = on(_line("Website", 100))


@dataclass(frozen=True, slots=True)
class Receiver(Organ):
    """An organ that receives is known by its code; a name is not needed ([VXP], 2025)."""

    name: str = on(_line("OrganName", 200))


@dataclass(frozen=True, slots=True)
class Code:
    """The number 12 and the symbol UBND-VP of 12/UBND-VP."""

    number: str = on(_line("CodeNumber", 50, needed=True))
    notation: str = on(_line("CodeNotation", 50, needed=True))


@dataclass(frozen=True, slots=True)
class Promulgation:
    place: str = on(_line("Place", 50))
    day: date | None = on(Day("PromulgationDate", needed=True))


@dataclass(frozen=True, slots=True)
class DocumentType:
    """Every system has numbers of its own ("Công văn" is 1, 18 or 71): only the name says which kind it is."""

    type: int | None = on(Number("Type"))
    detail: int | None = on(Number("TypeDetail"))
    name: str = on(_line("TypeName", 100, needed=True))


@dataclass(frozen=True, slots=True)
class Signer:
    """`competence` is TM., KT., TL. with the words behind it."""

    competence: str = on(_line("Competence", 100))
    position: str = on(_line("Position", 100))
    name: str = on(_line("FullName", 50))


@dataclass(frozen=True, slots=True)
class OtherInfo:
    """`priority` 0 to 4 ([Bkav]), 0 the ordinary one; the amounts are of copies and of pages."""

    priority: int | None = on(Number("Priority", high=4))
    sphere: str = on(_line("SphereOfPromulgation", 100))
    typer: str = on(_line("TyperNotation", 10))
    copies: int | None = on(Number("PromulgationAmount"))
    pages: int | None = on(Number("PageAmount"))
    direction: bool | None = on(Flag("Direction", ("false", "true")))
    appendixes: tuple[str, ...] = on(Texts("Appendixes", _line("Appendix", 500)))  # ours


@dataclass(frozen=True, slots=True)
class Answered:
    """The document that is answered, recalled or updated, or of which a status is told."""

    organ_id: str = on(organ_code("OrganId"))
    code: str = on(_line("Code", 101))  # number and symbol with the stroke between
    day: date | None = on(Day("PromulgationDate"))
    document_id: str = on(_line("DocumentId", 200, needed=True))


@dataclass(frozen=True, slots=True)
class Staff:
    department: str = on(_line("Department", 250))
    name: str = on(_line("Staff", 100))
    email: str = on(_line("Email", 100))
    mobile: str = on(_line("Mobile", 100))


@dataclass(frozen=True, slots=True)
class Trace:
    """An office the message went through; that it wrote none or an odd code is no mistake of the sender ([VXP], 2025)."""

    organ_id: str = on(_line("OrganId", 50))
    at: datetime | None = on(Moment("Timestamp"))


@dataclass(frozen=True, slots=True)
class ChangedReceiver:
    """`type` 0 or 1 ([VXP]: createEdoc_update; which is which is not said there)."""

    type: int | None = on(Number("ReceiverType", high=1))
    organ_id: str = on(organ_code("OrganId", needed=True))


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update changes: the document, who receives it."""

    document: bool | None = on(Flag("DocumentInfo"))
    receivers: bool | None = on(Flag("DocumentReceiver"))
    changed: tuple[ChangedReceiver, ...] = on(Records("Receiver", ChangedReceiver, within="ReceiverList"))


@dataclass(frozen=True, slots=True)
class Replaced:
    """A document that this one replaces, and at which organs."""

    document_id: str = on(_line("DocumentId", 200, needed=True))
    organ_ids: tuple[str, ...] = on(Texts("OrganIdList", organ_code("OrganId")))


@dataclass(frozen=True, slots=True)
class Business:
    """What is to be done with the document: NEW, RECALL, UPDATE, REPLACEMENT. `paper`: it comes on paper as well."""

    document_id: str = on(_line("DocumentId", 200))
    type: int | None = on(Number("BussinessDocType", high=max(BUSINESS), needed=True))
    reason: str = on(_lines("BussinessDocReason", 500))  # ours
    paper: bool | None = on(Flag("Paper"))
    staff: Staff = on(Record("StaffInfo", Staff))
    changes: Changes = on(Record("BussinessDocumentInfo", Changes))
    replaced: tuple[Replaced, ...] = on(Records("ReplacementInfo", Replaced, within="ReplacementInfoList"))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file. How it travels (`content_id`, `zipped`) is no part of what it is.

    `content_id` is without "cid:"; left empty, one is derived when it is written. `declared_type` is what the sender says.
    """

    name: str
    data: bytes = field(repr=False)
    declared_type: str = ""
    description: str = ""
    content_id: str = field(default="", compare=False)
    zipped: bool = field(default=False, compare=False)

    @property
    def media_type(self) -> str:
        """What the first bytes say it is, one of the kinds this system takes; '' for any other."""
        try:
            return sniff(self.data[:HEAD_BYTES])
        except Unacceptable:
            return ""

    @property
    def unacceptable(self) -> str:
        """Why this system does not take it (office, archive, svg, empty, unknown_kind); '' when it does."""
        try:
            sniff(self.data[:HEAD_BYTES])
        except Unacceptable as refused:
            return refused.reason
        return ""


@dataclass(frozen=True, slots=True)
class Document:
    sender: Organ = on(Record("From", Organ, needed=True))
    receivers: tuple[Receiver, ...] = on(Records("To", Receiver, needed=True))
    document_id: str = on(_line("DocumentId", 200, needed=True))
    code: Code = on(Record("Code", Code, needed=True))
    promulgation: Promulgation = on(Record("PromulgationInfo", Promulgation, needed=True))
    type: DocumentType = on(Record("DocumentType", DocumentType, needed=True))
    subject: str = on(_line("Subject", 500, needed=True))
    content: str = on(_lines("Content", 500))
    signer: Signer = on(Record("SignerInfo", Signer))
    due: date | None = on(Day("DueDate"))
    other: OtherInfo = on(Record("OtherInfo", OtherInfo))
    response_for: tuple[Answered, ...] = on(Records("ResponseFor", Answered))
    steering_type: int | None = on(Number("SteeringType", high=MOST))
    to_places: tuple[str, ...] = on(Texts("ToPlaces", _line("Place", 150)))
    trace: tuple[Trace, ...] = ()
    business: Business = Business(type=NEW)
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """What became of a document at the organ `sender`."""

    response_for: Answered = on(Record("ResponseFor", Answered, needed=True))
    sender: Organ = on(Record("From", Organ, needed=True))
    code: str = on(Choice("StatusCode", STATUSES))
    description: str = on(_lines("Description", 500))  # ours
    at: datetime | None = on(Moment("Timestamp", needed=True))
    staff: Staff = on(Record("StaffInfo", Staff))


Message = Document | Status

CONTENT_ID: Final = re.compile(r"[A-Za-z0-9._@{}+-]{1,100}")


def document_id(organ_id: str, day: date, number: str, notation: str) -> str:
    """As [VXP] has it: 000.00.00.G22,2015/09/30,7816/VPCP-TTĐT."""
    return f"{organ_id},{day.year:04}/{day.month:02}/{day.day:02},{number}/{notation}"


def file_name(text: str, fallback: str = "tep") -> str:
    """Without a path and without what cannot be printed; the same name stays as it is."""
    return tidy_name(tidy_name(text, fallback), fallback)


def content_id(document: str, position: int, data: bytes) -> str:
    """The same for the same file at the same place of the same document."""
    return str(uuid5(NAMESPACE_URL, f"edxml:{document}#{position}:{sha256(data).hexdigest()}"))
