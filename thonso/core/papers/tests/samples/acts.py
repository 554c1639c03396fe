"""What the commune decides and announces."""

from datetime import UTC, date, datetime
from typing import Any

from thonso.core.papers.tests.samples.common import (
    COMMUNE,
    DEPUTY,
    DEPUTY_OF_CHAIRMAN,
    HEAD_OF_HAMLET,
    HOUSEHOLD_COLUMNS,
    HOUSEHOLDS,
    RECIPIENTS,
    SECRETARY,
)

_TABLE = [
    ["STT", "Thôn", "Số hộ", "Ngày", "Ghi chú"],
    ["1", "Suối Chải", "86", "12/02/2026", "Có người phiên dịch tiếng Dao"],
    ["2", "Tùng Sáng", "54", "13/02/2026", ""],
]
ACTS: dict[str, dict[str, Any]] = {
    "decision": {
        **COMMUNE,
        "symbol": "QĐ-UBND",
        "subject_line": "Về việc công nhận hộ nghèo, hộ cận nghèo thường xuyên tháng 02 năm 2026",
        "authority": "Chủ tịch Ủy ban nhân dân xã Bát Xát",
        "issued_by": "Chủ tịch Ủy ban nhân dân xã Bát Xát",
        "grounds": [
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
            "Căn cứ Quyết định số 24/2021/QĐ-TTg ngày 16 tháng 7 năm 2021 của Thủ tướng Chính phủ quy định quy trình "
            "rà soát hộ nghèo, hộ cận nghèo",
            "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội",
        ],
        "articles": [
            ["Công nhận 03 hộ gia đình có tên trong danh sách kèm theo Quyết định này là hộ nghèo, hộ cận nghèo."],
            [
                "Các hộ được công nhận được hưởng các chính sách theo quy định của pháp luật kể từ ngày Quyết định "
                "này có hiệu lực."
            ],
            [
                "Quyết định này có hiệu lực thi hành kể từ ngày ký. Văn phòng HĐND và UBND, Trưởng phòng Văn hóa - "
                "Xã hội, Trưởng các thôn và các hộ gia đình có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."
            ],
        ],
        "annex": {
            "title": "Danh sách hộ nghèo, hộ cận nghèo được công nhận",
            "columns": HOUSEHOLD_COLUMNS,
            "rows": HOUSEHOLDS,
            "closing": "Danh sách gồm 03 hộ./.",
        },
        "recipients": RECIPIENTS,
        "signer": DEPUTY_OF_CHAIRMAN,
    },
    "document": {
        **COMMUNE,
        "kind_name": "Kế hoạch",
        "symbol": "KH-UBND",
        "subject_line": "Tuyên truyền, hướng dẫn sử dụng dịch vụ công trực tuyến tại các thôn năm 2026",
        "issued_by": "Ủy ban nhân dân xã Bát Xát",
        "urgency": "Khẩn",
        "addressees": ["Trưởng các thôn", "Các phòng chuyên môn"],
        "blocks": [
            {
                "kind": "basis",
                "text": "Căn cứ Kế hoạch số 15/KH-UBND ngày 12 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh;",
            },
            {"kind": "roman", "label": "I.", "text": "MỤC ĐÍCH, YÊU CẦU", "title": True},
            {"kind": "clause", "label": "1.", "text": "Mục đích", "title": True},
            {"kind": "para", "text": "Mỗi hộ có ít nhất một người tự nộp được hồ sơ."},
            {"kind": "clause", "label": "2.", "text": "Hướng dẫn đến từng hộ:"},
            {"kind": "point", "label": "a)", "text": "Hộ chưa có điện thoại thông minh;"},
            {"kind": "dash", "label": "-", "text": "Hộ ở xa, đường khó đi."},
            {"kind": "table", "rows": _TABLE},
            {"kind": "para", "text": "Các đơn vị báo cáo kết quả trước ngày 25 hằng tháng./."},
            {"kind": "annex", "label": "PHỤ LỤC", "text": "Lịch hướng dẫn tại các thôn"},
            {"kind": "table", "rows": _TABLE},
        ],
        "recipients": RECIPIENTS,
        "draft": True,
        "signer": DEPUTY,
    },
    "notice": {
        **COMMUNE,
        "symbol": "TB-UBND",
        "subject_line": "Lịch tiếp nhận hồ sơ lưu động tại thôn Suối Chải",
        "issued_by": "Ủy ban nhân dân xã Bát Xát",
        "body": [
            "Ủy ban nhân dân xã Bát Xát thông báo lịch tiếp nhận hồ sơ lưu động tại thôn Suối Chải như sau:",
            "1. Thời gian: từ 08 giờ 00 phút đến 16 giờ 00 phút, ngày 12 tháng 02 năm 2026.",
            "2. Người dân mang theo căn cước và giấy tờ liên quan. Đề nghị Trưởng thôn thông báo đến từng hộ.",
        ],
        "recipients": ["Trưởng các thôn", "Đài truyền thanh xã", "Lưu: VT, TTPVHCC"],
        "signer": DEPUTY,
    },
    "letter": {
        **COMMUNE,
        "number": 145,
        "symbol": "UBND-VHXH",
        "subject_line": "xác minh thông tin cư trú của hộ gia đình",
        "issued_by": "Ủy ban nhân dân xã Bát Xát",
        "addressees": ["Công an xã Bát Xát", "Trưởng thôn Suối Chải"],
        "body": [
            "Ủy ban nhân dân xã Bát Xát đang giải quyết hồ sơ đề nghị công nhận hộ nghèo của bà Lý Thị Mai.",
            "Để có cơ sở giải quyết, đề nghị Công an xã và Trưởng thôn xác minh số nhân khẩu thực tế của hộ, gửi kết "
            "quả trước ngày 13 tháng 02 năm 2026.",
        ],
        "footer": "Địa chỉ: Tổ 5, xã Bát Xát, tỉnh Lào Cai; điện thoại: 0214 000 0000",
        "recipients": ["Như trên", "Lưu: VT, VHXH"],
        "signer": DEPUTY,
    },
    "posting_notice": {
        **COMMUNE,
        "symbol": "TB-UBND",
        "subject_line": "danh sách hộ nghèo, hộ cận nghèo dự kiến công nhận tháng 02 năm 2026",
        "issued_by": "Ủy ban nhân dân xã Bát Xát",
        "basis": "Căn cứ Biên bản họp thôn Suối Chải ngày 10 tháng 02 năm 2026",
        "places": ["Nhà văn hóa thôn Suối Chải", "Trụ sở UBND xã"],
        "duration": "03 ngày làm việc",
        "from_day": date(2026, 2, 11),
        "to_day": date(2026, 2, 13),
        "columns": HOUSEHOLD_COLUMNS,
        "rows": HOUSEHOLDS,
        "comments_to": "Trưởng thôn hoặc Ủy ban nhân dân xã Bát Xát",
        "hotline": "0214 000 0000",
        "recipients": ["Trưởng thôn Suối Chải", "Lưu: VT, VHXH"],
        "signer": DEPUTY,
    },
    "meeting_minutes": {
        "parent_organ": "UBND xã Bát Xát",
        "organ": "Thôn Suối Chải",
        "place": "Suối Chải",
        "date": date(2026, 2, 10),
        "subject_line": "Họp thôn thống nhất kết quả rà soát hộ nghèo, hộ cận nghèo",
        "started_at": datetime(2026, 2, 10, 1, 0, tzinfo=UTC),
        "ended_at": datetime(2026, 2, 10, 3, 40, tzinfo=UTC),
        "venue": "nhà văn hóa thôn Suối Chải",
        "chair": HEAD_OF_HAMLET,
        "secretary": SECRETARY,
        "witness": {"name": "Chảo Láo Tả", "post": "Đại diện hộ dân"},
        "attendees": [
            {"name": "Lê Thị Hoa", "post": "Công chức phụ trách công tác giảm nghèo"},
            {"name": "Sùng A Páo", "post": "Bí thư chi bộ thôn"},
        ],
        "invited": 60,
        "present": 52,
        "content": ["Rà soát viên báo cáo kết quả thu thập thông tin, tính điểm của các hộ theo Phiếu B."],
        "votes": [
            {"matter": "Lý Thị Mai", "proposal": "Hộ nghèo", "present": 52, "agreed": 50},
            {"matter": "Chảo Láo Tả", "proposal": "Hộ cận nghèo", "present": 52, "agreed": 35},
        ],
        "conclusions": ["Thống nhất danh sách hộ nghèo, hộ cận nghèo nêu trên để niêm yết công khai theo quy định."],
        "copies": 2,
    },
}
