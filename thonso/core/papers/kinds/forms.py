"""Forms 01 to 07 of the one-stop desk, and the two slips that come before reception."""

from datetime import date, datetime
from typing import Literal, NotRequired, TypedDict

from thonso.core.papers.kinds.common import Contact, Form, Head, Numbered, PaperLine, Signer


class Form01(Form):
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả. Only for a dossier that is officially received."""

    submitter: Contact
    channel: str  # "trực tiếp", "trực tuyến", "qua bưu chính"
    subject: NotRequired[Contact]  # chủ hồ sơ, when not the submitter
    helper: NotRequired[str]
    request: str
    competent: NotRequired[str]  # who resolves it, where that is another authority than the receiver
    papers: list[PaperLine]
    sets: int
    time_limit: str  # "15 ngày làm việc", "trong ngày"
    received_at: datetime
    due_at: NotRequired[datetime]
    due_words: NotRequired[str]  # instead of `due_at`, where another authority sets the day
    return_at: str  # where and how the result comes back
    presence: NotRequired[list[str]]  # who has to come in person, and why: a sentence each
    register_book: NotRequired[str]
    register_number: NotRequired[str]
    tracking_code: NotRequired[str]
    tracking_key: NotRequired[str]
    message_by: NotRequired[str]  # "tin nhắn SMS", "điện thoại của người hỗ trợ"
    lookup: NotRequired[str]
    hotline: NotRequired[str]
    helped: NotRequired[str]  # who helps in the hamlet, and when
    officer: str
    copy_note: NotRequired[str]  # under the title on A4: "Liên 1: giao người nộp hồ sơ"
    format: NotRequired[Literal["a4", "a5x2"]]  # a5x2: both copies side by side on one A4 sheet


class Form02(Form):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ. `items` only from the required papers of the procedure's version."""

    submitter: Contact
    request: str
    received_at: NotRequired[datetime]
    stage: str  # "khi tiếp nhận", "trong quá trình giải quyết"
    items: list[PaperLine]  # `note`: thiếu, chưa rõ, hết hạn
    reason: str
    basis: str
    reply_by: NotRequired[date]
    reply_before: NotRequired[date]  # what the slip said before days off moved the date
    guide: str
    guide_phone: NotRequired[str]
    lookup: NotRequired[str]
    signer: Signer


class Form03(Form):
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ. Reasons in words a person understands."""

    submitter: Contact
    request: str
    filed_at: NotRequired[datetime]
    reasons: list[str]
    basis: str
    advice: NotRequired[str]  # what to do instead, mid-sentence
    guide: str
    guide_phone: NotRequired[str]
    lookup: NotRequired[str]
    signer: Signer


class Form04(Numbered):
    """Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết."""

    code: str
    code_label: NotRequired[str]
    receiver: str
    late_organ: str
    addressee: str
    request: str
    received_at: datetime
    due_at: datetime
    new_due_at: datetime
    late: NotRequired[bool]  # whether the promised hour was over when the letter was made
    reason: str
    hotline: NotRequired[str]
    recipients: NotRequired[list[str]]
    signer: Signer


class Form05(Numbered):
    """Thông báo dừng giải quyết hồ sơ: withdrawn, stopped by decision, or the applicant died."""

    code: str
    code_label: NotRequired[str]
    receiver: str
    stopping_organ: str
    addressee: str
    request: str
    received_at: datetime
    stopped_on: date
    reason: str
    basis: str
    papers_returned: NotRequired[str]
    advice: NotRequired[str]
    recipients: NotRequired[list[str]]
    signer: Signer


# `from` is a word of the language, so this one is written as a call.
Step = TypedDict(
    "Step",
    {
        "from": str,  # organ or division that hands over
        "to": str,
        "at": datetime,
        "giver": NotRequired[str],
        "taker": NotRequired[str],
        "outcome": NotRequired[str],  # trước hạn, đúng hạn, quá hạn
        "note": NotRequired[str],
    },
)


class Form06(Form):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ: one row for each hand-over."""

    request: str
    subject: Contact
    solving_organ: str
    joint_organ: NotRequired[str]
    received_at: datetime
    due_at: datetime
    clock_stands: NotRequired[bool]  # `due_at` was promised before the clock began to stand
    steps: list[Step]


