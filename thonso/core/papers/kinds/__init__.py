"""Every kind of paper: its data (a TypedDict), its Vietnamese name, the source of its layout and how sure that is.

`verify` means "cần xác minh": the layout rests on memory or on an older text and is to be compared with the law before
use outside the demo. The mark stays off the paper itself; pages that offer the paper show it.
"""

from dataclasses import dataclass

from thonso.core.papers.kinds import documents, forms, results


@dataclass(frozen=True, slots=True)
class Kind:
    """`signed` tells whether the paper has a place for a digital signature (`signature_box`); of `either` one is given."""

    data: type
    name: str
    source: str
    verify: bool
    signed: bool = True
    either: tuple[str, ...] = ()


_TT03 = "Thông tư 03/2025/TT-VPCP, Phụ lục I; các dòng theo mẫu đang dùng từ Thông tư 01/2018/TT-VPCP"
_ND30 = "Nghị định 30/2020/NĐ-CP, Phụ lục I"

KINDS: dict[str, Kind] = {
    "form01": Kind(
        forms.Form01,
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        _TT03 + " (Mẫu 01)",
        True,
        either=("due_at", "due_words"),
    ),
    "form02": Kind(forms.Form02, "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", _TT03 + " (Mẫu 02)", True),
    "form03": Kind(forms.Form03, "Phiếu từ chối tiếp nhận giải quyết hồ sơ", _TT03 + " (Mẫu 03)", True),
    "form04": Kind(
        forms.Form04, "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", _TT03 + " (Mẫu 04, theo trí nhớ)", True
    ),
    "form05": Kind(
        forms.Form05, "Thông báo dừng giải quyết hồ sơ", _TT03 + " (Mẫu 05, mẫu mới, chưa thấy bản chính)", True
    ),
    "form06": Kind(forms.Form06, "Phiếu kiểm soát quá trình giải quyết hồ sơ", _TT03 + " (Mẫu 06)", True, signed=False),
    "form07": Kind(forms.Form07, "Sổ theo dõi hồ sơ", _TT03 + " (Mẫu 07, theo trí nhớ)", True),
    "filing_note": Kind(
        forms.FilingNote, "Phiếu ghi nhận hồ sơ", "Mẫu của Thôn Số, không phải biểu mẫu của luật", False
    ),
    "appointment_slip": Kind(
        forms.AppointmentSlip, "Phiếu hẹn làm việc", "Mẫu của Thôn Số, không phải biểu mẫu của luật", False
    ),
    "paper_register": Kind(
        forms.PaperRegister,
        "Sổ ghi tay khi mất điện",
        "Mẫu của Thôn Số, không phải biểu mẫu của luật",
        False,
        signed=False,
    ),
    "ticket": Kind(forms.Ticket, "Vé lấy số", "Mẫu của Thôn Số, không phải biểu mẫu của luật", False, signed=False),
    "visit_list": Kind(
        forms.VisitList,
        "Danh sách hồ sơ của một lượt làm việc",
        "Mẫu của Thôn Số, không phải biểu mẫu của luật",
        False,
        signed=False,
    ),
    "blank_slip": Kind(
        forms.BlankSlip, "Phiếu ghi nhận in sẵn", "Mẫu của Thôn Số, không phải biểu mẫu của luật", False, signed=False
    ),
    "decision": Kind(documents.Decision, "Quyết định", _ND30, False),
    "notice": Kind(documents.Notice, "Thông báo", _ND30, False),
    "letter": Kind(documents.Letter, "Công văn", _ND30, False),
    "document": Kind(documents.Document, "Văn bản hành chính", _ND30, False),
    "posting_notice": Kind(
        documents.PostingNotice,
        "Thông báo niêm yết công khai danh sách",
        _ND30 + "; nội dung theo Quyết định 24/2021/QĐ-TTg",
        True,
    ),
    "meeting_minutes": Kind(
        documents.MeetingMinutes, "Biên bản họp thôn", _ND30 + "; nội dung theo Quyết định 24/2021/QĐ-TTg", True
    ),
    "handover_list": Kind(
        documents.HandoverList, "Danh sách bàn giao", "Mẫu đang dùng tại Trung tâm Phục vụ hành chính công", False
    ),
    "report_table": Kind(
        documents.ReportTable,
        "Bảng tổng hợp, bảng kê",
        "Mẫu của Thôn Số; các cột theo mẫu có ngày trong catalogue/reports",
        True,
        signed=False,
    ),
    "result_receipt": Kind(
        documents.ResultReceipt,
        "Giấy biên nhận trả kết quả",
        "Mẫu đang dùng tại Trung tâm Phục vụ hành chính công",
        False,
    ),
    "confirmation": Kind(
        results.Confirmation, "Giấy xác nhận hộ nghèo, hộ cận nghèo", _ND30 + "; luật không có mẫu riêng", True
    ),
    "certificate_household": Kind(
        results.CertificateHousehold,
        "Giấy chứng nhận hộ nghèo, hộ cận nghèo",
        "Quyết định 24/2021/QĐ-TTg, Phụ lục (bố cục theo trí nhớ)",
        True,
    ),
    "marital_confirmation": Kind(
        results.MaritalConfirmation,
        "Giấy xác nhận tình trạng hôn nhân",
        "Biểu mẫu hộ tịch của Bộ Tư pháp (Thông tư 04/2020/TT-BTP và văn bản sửa đổi; bố cục theo trí nhớ)",
        True,
    ),
    "civil_extract_copy": Kind(
        results.CivilExtractCopy,
        "Bản sao trích lục hộ tịch",
        "Biểu mẫu hộ tịch của Bộ Tư pháp (Thông tư 04/2020/TT-BTP và văn bản sửa đổi; bố cục theo trí nhớ)",
        True,
    ),
    "cooperative_certificate": Kind(
        results.CooperativeCertificate,
        "Giấy chứng nhận đăng ký tổ hợp tác",
        "Nghị định 92/2024/NĐ-CP (bố cục theo trí nhớ)",
        True,
    ),
}
