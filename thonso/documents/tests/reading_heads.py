"""Heads as offices print them, and as files tear or mix them. Left column | right column; "^" is centred; "_" is body."""

from thonso.documents.reading.rules import Line

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PITCH, _TALL = 0.02, 0.016
_WIDE = 0.0085  # of a letter


def page(text: str, number: int = 0) -> list[Line]:
    lines = []
    for row, raw in enumerate(text.strip("\n").splitlines()):
        top = 0.06 + row * PITCH
        for side, part in enumerate(raw.split("|")):
            if not (words := part.strip(" ") if "\u00a0" not in part else part):
                continue
            middle = 0.72 if side else 0.26 if "|" in raw else 0.536
            wide = len(words) * _WIDE
            left, right = middle - wide / 2, middle + wide / 2
            if words.startswith("_"):
                words, left, right = words[1:], 0.2, 0.93
            elif words.startswith("<"):
                words, left, right = words[1:], 0.143, 0.93
            lines.append(Line(words.lstrip("^"), number, max(left, 0.02), top, min(right, 0.98), top + _TALL, 13))
    return lines


HEADS: dict[str, tuple[str, dict[str, str]]] = {
    "decision of a commune": (
        f"""
TỈNH LÀO CAI | {NATION}
ỦY BAN NHÂN DÂN XÃ BÁT XÁT | {MOTTO}
|
Số: 05/QĐ-UBND | Bát Xát, ngày 09 tháng 02 năm 2026

^QUYẾT ĐỊNH
^Về việc công nhận hộ nghèo, hộ cận nghèo
^thường xuyên tháng 02 năm 2026

^CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BÁT XÁT
_Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
""",
        {
            "number": "05",
            "notation": "QĐ-UBND",
            "code": "05/QĐ-UBND",
            "dated": "2026-02-09",
            "place": "Bát Xát",
            "organ": "ỦY BAN NHÂN DÂN XÃ BÁT XÁT",
            "superior": "TỈNH LÀO CAI",
            "kind": "QUYẾT ĐỊNH",
            "subject": "Về việc công nhận hộ nghèo, hộ cận nghèo thường xuyên tháng 02 năm 2026",
        },
    ),
    "letter, columns mixed into one line": (
        f"""
UBND TỈNH LÀO CAI {NATION}
SỞ NỘI VỤ {MOTTO}
Số: 1234/SNV-CCHC Lào Cai, ngày 5 tháng 3 năm 2026
V/v số hóa kết quả giải quyết |
thủ tục hành chính |

^Kính gửi: Ủy ban nhân dân các xã, phường
""",
        {
            "number": "1234",
            "notation": "SNV-CCHC",
            "code": "1234/SNV-CCHC",
            "dated": "2026-03-05",
            "place": "Lào Cai",
            "organ": "SỞ NỘI VỤ",
            "superior": "UBND TỈNH LÀO CAI",
            "subject": "số hóa kết quả giải quyết thủ tục hành chính",
        },
    ),
    "Party resolution": (
        """
ĐẢNG BỘ TỈNH LÀO CAI | ĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ BÁT XÁT |
* | Bát Xát, ngày 05 tháng 9 năm 2026
Số 05-NQ/ĐU |

^NGHỊ QUYẾT
^lãnh đạo thực hiện nhiệm vụ quý IV năm 2026
^-----
_I. ĐÁNH GIÁ TÌNH HÌNH
""",
        {
            "number": "05",
            "notation": "NQ/ĐU",
            "code": "05-NQ/ĐU",
            "dated": "2026-09-05",
            "place": "Bát Xát",
            "organ": "ĐẢNG ỦY XÃ BÁT XÁT",
            "superior": "ĐẢNG BỘ TỈNH LÀO CAI",
            "kind": "NGHỊ QUYẾT",
            "subject": "lãnh đạo thực hiện nhiệm vụ quý IV năm 2026",
        },
    ),
    "Party letter": (
        """
TỈNH ỦY LÀO CAI | ĐẢNG CỘNG SẢN VIỆT NAM
VĂN PHÒNG |
* | Lào Cai, ngày 01 tháng 12 năm 2026
Số 812-CV/VPTU |
về việc báo cáo sử dụng |
chữ ký số |

^Kính gửi: Các đảng ủy trực thuộc,
""",
        {
            "number": "812",
            "notation": "CV/VPTU",
            "code": "812-CV/VPTU",
            "dated": "2026-12-01",
            "place": "Lào Cai",
            "organ": "VĂN PHÒNG",
            "superior": "TỈNH ỦY LÀO CAI",
            "subject": "báo cáo sử dụng chữ ký số",
        },
    ),
    "letters drawn apart and a hard space": (
        f"""
C Ô N G  A N  T Ỉ N H  L À O  C A I | {NATION}
CÔNG AN XÃ BÁT XÁT | {MOTTO}
|
S ố : 17\u00a0/ QĐ - CAX | Bát\u00a0Xát, n gày  0 7  tháng  0 1  năm  2026
^Q U Y Ế T  Đ Ị N H
^Về việc phân công nhiệm vụ
""",
        {
            "number": "17",
            "notation": "QĐ-CAX",
            "code": "17/QĐ-CAX",
            "dated": "2026-01-07",
            "place": "Bát Xát",
            "organ": "CÔNG AN XÃ BÁT XÁT",
            "superior": "CÔNG AN TỈNH LÀO CAI",
            "kind": "QUYẾT ĐỊNH",
            "subject": "Về việc phân công nhiệm vụ",
        },
    ),
    "number misread as Sô, eth for Đ": (
        f"""
BỘ TƯ PHÁP | {NATION}
| {MOTTO}
Sô: 12/2026/QÐ-BTP | Hà Nội, ngày 1 tháng 6 năm 2026

^QUYẾT ÐỊNH
^Ban hành Kế hoạch công tác
""",
        {
            "number": "12",
            "notation": "QĐ-BTP",
            "code": "12/2026/QĐ-BTP",
            "dated": "2026-06-01",
            "place": "Hà Nội",
            "organ": "BỘ TƯ PHÁP",
            "kind": "QUYẾT ĐỊNH",
            "subject": "Ban hành Kế hoạch công tác",
        },
    ),
    "number and day left blank": (
        f"""
HỘI ĐỒNG NHÂN DÂN | {NATION}
TỈNH LÀO CAI | {MOTTO}
|
Số:       /NQ-HĐND | Lào Cai, ngày      tháng      năm 2026

^NGHỊ QUYẾT
^Về dự toán ngân sách năm 2027
""",
        {
            "notation": "NQ-HĐND",
            "place": "Lào Cai",
            "organ": "HỘI ĐỒNG NHÂN DÂN TỈNH LÀO CAI",
            "kind": "NGHỊ QUYẾT",
            "subject": "Về dự toán ngân sách năm 2027",
        },
    ),
    "a day that is none": (
        f"""
SỞ Y TẾ | {NATION}
| {MOTTO}
Số: 9/SYT-NV | Lào Cai, ngày 31 tháng 02 năm 2026
V/v tiêm chủng |
^Kính gửi: Trạm Y tế các xã
""",
        {
            "number": "9",
            "notation": "SYT-NV",
            "code": "9/SYT-NV",
            "place": "Lào Cai",
            "organ": "SỞ Y TẾ",
            "subject": "tiêm chủng",
        },
    ),
    "stamp of the arriving paper beside the number": (
        f"""
UBND TỈNH LÀO CAI | {NATION}
CHI CỤC THÚ Y | {MOTTO}
|
Số: 77/CCTY-KD | Lào Cai, ngày 12 tháng 3 năm 2026
V/v phòng, chống dịch bệnh |

ĐẾN |
Số: 4210 |
Ngày: 15/3/2026 |
^Kính gửi: Ủy ban nhân dân các xã
""",
        {
            "number": "77",
            "notation": "CCTY-KD",
            "code": "77/CCTY-KD",
            "dated": "2026-03-12",
            "place": "Lào Cai",
            "organ": "CHI CỤC THÚ Y",
            "superior": "UBND TỈNH LÀO CAI",
            "subject": "phòng, chống dịch bệnh",
        },
    ),
    "two lines each for both organs": (
        f"""
ỦY BAN MẶT TRẬN TỔ QUỐC | {NATION}
VIỆT NAM TỈNH LÀO CAI | {MOTTO}
BAN THƯỜNG TRỰC |
|
Số: 09/KH-MTTQ-BTT | Lào Cai, ngày 12 tháng 10 năm 2026

^KẾ HOẠCH
^Tổ chức Ngày hội Đại đoàn kết toàn dân tộc
""",
        {
            "number": "09",
            "notation": "KH-MTTQ-BTT",
            "code": "09/KH-MTTQ-BTT",
            "dated": "2026-10-12",
            "place": "Lào Cai",
            "organ": "BAN THƯỜNG TRỰC",
            "superior": "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH LÀO CAI",
            "kind": "KẾ HOẠCH",
            "subject": "Tổ chức Ngày hội Đại đoàn kết toàn dân tộc",
        },
    ),
    "steering board whose name goes on with PHÒNG, CHỐNG": (
        f"""
UBND XÃ BÁT XÁT | {NATION}
BAN CHỈ ĐẠO | {MOTTO}
PHÒNG, CHỐNG THIÊN TAI |
|
Số: 03/TB-BCĐ | Bát Xát, ngày 01 tháng 7 năm 2026
HỎA TỐC |
^THÔNG BÁO
^Phân công trực ban mùa mưa lũ
""",
        {
            "number": "03",
            "notation": "TB-BCĐ",
            "code": "03/TB-BCĐ",
            "dated": "2026-07-01",
            "place": "Bát Xát",
            "organ": "BAN CHỈ ĐẠO PHÒNG, CHỐNG THIÊN TAI",
            "superior": "UBND XÃ BÁT XÁT",
            "urgency": "express",
            "kind": "THÔNG BÁO",
            "subject": "Phân công trực ban mùa mưa lũ",
        },
    ),
    "city and a very urgent letter": (
        f"""
ỦY BAN NHÂN DÂN | {NATION}
THÀNH PHỐ HỒ CHÍ MINH | {MOTTO}
|
Số: 2210/UBND-NC1 | Thành phố Hồ Chí Minh, ngày 30 tháng 4 năm 2026
V/v bảo đảm an ninh dịp lễ |
THƯỢNG KHẨN |
^Kính gửi: Các sở, ban, ngành
""",
        {
            "number": "2210",
            "notation": "UBND-NC1",
            "code": "2210/UBND-NC1",
            "dated": "2026-04-30",
            "place": "Thành phố Hồ Chí Minh",
            "organ": "ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH",
            "urgency": "very_urgent",
            "subject": "bảo đảm an ninh dịp lễ",
        },
    ),
    "day in figures, urgent": (
        f"""
CÔNG TY ĐIỆN LỰC LÀO CAI | {NATION}
ĐIỆN LỰC BÁT XÁT | {MOTTO}
Số: 66/TB-ĐLBX | Bát Xát, ngày 5/3/2026
KHẨN |
^THÔNG BÁO
^Lịch ngừng cung cấp điện
""",
        {
            "number": "66",
            "notation": "TB-ĐLBX",
            "code": "66/TB-ĐLBX",
            "dated": "2026-03-05",
            "place": "Bát Xát",
            "organ": "CÔNG TY ĐIỆN LỰC LÀO CAI ĐIỆN LỰC BÁT XÁT",
            "urgency": "urgent",
            "kind": "THÔNG BÁO",
            "subject": "Lịch ngừng cung cấp điện",
        },
    ),
    "title and subject in one line of capitals": (
        f"""
UBND XÃ BÁT XÁT | {NATION}
PHÒNG KINH TẾ | {MOTTO}
Số: 12/BC-PKT | Bát Xát, ngày 02 tháng 6 năm 2026

^BÁO CÁO KẾT QUẢ SẢN XUẤT VỤ XUÂN
^NĂM 2026

_Thực hiện Kế hoạch số 15/KH-UBND ngày 12 tháng 01 năm 2026, Phòng Kinh tế báo cáo
""",
        {
            "number": "12",
            "notation": "BC-PKT",
            "code": "12/BC-PKT",
            "dated": "2026-06-02",
            "place": "Bát Xát",
            "organ": "PHÒNG KINH TẾ",
            "superior": "UBND XÃ BÁT XÁT",
            "kind": "BÁO CÁO",
            "subject": "KẾT QUẢ SẢN XUẤT VỤ XUÂN NĂM 2026",
        },
    ),
    "submission with Kính gửi under the subject": (
        f"""
SỞ NÔNG NGHIỆP | {NATION}
VÀ MÔI TRƯỜNG | {MOTTO}
CHI CỤC KIỂM LÂM |
Số: 17/TTr-CCKL | Lào Cai, ngày 02 tháng 4 năm 2026

^TỜ TRÌNH
^Về việc phê duyệt quy hoạch đến năm
^2045
^Kính gửi: Sở Nông nghiệp và Môi trường
_Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;
""",
        {
            "number": "17",
            "notation": "TTr-CCKL",
            "code": "17/TTr-CCKL",
            "dated": "2026-04-02",
            "place": "Lào Cai",
            "organ": "CHI CỤC KIỂM LÂM",
            "superior": "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
            "kind": "TỜ TRÌNH",
            "subject": "Về việc phê duyệt quy hoạch đến năm 2045",
        },
    ),
    "slip with Trích yếu": (
        """
PHIẾU TRÌNH |
Trích yếu: Kế hoạch kiểm tra công tác văn thư |
lưu trữ năm 2026 |
""",
        {"subject": "Kế hoạch kiểm tra công tác văn thư lưu trữ năm 2026"},
    ),
    "a page of plain text": (
        """
_Ngày 05 tháng 3 năm 2026, Đoàn kiểm tra đã làm việc tại xã. Căn cứ Quyết định số 24/2021/QĐ-TTg
<ngày 16 tháng 7 năm 2021 của Thủ tướng Chính phủ, Đoàn ghi nhận số: 12 hộ đã thoát nghèo.
""",
        {},
    ),
}
