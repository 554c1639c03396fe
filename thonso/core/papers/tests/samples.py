"""Data for every kind: as it usually is, and as long as a commune can make it. All people are invented."""

import copy
from datetime import UTC, date, datetime
from typing import Any

LONG_NAME = "Nguyễn Phúc Trường Thượng Hoàng Nữ Quỳnh Nhưỡng Khuê Nghiễm"
LONG_PLACE = (
    "nhà ông Trưởng thôn Nghiêng Phường, khu vực ngã ba đường liên xã giữa thôn Suối Chải và thôn Nậm Giàng, "
    "xã Bát Xát, tỉnh Lào Cai"
)
LONG_MATTER = (
    "Công nhận hộ nghèo, hộ cận nghèo; hộ thoát nghèo, hộ thoát cận nghèo thường xuyên hằng năm đối với hộ gia đình "
    "thuộc các thôn vùng cao có điều kiện kinh tế - xã hội đặc biệt khó khăn trên địa bàn xã Bát Xát"
)
MOMENT = datetime(2026, 2, 9, 2, 15, tzinfo=UTC)
DUE = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
LINK = "https://thonso.batxat.laocai.gov.vn/tra-cuu/TS-7K4M-92QD"

OFFICE = {
    "parent_organ": "UBND xã Bát Xát",
    "organ": "Trung tâm Phục vụ hành chính công",
    "place": "Bát Xát",
    "date": date(2026, 2, 9),
    "qr": LINK,
    "footer": "Trung tâm Phục vụ hành chính công xã Bát Xát – Tổ 5, xã Bát Xát, tỉnh Lào Cai – ĐT: 0214 000 0000",
    "code": "H38.99.01-260209-0007",
    "receiver": "Trung tâm Phục vụ hành chính công xã Bát Xát",
}
COMMUNE = {
    "parent_organ": "Tỉnh Lào Cai",
    "organ": "Ủy ban nhân dân xã Bát Xát",
    "place": "Bát Xát",
    "date": date(2026, 2, 9),
    "number": 5,
    "qr": "https://thonso.batxat.laocai.gov.vn/kiem-tra/5-QD-UBND",
}
MAI = {
    "name": "Lý Thị Mai",
    "address": "Thôn Suối Chải, xã Bát Xát, tỉnh Lào Cai",
    "phone": "0900 000 001",
    "id_number": "015299000001",
}
CITIZEN = {
    "name": "Lý Thị Mai",
    "born": "01/01/1966",
    "sex": "Nữ",
    "ethnicity": "Dao",
    "id_number": "015299000001",
    "address": "Thôn Suối Chải, xã Bát Xát, tỉnh Lào Cai",
}
MEMBERS = [
    {"name": "Lý Thị Mai", "born": "01/01/1966", "relation": "Chủ hộ", "id_number": "015299000001"},
    {"name": "Tẩn A Páo", "born": "1964", "relation": "Chồng", "id_number": "015299000002"},
    {"name": "Tẩn Thị Sen", "born": "12/9/2001", "relation": "Con", "id_number": "015299000003"},
]
DEPUTY = {"lines": ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"], "name": "Nguyễn Văn Phó"}
DEPUTY_OF_CHAIRMAN = {"lines": ["KT. Chủ tịch", "Phó Chủ tịch"], "name": "Nguyễn Văn Phó"}
DIRECTOR = {"lines": ["Giám đốc"], "name": "Trần Đức Trung"}
PAPERS = [
    {"name": "Giấy đề nghị rà soát hộ nghèo, hộ cận nghèo (Mẫu số 01)", "originals": 1},
    {"name": "Căn cước của chủ hộ", "copies": 1, "note": "Đã đối chiếu, trả lại bản chính"},
]
RECIPIENTS = ["Như Điều 3", "Thường trực Đảng ủy, HĐND xã", "Chủ tịch, các Phó Chủ tịch UBND xã", "Lưu: VT, VHXH"]
HOUSEHOLD_COLUMNS = [
    {"head": "TT", "width": 4, "align": "center"},
    {"head": "Họ và tên chủ hộ", "width": 22},
    {"head": "Thôn", "width": 14},
    {"head": "Số khẩu", "width": 7, "align": "center"},
    {"head": "Phân loại", "width": 13},
    {"head": "Ghi chú", "width": 12},
]
HOUSEHOLDS = [
    ["1", "Lý Thị Mai", "Suối Chải", "5", "Hộ nghèo", ""],
    ["2", "Chảo Láo Tả", "Suối Chải", "4", "Hộ cận nghèo", ""],
    ["3", "Giàng A Sử", "Sơn Hà", "6", "Hộ nghèo", ""],
]
REQUEST = "Công nhận hộ nghèo, hộ cận nghèo thường xuyên hằng năm"
DECISION_OF_CLASS = "Quyết định số 112/QĐ-UBND ngày 15 tháng 12 năm 2025 của Chủ tịch Ủy ban nhân dân xã Bát Xát"
HEAD_OF_HAMLET = {"name": "Phàn Văn Dũng", "post": "Trưởng thôn Suối Chải"}
SECRETARY = {"name": "Vàng Thị Tú", "post": "Rà soát viên"}

SHORT: dict[str, dict[str, Any]] = {
    "form01": {
        **OFFICE,
        "submitter": MAI,
        "channel": "trực tiếp",
        "helper": "Vàng Thị Tú, thành viên tổ công nghệ số cộng đồng thôn Suối Chải",
        "request": REQUEST,
        "papers": PAPERS,
        "sets": 1,
        "time_limit": "15 ngày",
        "received_at": MOMENT,
        "due_at": DUE,
        "return_at": "Nhà văn hóa thôn Suối Chải (người hỗ trợ chuyển)",
        "register_book": "01/2026",
        "register_number": "0007",
        "tracking_code": "TS-7K4M-92QD",
        "tracking_key": "402 915",
        "message_by": "điện thoại hoặc người hỗ trợ tại thôn",
        "lookup": "thonso.batxat.laocai.gov.vn",
        "hotline": "0214 000 0000",
        "officer": "Hoàng Thị Lan",
    },
    "form02": {
        **OFFICE,
        "submitter": MAI,
        "request": REQUEST,
        "received_at": MOMENT,
        "stage": "trong quá trình giải quyết",
        "items": [{"name": "Giấy đề nghị rà soát hộ nghèo, hộ cận nghèo", "originals": 1, "note": "Thiếu chữ ký"}],
        "reason": "Giấy đề nghị chưa có chữ ký hoặc điểm chỉ của chủ hộ.",
        "basis": "Điều 7 Quyết định số 24/2021/QĐ-TTg",
        "reply_by": date(2026, 2, 27),
        "guide": "Hoàng Thị Lan",
        "guide_phone": "0214 000 0001",
        "lookup": "thonso.batxat.laocai.gov.vn",
        "signer": {"lines": ["Người hướng dẫn"], "note": "(Ký, ghi rõ họ tên)", "name": "Hoàng Thị Lan"},
    },
    "form03": {
        **OFFICE,
        "submitter": MAI,
        "request": REQUEST,
        "filed_at": MOMENT,
        "reasons": ["Hộ gia đình không cư trú trên địa bàn xã Bát Xát nên không thuộc thẩm quyền của xã."],
        "basis": "khoản 1 Điều 7 Quyết định số 24/2021/QĐ-TTg",
        "advice": "nộp hồ sơ tại xã nơi hộ gia đình đang cư trú",
        "guide": "Hoàng Thị Lan",
        "guide_phone": "0214 000 0001",
        "signer": {"lines": ["Giám đốc"], "name": "Trần Đức Trung"},
    },
    "form04": {
        **OFFICE,
        "number": 12,
        "symbol": "TTPVHCC",
        "late_organ": "Ủy ban nhân dân xã Bát Xát",
        "addressee": "Bà Lý Thị Mai, thôn Suối Chải",
        "request": REQUEST,
        "received_at": MOMENT,
        "due_at": DUE,
        "new_due_at": datetime(2026, 3, 16, 10, 0, tzinfo=UTC),
        "reason": "đường vào thôn bị sạt lở, tổ rà soát chưa đến được",
        "hotline": "0214 000 0000",
        "recipients": ["Như trên", "Phòng Văn hóa - Xã hội", "Lưu: VT, TTPVHCC"],
        "signer": DIRECTOR,
    },
    "form05": {
        **OFFICE,
        "number": 7,
        "symbol": "TB-TTPVHCC",
        "stopping_organ": "Ủy ban nhân dân xã Bát Xát",
        "addressee": "Bà Lý Thị Mai, thôn Suối Chải",
        "request": REQUEST,
        "received_at": MOMENT,
        "stopped_on": date(2026, 2, 20),
        "reason": "Người nộp hồ sơ có đơn đề nghị rút hồ sơ ngày 19/02/2026",
        "basis": "đơn đề nghị rút hồ sơ",
        "papers_returned": "01 bản chính Giấy đề nghị rà soát",
        "recipients": ["Như trên", "Lưu: VT, TTPVHCC"],
        "signer": DIRECTOR,
    },
    "form06": {
        **OFFICE,
        "request": REQUEST,
        "subject": MAI,
        "solving_organ": "Phòng Văn hóa - Xã hội",
        "joint_organ": "Thôn Suối Chải",
        "received_at": MOMENT,
        "due_at": DUE,
        "steps": [
            {
                "from": "Trung tâm Phục vụ hành chính công",
                "to": "Phòng Văn hóa - Xã hội",
                "at": MOMENT,
                "giver": "Hoàng Thị Lan",
                "taker": "Lê Thị Hoa",
                "outcome": "Đúng hạn",
            },
            {
                "from": "Phòng Văn hóa - Xã hội",
                "to": "Thôn Suối Chải",
                "at": datetime(2026, 2, 10, 1, 30, tzinfo=UTC),
                "giver": "Lê Thị Hoa",
                "taker": "Phàn Văn Dũng",
                "note": "Chuyển thôn rà soát",
            },
        ],
    },
    "form07": {
        "parent_organ": "UBND xã Bát Xát",
        "organ": "Trung tâm Phục vụ hành chính công",
        "place": "Bát Xát",
        "date": date(2026, 2, 28),
        "book": "01/2026",
        "period": "Từ ngày 01/02/2026 đến ngày 28/02/2026",
        "rows": [
            {
                "order": 1,
                "code": "H38.99.01-260209-0007",
                "procedure": REQUEST,
                "sets": 1,
                "person": "Lý Thị Mai",
                "contact": "Thôn Suối Chải; 0900 000 001",
                "solving_organ": "Phòng Văn hóa - Xã hội",
                "received_on": date(2026, 2, 9),
                "due_on": date(2026, 3, 9),
                "passed_on": date(2026, 2, 9),
            },
            {
                "order": 2,
                "code": "H38.99.01-260209-0008",
                "procedure": "Cấp Giấy xác nhận tình trạng hôn nhân",
                "sets": 1,
                "person": "Tẩn Thị Sen",
                "contact": "Thôn Suối Chải",
                "solving_organ": "Tư pháp - Hộ tịch",
                "received_on": date(2026, 2, 9),
                "due_on": date(2026, 2, 12),
                "passed_on": date(2026, 2, 9),
                "solved_on": date(2026, 2, 11),
                "returned_on": date(2026, 2, 12),
                "returned_by": "Trực tiếp",
            },
        ],
        "total": 2,
    },
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
        "hotline": "0214 000 0000",
        "recorder": "Hoàng Thị Lan",
    },
    "blank_slip": {
        "organ": "Trung tâm Phục vụ hành chính công xã Bát Xát",
        "hamlet": "Suối Chải",
        "hotline": "0214 000 0000",
        "slips": [{"code": f"P-{n:04d}-K{n % 10}", "qr": f"{LINK}?p={n}"} for n in range(1, 9)],
    },
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
    "confirmation": {
        **COMMUNE,
        "symbol": "GXN-UBND",
        "klass": "hộ nghèo",
        "year": 2026,
        "authority": "Ủy ban nhân dân xã Bát Xát",
        "person": CITIZEN,
        "is_head": True,
        "head": "Lý Thị Mai",
        "household_code": "SC-017",
        "decision": DECISION_OF_CLASS,
        "valid_from": date(2026, 1, 1),
        "valid_to": date(2026, 12, 31),
        "members": MEMBERS,
        "requested_by": "Lý Thị Mai",
        "purpose": "làm thủ tục miễn, giảm học phí cho con",
        "recipients": ["Bà Lý Thị Mai", "Lưu: VT, VHXH"],
        "signer": DEPUTY,
    },
    "certificate_household": {
        **COMMUNE,
        "symbol": "GCN-UBND",
        "klass": "hộ cận nghèo",
        "authority": "Chủ tịch Ủy ban nhân dân xã Bát Xát",
        "head": CITIZEN,
        "household_code": "SC-017",
        "standard": "chuẩn nghèo đa chiều của Chính phủ áp dụng tại thời điểm công nhận",
        "decision": "Quyết định số 05/QĐ-UBND ngày 09 tháng 02 năm 2026 của Chủ tịch Ủy ban nhân dân xã Bát Xát",
        "valid_from": date(2026, 2, 9),
        "members": MEMBERS,
        "signer": DEPUTY_OF_CHAIRMAN,
    },
    "marital_confirmation": {
        **COMMUNE,
        "symbol": "UBND-XNTTHN",
        "requested_by": "Tẩn Thị Sen",
        "person": {
            "name": "Tẩn Thị Sen",
            "born": "12/9/2001",
            "sex": "Nữ",
            "ethnicity": "Dao",
            "nationality": "Việt Nam",
            "identity_paper": "Căn cước số 015299000003, Bộ Công an cấp ngày 02/3/2025",
            "address": "Thôn Suối Chải, xã Bát Xát, tỉnh Lào Cai",
        },
        "status": "Chưa đăng ký kết hôn với ai",
        "valid_for": "06 tháng",
        "purpose": "đăng ký kết hôn với ông Giàng A Sử, sinh năm 2000, thôn Sơn Hà, xã Bát Xát",
        "signer": DEPUTY,
    },
    "civil_extract_copy": {
        **COMMUNE,
        "symbol": "TLKS-BS",
        "extract": "Trích lục khai sinh",
        "lines": [
            {"label": "Họ, chữ đệm, tên", "value": "TẨN THỊ SEN", "bold": True},
            {
                "label": "Ngày, tháng, năm sinh",
                "value": "12/9/2001 (ngày mười hai tháng chín năm hai nghìn không trăm linh một)",
            },
            {"label": "Giới tính", "value": "Nữ"},
            {"label": "Dân tộc", "value": "Dao"},
            {"label": "Quốc tịch", "value": "Việt Nam"},
            {"label": "Nơi sinh", "value": "Thôn Suối Chải, xã Bát Xát, tỉnh Lào Cai"},
            {"label": "Số định danh cá nhân", "value": "015299000003"},
            {"label": "Họ, chữ đệm, tên người mẹ", "value": "LÝ THỊ MAI"},
            {"label": "Họ, chữ đệm, tên người cha"},
        ],
        "registered_at": "Ủy ban nhân dân xã Bát Xát",
        "entry_number": "45/2001",
        "registered_on": date(2001, 10, 1),
        "source": "Sổ đăng ký khai sinh",
        "signer": {"lines": ["Người ký trích lục", "KT. Chủ tịch", "Phó Chủ tịch"], "name": "Nguyễn Văn Phó"},
    },
    "cooperative_certificate": {
        **{key: value for key, value in COMMUNE.items() if key != "number"},
        "group_code": "THT-02683-0003",
        "first_registered_on": date(2026, 2, 9),
        "group_name": "Tổ hợp tác trồng quýt Suối Chải",
        "address": "Thôn Suối Chải, xã Bát Xát, tỉnh Lào Cai",
        "trades": "Trồng cây ăn quả có múi; bán buôn nông sản",
        "capital": "120.000.000 đồng",
        "members": 11,
        "term": "Không xác định thời hạn",
        "representative": CITIZEN,
        "signer": DEPUTY,
    },
}

