"""What the desk and the hamlet give to take along, and what goes from one hand to the other."""

from datetime import date
from typing import Any

from thonso.core.papers.tests.samples.common import (
    DUE,
    LINK,
    MAI,
    MOMENT,
    OFFICE,
    REQUEST,
)

SLIPS: dict[str, dict[str, Any]] = {
    "filing_note": {
        "parent_organ": "UBND xã Bát Xát",
        "organ": "Trung tâm Phục vụ hành chính công",
        "place": "Suối Chải",
        "date": date(2026, 2, 9),
        "qr": LINK,
        "tracking_code": "TS-7K4M-92QD",
        "tracking_key": "402 915",
        "submitter": MAI,
        "request": REQUEST,
        "filed_at": MOMENT,
        "filed_at_place": "Nhà văn hóa thôn Suối Chải",
        "helper": "Vàng Thị Tú",
        "papers": ["Giấy đề nghị rà soát", "Căn cước của chủ hộ"],
        "receiver": "Trung tâm Phục vụ hành chính công xã Bát Xát",
        "intake_limit": "08 giờ làm việc",
        "lookup": "thonso.batxat.laocai.gov.vn",
        "hotline": "0214 000 0000",
        "helped": "Thôn Suối Chải (Nhà văn hóa thôn): thứ Ba, thứ Năm, thứ Bảy 19:00–21:00, điện thoại 0900 000 002",
        "recorder": "Vàng Thị Tú",
    },
    "appointment_slip": {
        "parent_organ": "UBND xã Bát Xát",
        "organ": "Trung tâm Phục vụ hành chính công",
        "place": "Bát Xát",
        "date": date(2026, 2, 9),
        "qr": LINK,
        "tracking_code": "TS-7K4M-92QD",
        "appointed_at": MOMENT,
        "where": "Trung tâm Phục vụ hành chính công xã Bát Xát, thôn Bản Vược, xã Bát Xát",
        "submitter": MAI,
        "request": REQUEST,
        "papers": ["Giấy tờ cần chứng thực chữ ký", "Căn cước"],
        "presence": ["Người yêu cầu chứng thực có mặt khi ký. Phải tự ký trước mặt người chứng thực."],
        "hotline": "0214 000 0000",
        "helped": "Thôn Suối Chải (Nhà văn hóa thôn): thứ Ba, thứ Năm, thứ Bảy 19:00–21:00, điện thoại 0900 000 002",
        "recorder": "Hoàng Thị Lan",
    },
    "ticket": {
        "organ": "Trung tâm Phục vụ hành chính công xã Bát Xát",
        "label": "A012",
        "business": "Hộ tịch, chứng thực",
        "why": "Người cao tuổi",
        "ahead": 3,
        "drawn_at": MOMENT,
    },
    "visit_list": {
        "parent_organ": "UBND xã Bát Xát",
        "organ": "Trung tâm Phục vụ hành chính công",
        "place": "Bát Xát",
        "date": date(2026, 2, 9),
        "name": "Lý Thị Mai",
        "started_at": MOMENT,
        "rows": [
            {
                "code": "TS-260209-0012",
                "key": "402 915",
                "request": REQUEST,
                "subject": "Lý Thị Mai",
                "what": "Đã tiếp nhận",
                "due_at": DUE,
            },
            {"code": "TS-260202-0003", "request": REQUEST, "subject": "Lý Văn Sơn", "what": "Đã trả kết quả"},
        ],
        "lookup": "thonso.batxat.laocai.gov.vn/tra-cuu/",
        "hotline": "0214 000 0000",
        "officer": "Hoàng Thị Lan",
    },
    "blank_slip": {
        "organ": "Trung tâm Phục vụ hành chính công xã Bát Xát",
        "hamlet": "Suối Chải",
        "hotline": "0214 000 0000",
        "slips": [{"code": f"PH-{n:04d}-K{n % 10}", "key": f"{n}40291", "qr": f"{LINK}?p={n}"} for n in range(1, 9)],
    },
    "report_table": {
        "parent_organ": "Ủy ban nhân dân xã Bát Xát",
        "organ": "Trung tâm Phục vụ hành chính công",
        "place": "Bát Xát",
        "date": date(2026, 3, 2),
        "heading": "Tổng hợp tình hình tiếp nhận, giải quyết thủ tục hành chính",
        "period": "Tháng 2 năm 2026 · Xã Bát Xát",
        "groups": [
            {
                "columns": [
                    {"head": "TT", "width": 5, "align": "left"},
                    {"head": "Lĩnh vực", "width": 40, "align": "left"},
                ]
            },
            {
                "head": "Tiếp nhận",
                "columns": [
                    {"head": "Kỳ trước chuyển sang", "width": 9, "align": "right"},
                    {"head": "Trực tiếp", "width": 9, "align": "right"},
                ],
            },
        ],
        "rows": [
            {"cells": ["I", "Hộ tịch", "3", "12"], "level": 1},
            {"cells": ["1", REQUEST, "3", "12"], "level": 2},
            {"cells": ["", "Tổng cộng", "3", "12"], "level": 0},
        ],
        "about": ["Số liệu tính lúc 08:00 ngày 02/03/2026."],
        "signers": [
            {"lines": ["Người lập bảng"], "note": "(Ký, ghi rõ họ tên)"},
            {"lines": ["Giám đốc"], "name": "Vàng Văn Trung"},
        ],
    },
    "handover_list": {
        "parent_organ": "UBND xã Bát Xát",
        "organ": "Thôn Suối Chải",
        "place": "Suối Chải",
        "date": date(2026, 2, 9),
        "qr": LINK,
        "heading": "Danh sách bàn giao hồ sơ",
        "subtitle": "Thôn Suối Chải chuyển Trung tâm Phục vụ hành chính công",
        "list_code": "BG-260209-02",
        "giver": {"name": "Vàng Thị Tú", "post": "người hỗ trợ thôn Suối Chải"},
        "taker": {"name": "Hoàng Thị Lan", "post": "Trung tâm Phục vụ hành chính công"},
        "handed_at": MOMENT,
        "rows": [
            {
                "code": "H38.99.01-260209-0007",
                "matter": REQUEST,
                "papers": "01 bản chính Giấy đề nghị rà soát",
                "person": "Lý Thị Mai",
                "address": "Thôn Suối Chải",
            },
            {
                "code": "TS-7K4M-92QD",
                "matter": "Cấp bản sao Trích lục khai sinh",
                "papers": "Tờ khai",
                "person": "Tẩn Thị Sen",
                "address": "Thôn Suối Chải",
                "fee": True,
                "by_post": True,
                "note": "Mang hộ căn cước: không",
            },
        ],
    },
    "result_receipt": {
        **{key: value for key, value in OFFICE.items() if key != "receiver"},
        "request": REQUEST,
        "subject": MAI,
        "giver": {"name": "Hoàng Thị Lan", "phone": "0214 000 0001"},
        "taker": MAI,
        "taker_relation": "Chủ hồ sơ",
        "returned_at": DUE,
        "returned_where": "Nhà văn hóa thôn Suối Chải",
        "results": [
            {
                "kind": "Giấy chứng nhận",
                "number": "15/GCN-UBND",
                "date": date(2026, 3, 6),
                "abstract": "Giấy chứng nhận hộ nghèo của hộ bà Lý Thị Mai",
                "copies": 1,
            }
        ],
    },
}