class RegisterRow(TypedDict):
    order: int
    code: str
    procedure: str
    sets: int
    person: str
    contact: str  # address, telephone
    solving_organ: str
    received_on: NotRequired[date]
    due_on: NotRequired[date]
    passed_on: NotRequired[date]
    solved_on: NotRequired[date]
    returned_on: NotRequired[date]
    returned_by: NotRequired[str]
    note: NotRequired[str]


class Form07(Head):
    """Sổ theo dõi hồ sơ, of a period. `total` counts the period; fewer rows than that are said so on the paper."""

    book: NotRequired[str]
    period: str  # "Từ ngày 01/02/2026 đến ngày 28/02/2026"
    rows: list[RegisterRow]
    total: int
    signer: NotRequired[Signer]


class FilingNote(Head):
    """Phiếu ghi nhận hồ sơ (chưa phải Giấy tiếp nhận): after filing, before official reception."""

    tracking_code: str
    tracking_key: NotRequired[str]  # six digits
    submitter: Contact
    subject: NotRequired[Contact]
    request: str
    filed_at: datetime
    filed_at_place: NotRequired[str]
    helper: NotRequired[str]
    papers: NotRequired[list[str]]
    originals_held: NotRequired[str]
    presence: NotRequired[list[str]]
    receiver: str
    intake_limit: str  # "08 giờ làm việc"
    lookup: NotRequired[str]
    hotline: NotRequired[str]
    helped: NotRequired[str]  # who helps in the hamlet, and when
    recorder: NotRequired[str]  # left out where nobody took it in: filed online


class AppointmentSlip(Head):
    """Phiếu hẹn: for what is signed before the officer; the hour, where, and what to bring."""

    tracking_code: str
    appointed_at: datetime
    where: str
    submitter: Contact
    request: str
    papers: NotRequired[list[str]]
    presence: NotRequired[list[str]]
    signs: NotRequired[bool]  # something is signed before the officer
    hotline: NotRequired[str]
    helped: NotRequired[str]  # who helps in the hamlet, and when
    recorder: str


class Slip(TypedDict):
    code: str  # short, to read aloud on the telephone
    key: NotRequired[str]  # six digits, to follow with
    qr: str


class VisitRow(TypedDict):
    """A dossier on the list of one visit."""

    code: str
    official_code: NotRequired[str]
    key: NotRequired[str]  # six digits
    request: str
    named: NotRequired[str]  # whom the paper will name, when that is not the owner
    subject: str
    what: str  # "Đã tiếp nhận", "Đã trả kết quả"
    due_at: NotRequired[datetime]


class VisitList(Head):
    """One sheet for all dossiers of a visit, to take along. No receipt: each dossier has its own."""

    format: NotRequired[Literal["a5", "80mm"]]
    name: str
    started_at: datetime
    rows: list[VisitRow]
    lookup: NotRequired[str]
    hotline: NotRequired[str]
    officer: str


class Ticket(Head):
    """A queue number on the 80 mm roll. It names nobody."""

    label: str  # "A012"
    business: str
    why: NotRequired[str]  # "Người cao tuổi", "Có hẹn"
    ahead: int  # how many waited before it
    drawn_at: datetime


class PaperRegister(Head):
    """The register that is written by hand while there is no power: one line a slip."""

    codes: list[str]


class BlankSlip(Head):
    """A sheet of pre-printed slips, eight on a page, linked to a dossier later by scanning."""

    hamlet: NotRequired[str]
    hotline: NotRequired[str]
    slips: list[Slip]
