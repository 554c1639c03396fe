"""Results of procedures that are drafted here: confirmations and certificates, in the layouts their laws prescribe."""

from datetime import date
from typing import NotRequired, TypedDict

from thonso.core.papers.kinds.common import Citizen, Member, Numbered, Signer
from thonso.core.papers.kinds.common import Head as _Head


class Confirmation(Numbered):
    """Giấy xác nhận thuộc hộ nghèo, hộ cận nghèo."""

    klass: str  # "hộ nghèo", "hộ cận nghèo"
    year: int
    authority: str  # "Ủy ban nhân dân xã Bát Xát"
    person: Citizen
    is_head: bool
    head: str
    household_code: str
    decision: str  # "Quyết định số 112/QĐ-UBND ngày 15 tháng 12 năm 2025 của …"
    valid_from: date
    valid_to: NotRequired[date]
    members: NotRequired[list[Member]]
    requested_by: str
    purpose: str
    recipients: NotRequired[list[str]]
    signer: Signer


class CertificateHousehold(Numbered):
    """Giấy chứng nhận hộ nghèo, hộ cận nghèo."""

    klass: str
    authority: str
    head: Citizen
    household_code: str
    standard: str  # "chuẩn nghèo đa chiều …"
    decision: str
    valid_from: date
    valid_to: NotRequired[date]
    members: list[Member]
    recipients: NotRequired[list[str]]
    signer: Signer


class MaritalPerson(TypedDict):
    name: str
    born: str
    sex: str
    ethnicity: str
    nationality: str
    identity_paper: str
    address: str


class MaritalConfirmation(Numbered):
    """Giấy xác nhận tình trạng hôn nhân."""

    requested_by: str
    requested_for: NotRequired[str]  # when not for oneself
    person: MaritalPerson
    status: str
    valid_for: str  # "06 tháng"
    purpose: str
    signer: Signer


class ExtractLine(TypedDict):
    label: str
    value: NotRequired[str]
    bold: NotRequired[bool]


class CivilExtractCopy(Numbered):
    """Bản sao trích lục hộ tịch or bản sao Giấy khai sinh; `lines` in the order of the extract."""

    extract: str  # "Trích lục khai sinh", "Trích lục kết hôn", "Giấy khai sinh"
    lines: list[ExtractLine]
    registered_at: str
    entry_number: str
    registered_on: date
    remarks: NotRequired[str]
    source: str  # "Sổ đăng ký khai sinh", "Cơ sở dữ liệu hộ tịch điện tử"
    signer: Signer


class CooperativeCertificate(_Head):
    """Giấy chứng nhận đăng ký tổ hợp tác."""

    group_code: str
    first_registered_on: date
    changed_on: NotRequired[date]
    change_number: NotRequired[int]
    group_name: str
    short_name: NotRequired[str]
    address: str
    phone: NotRequired[str]
    email: NotRequired[str]
    trades: str
    capital: str
    members: int
    term: NotRequired[str]
    representative: Citizen
    recipients: NotRequired[list[str]]
    signer: Signer
