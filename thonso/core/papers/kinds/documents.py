"""Documents in the layout of NĐ 30/2020: decision, notice, letter; posting of a list; minutes; hand-over."""

from datetime import date, datetime
from typing import Literal, NotRequired, TypedDict

from thonso.core.papers.kinds.common import Annex, Column, Contact, Head, Numbered, Post, Signer


class Decision(Numbered):
    """Quyết định. `articles` are lists of paragraphs; "Điều n." and the closing "./." are added."""

    subject_line: str  # "Về việc công nhận hộ nghèo, hộ cận nghèo năm 2026"
    authority: str  # the line before the grounds: "Chủ tịch Ủy ban nhân dân xã Bát Xát"
    issued_by: str  # in the annex: "Chủ tịch Ủy ban nhân dân xã Bát Xát"
    grounds: list[str]
    articles: list[list[str]]
    annex: NotRequired[Annex]
    recipients: list[str]
    signer: Signer


class Notice(Numbered):
    """Thông báo."""

    subject_line: str
    issued_by: str
    addressee: NotRequired[str]
    body: list[str]
    annex: NotRequired[Annex]
    recipients: list[str]
    signer: Signer


class Letter(Numbered):
    """Công văn; `subject_line` without "V/v"."""

    subject_line: str
    issued_by: str
    addressees: list[str]
    body: list[str]
    annex: NotRequired[Annex]
    recipients: list[str]
    signer: Signer


class PostingNotice(Numbered):
    """Thông báo niêm yết công khai danh sách hộ."""

    subject_line: str  # mid-sentence: "danh sách hộ nghèo, hộ cận nghèo dự kiến công nhận"
    issued_by: str
    basis: NotRequired[str]
    places: list[str]
    duration: str  # "03 ngày làm việc"
    from_day: date
    to_day: date
    columns: list[Column]
    rows: list[list[str]]
    comments_to: str
    hotline: NotRequired[str]
    recipients: NotRequired[list[str]]
    signer: Signer


class Vote(TypedDict):
    matter: str  # the head of the household
    proposal: str
    present: int
    agreed: int
    note: NotRequired[str]


class MeetingMinutes(Head):
    """Biên bản họp thôn. Two copies by QĐ 24/2021; at least half of those present must agree."""

    symbol: NotRequired[str]
    number: NotRequired[int]
    subject_line: str  # "Họp thôn thống nhất kết quả rà soát hộ nghèo, hộ cận nghèo"
    started_at: datetime
    ended_at: datetime
    venue: str
    chair: Post
    secretary: Post
    witness: NotRequired[Post]  # `post` is printed over the name: "Đại diện hộ dân"
    attendees: NotRequired[list[Post]]
    invited: int
    present: int
    content: list[str]
    votes: NotRequired[list[Vote]]
    conclusions: list[str]
    copies: int


class HandoverRow(TypedDict):
    code: str
    matter: str
    papers: str
    person: str
    address: str
    fee: NotRequired[bool]
    by_post: NotRequired[bool]
    note: NotRequired[str]


class HandoverList(Head):
    """Danh sách bàn giao: dossiers or results between two ends; both sign."""

    heading: str  # "Danh sách bàn giao hồ sơ"
    subtitle: NotRequired[str]
    list_code: NotRequired[str]
    giver: Post
    taker: Post
    handed_at: datetime
    rows: list[HandoverRow]


class ReportColumn(TypedDict):
    """`width` is a share of the line, not a measure."""

    head: str
    width: int
    align: Literal["left", "center", "right"]


class ReportGroup(TypedDict):
    head: NotRequired[str]
    columns: list[ReportColumn]


class ReportLine(TypedDict):
    """`level`: 0 total and 1 heading of others are set bold."""

    cells: list[str]
    level: int


class ReportTable(Head):
    """A table of the office over a period, with the places of those who sign it."""

    heading: str
    period: str
    groups: list[ReportGroup]
    rows: list[ReportLine]
    about: list[str]
    signers: list[Signer]


class ResultLine(TypedDict):
    kind: str
    number: str
    date: date
    abstract: str
    copies: NotRequired[int]  # none of what is sent: it may be opened as often as one likes


class ResultReceipt(Head):
    """Giấy biên nhận trả kết quả: proof that the result was handed over. Drawn before it is, who, when and to whom stay
    open, to be written by hand where it is given."""

    code: str
    code_label: NotRequired[str]
    request: str
    subject: Contact
    giver: NotRequired[Contact]
    taker: NotRequired[Contact]
    carried_by: NotRequired[str]  # who takes it to the hamlet
    taker_relation: NotRequired[str]  # "Chủ hồ sơ", "Người được ủy quyền (giấy số …)"
    returned_at: NotRequired[datetime]
    returned_where: str
    results: list[ResultLine]
    originals_returned: NotRequired[str]


class Block(TypedDict):
    """A part of a document, as `documents.outgoing.structure` knows it. Of a table `rows`, the first of which is its head."""

    kind: Literal[
        "basis", "enacting", "chapter", "section", "article", "roman", "clause", "point", "dash", "para", "table", "annex"
    ]  # fmt: skip
    text: NotRequired[str]
    label: NotRequired[str]
    title: NotRequired[bool]
    rows: NotRequired[list[list[str]]]


class Document(Numbered):
    """Any of the kinds of NĐ 30/2020; without `kind_name` a công văn, whose subject stands under its number."""

    kind_name: NotRequired[str]
    subject_line: str  # without "V/v"
    authority: NotRequired[str]  # the line before the grounds: "Chủ tịch Ủy ban nhân dân xã Bát Xát"
    issued_by: str  # over an annex: "Chủ tịch Ủy ban nhân dân xã Bát Xát"
    urgency: NotRequired[str]  # "Khẩn"
    addressees: NotRequired[list[str]]
    blocks: list[Block]
    recipients: NotRequired[list[str]]
    draft: NotRequired[bool]  # prints DỰ THẢO
    signer: Signer
