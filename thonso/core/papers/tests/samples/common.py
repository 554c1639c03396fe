"""The people, offices and lists that stand on several papers. All people are invented."""

from datetime import UTC, date, datetime

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