_LONG = {
    "name": LONG_NAME,
    "person": LONG_NAME,
    "officer": LONG_NAME,
    "helper": LONG_NAME + ", thành viên tổ công nghệ số cộng đồng",
    "giver": LONG_NAME,
    "taker": LONG_NAME,
    "matter": LONG_NAME,
    "addressee": "Bà " + LONG_NAME + ", " + LONG_PLACE,
    "requested_by": LONG_NAME,
    "guide": LONG_NAME,
    "recorder": LONG_NAME,
    "address": LONG_PLACE,
    "contact": LONG_PLACE + "; 0900 000 001",
    "venue": LONG_PLACE,
    "return_at": LONG_PLACE,
    "filed_at_place": LONG_PLACE,
    "request": LONG_MATTER,
    "procedure": LONG_MATTER,
    "subject_line": LONG_MATTER[:1].lower() + LONG_MATTER[1:],
    "reason": LONG_MATTER + ". " + LONG_PLACE,
    "purpose": LONG_MATTER[:1].lower() + LONG_MATTER[1:],
    "trades": LONG_MATTER,
    "email": "mot-dia-chi-thu-dien-tu-rat-dai-khong-co-cho-ngat@thon-suoi-chai.vi-du.vn",
}


def long(kind: str) -> dict[str, Any]:
    """The same paper with names of 60 letters, long places, and lists of 40."""
    stretched: dict[str, Any] = _stretch(copy.deepcopy(SHORT[kind]))
    return stretched


def _stretch(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        stretched = {name: _stretch(inner, name) for name, inner in value.items()}
        if "phone" in value:
            stretched["email"] = _LONG["email"]
        return stretched
    if isinstance(value, list):
        items = [_stretch(item) for item in value]
        if key in {"rows", "papers", "items", "members", "votes", "steps", "slips"}:
            items = [copy.deepcopy(items[index % len(items)]) for index in range(40)]
            for index, item in enumerate(items):
                if isinstance(item, list):
                    item[0], item[1], item[4] = str(index + 1), LONG_NAME, "Hộ cận nghèo (thoát nghèo)"
                elif isinstance(item, dict) and "order" in item:
                    item["order"] = index + 1
        return items
    if isinstance(value, str):
        return _LONG.get(key, value)
    return value
