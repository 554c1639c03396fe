"""What several kinds of paper share: the head of every paper, people, signers, tables.

`Required` keys must be there and not blank; a `NotRequired` key that is left out is either not printed at all or
printed as dots to write on (people's phone, e-mail, address). Dates may be `date`/`datetime` or ISO text, moments are
shown in Vietnam's time. All text is printed as it is: escape nothing.
"""

from datetime import date
from typing import Literal, NotRequired, TypedDict


class Head(TypedDict):
    """The head of every paper and the marks that any paper may carry."""

    organ: str  # the organ that issues it, e.g. "Ủy ban nhân dân xã Bát Xát"; printed in capitals
    parent_organ: NotRequired[str]  # the organ above it, first line on the left
    place: NotRequired[str]  # before the date: "Bát Xát"
    date: NotRequired[date]  # without it, blanks to write on (a draft before numbering)
    demo: NotRequired[bool]  # prints BẢN THỬ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ on every page
    reprint: NotRequired[int]  # n prints "In lại lần n"
    qr: NotRequired[str]  # what the QR code says, usually the address of the page to follow or verify it
    footer: NotRequired[str]  # address, telephone, site: at the foot of page 1


class Form(Head):
    """A form of the one-stop desk: carries the dossier's code instead of a number of the clerk's book."""

    code: str  # mã hồ sơ
    code_label: NotRequired[str]  # "Mã theo dõi" while there is no official code
    receiver: str  # who speaks, mid-sentence: "Trung tâm Phục vụ hành chính công xã Bát Xát"


class Numbered(Head):
    """A document with a number of the clerk's book."""

    symbol: str  # after the slash: "QĐ-UBND", "TB-UBND", "UBND-VHXH"
    replaces: NotRequired[str]  # "Thay thế giấy xác nhận số 05/GXN-UBND ngày 23/11/2026"
    number: NotRequired[int]  # below 10 gets a zero in front; left out, a blank


class Signer(TypedDict):
    """Who signs. `lines` as printed, from the authority down: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"."""

    lines: list[str]
    name: NotRequired[str]
    note: NotRequired[str]  # "(Ký, ghi rõ họ tên)", for papers signed by hand


class Contact(TypedDict):
    """A person of a dossier. `id_number` is printed as given: mask it before where the paper does not need it whole."""

    name: str
    signs: NotRequired[str]  # under the place to sign, where `name` names two
    address: NotRequired[str]
    phone: NotRequired[str]
    email: NotRequired[str]
    id_number: NotRequired[str]


class Citizen(TypedDict):
    """A person as results name them; `born` as printed, since day or month may be unknown."""

    name: str
    born: str
    address: str
    sex: NotRequired[str]
    ethnicity: NotRequired[str]
    id_number: NotRequired[str]


class Member(TypedDict):
    name: str
    born: str
    relation: str  # to the head of the household
    id_number: NotRequired[str]


class PaperLine(TypedDict):
    """A paper of the dossier and how many of each sort; `note` e.g. "Đã đối chiếu, trả lại bản chính"."""

    name: str
    originals: NotRequired[int]
    certified: NotRequired[int]
    copies: NotRequired[int]
    note: NotRequired[str]


class Column(TypedDict):
    """A column of a free table; `width` is a share of the line, not a measure."""

    head: str
    width: NotRequired[int]
    align: NotRequired[Literal["left", "center", "right"]]


class Annex(TypedDict):
    """A list behind a document, on pages of its own. Every row has as many cells as there are columns."""

    title: str
    columns: list[Column]
    rows: list[list[str]]
    closing: NotRequired[str]  # "Danh sách gồm 40 hộ./."


class Post(TypedDict):
    name: str
    post: str
