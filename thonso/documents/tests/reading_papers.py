"""Papers of other offices: every organ's head is real in form, people and matters are invented."""

from datetime import date
from typing import Any

from thonso.documents.tests.paper_setting import Paper


def _day(place: str, day: date) -> str:
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def _paper(
    code: str, notation: str, place: str, day: date, subject: str, name: str, post: str, organ: str, **more: Any
) -> Paper:
    expected = {
        "number": code.split("/")[0].split("-")[0],
        "notation": notation,
        "code": code,
        "place": place,
        "dated": day.isoformat(),
        "organ": organ,
        "subject": subject,
        "signer_name": name,
        "signer_title": post,
    }
    for key in ("superior", "kind", "urgency", "due"):
        if value := more.pop(f"is_{key}", ""):
            expected[key] = value
    more["organ"] = more.pop("organ_lines", [organ])
    if "superior" not in more and "superior" in expected:
        more["superior"] = [expected["superior"]]
    if "kind" in expected:
        more.setdefault("kind", expected["kind"])
    if "about" not in more:
        more.setdefault("subject", subject)
    sign = "Số " if more.get("party") else "Số: "
    more.setdefault("number", sign + code)
    return Paper(day=more.pop("day_line", _day(place, day)), name=name, expected=expected, **more)


_ASK = "Đề nghị Ủy ban nhân dân các xã, phường triển khai thực hiện, báo cáo kết quả về Sở "
PAPERS: dict[str, Paper] = {
    "letter of a department": _paper(
        "1234/SNV-CCHC",
        "SNV-CCHC",
        "Lào Cai",
        date(2026, 3, 5),
        "đẩy mạnh số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực tại cấp xã",
        "Hoàng Thị Lan Anh",
        "PHÓ GIÁM ĐỐC",
        "SỞ NỘI VỤ",
        is_superior="UBND TỈNH LÀO CAI",
        is_due="2026-03-20",
        about="V/v đẩy mạnh số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực tại cấp xã",
        to="Ủy ban nhân dân các xã, phường.",
        body=[
            "Thực hiện Kế hoạch số 15/KH-UBND ngày 12 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh về cải cách hành chính.",
            _ASK + "Nội vụ trước ngày 20/3/2026 để tổng hợp./.",
        ],
        signer=["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
    ),
    "telegram of the province": _paper(
        "07/CĐ-UBND",
        "CĐ-UBND",
        "Lào Cai",
        date(2026, 8, 9),
        "Về việc chủ động ứng phó mưa lớn, lũ quét, sạt lở đất",
        "Nguyễn Trọng Khánh",
        "PHÓ CHỦ TỊCH",
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        is_kind="CÔNG ĐIỆN",
        is_urgency="express",
        organ_lines=["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"],
        urgency="HỎA TỐC",
        body=[
            "Chủ tịch Ủy ban nhân dân tỉnh Lào Cai điện: Giám đốc các sở, ban, ngành; Chủ tịch Ủy ban nhân dân các xã, phường.",
            "1. Rà soát các khu dân cư ven sông, suối. 2. Trực ban 24/24 giờ.",
        ],
        signer=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ),
    "notice of the province's office": _paper(
        "88/TB-VPUBND",
        "TB-VPUBND",
        "Lào Cai",
        date(2026, 2, 27),
        "Kết luận của Phó Chủ tịch Ủy ban nhân dân tỉnh tại Hội nghị trực tuyến về tiến độ giải ngân vốn đầu tư công "
        "quý I năm 2026",
        "Vũ Quốc Trị",
        "CHÁNH VĂN PHÒNG",
        "VĂN PHÒNG",
        is_superior="ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        is_kind="THÔNG BÁO",
        is_urgency="very_urgent",
        superior=["ỦY BAN NHÂN DÂN TỈNH LÀO CAI"],
        urgency="THƯỢNG KHẨN",
        left=44,
        body=[
            "Ngày 25 tháng 02 năm 2026, Phó Chủ tịch Ủy ban nhân dân tỉnh đã chủ trì Hội nghị trực tuyến với các xã.",
            "Văn phòng Ủy ban nhân dân tỉnh thông báo để các cơ quan, đơn vị biết, thực hiện./.",
        ],
        signer=["CHÁNH VĂN PHÒNG"],
    ),
    "resolution of the provincial committee": _paper(
        "05-NQ/TU",
        "NQ/TU",
        "Lào Cai",
        date(2026, 1, 15),
        "về chuyển đổi số toàn diện trong hệ thống chính trị cấp xã giai đoạn 2026 - 2030",
        "Giàng Seo Lử",
        "PHÓ BÍ THƯ",
        "TỈNH ỦY LÀO CAI",
        is_kind="NGHỊ QUYẾT",
        party=True,
        body=[
            "I. TÌNH HÌNH VÀ NGUYÊN NHÂN",
            "Sau 5 năm thực hiện, công tác chuyển đổi số đạt nhiều kết quả quan trọng.",
        ],
        recipients=["Các đảng ủy trực thuộc Tỉnh ủy,", "Lưu Văn phòng Tỉnh ủy."],
        signer=["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"],
    ),
    "letter of a Party committee": _paper(
        "112-CV/ĐU",
        "CV/ĐU",
        "Bát Xát",
        date(2026, 9, 5),
        "chuẩn bị nội dung sinh hoạt chi bộ tháng 10 năm 2026",
        "Trần Văn Hải",
        "BÍ THƯ",
        "ĐẢNG ỦY XÃ BÁT XÁT",
        is_superior="ĐẢNG BỘ TỈNH LÀO CAI",
        is_due="2026-09-25",
        about="về việc chuẩn bị nội dung sinh hoạt chi bộ tháng 10 năm 2026",
        party=True,
        to="Các chi bộ trực thuộc,",
        body=["Đề nghị các chi bộ gửi báo cáo về Văn phòng Đảng ủy chậm nhất ngày 25 tháng 9 năm 2026."],
        recipients=["Như trên,", "Lưu Văn phòng."],
        signer=["T/M BAN THƯỜNG VỤ", "BÍ THƯ"],
    ),
    "circular of a ministry": _paper(
        "12/2026/TT-BTP",
        "TT-BTP",
        "Hà Nội",
        date(2026, 6, 1),
        "Quy định chi tiết và hướng dẫn thi hành một số điều của Luật Hộ tịch",
        "Nguyễn Hải Ninh",
        "BỘ TRƯỞNG",
        "BỘ TƯ PHÁP",
        is_kind="THÔNG TƯ",
        body=["Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;", "Điều 1. Phạm vi điều chỉnh"],
        signer=["BỘ TRƯỞNG"],
    ),
    "decision of the prime minister": _paper(
        "766/QĐ-TTg",
        "QĐ-TTg",
        "Hà Nội",
        date(2026, 6, 23),
        "Phê duyệt Bộ chỉ số chỉ đạo, điều hành và đánh giá chất lượng phục vụ người dân, doanh nghiệp trong thực hiện "
        "thủ tục hành chính, dịch vụ công theo thời gian thực trên môi trường điện tử",
        "Phạm Văn Bình",
        "PHÓ THỦ TƯỚNG",
        "THỦ TƯỚNG CHÍNH PHỦ",
        is_kind="QUYẾT ĐỊNH",
        authority=["THỦ TƯỚNG CHÍNH PHỦ"],
        body=["Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;", "Theo đề nghị của Bộ trưởng."],
        signer=["KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG"],
        left=36,
    ),
    "resolution of the council": _paper(
        "21/NQ-HĐND",
        "NQ-HĐND",
        "Lào Cai",
        date(2026, 7, 10),
        "Về kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030",
        "Vũ Xuân Cường",
        "CHỦ TỊCH",
        "HỘI ĐỒNG NHÂN DÂN TỈNH LÀO CAI",
        is_kind="NGHỊ QUYẾT",
        organ_lines=["HỘI ĐỒNG NHÂN DÂN", "TỈNH LÀO CAI"],
        authority=["HỘI ĐỒNG NHÂN DÂN TỈNH LÀO CAI", "KHÓA XVII - KỲ HỌP THỨ 3"],
        body=["Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"],
        signer=["CHỦ TỊCH"],
    ),
    "invitation": _paper(
        "45/GM-UBND",
        "GM-UBND",
        "Lào Cai",
        date(2026, 11, 3),
        "Dự Hội nghị sơ kết công tác giảm nghèo 9 tháng đầu năm",
        "Lý Văn Sơn",
        "CHÁNH VĂN PHÒNG",
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        is_kind="GIẤY MỜI",
        is_urgency="urgent",
        organ_lines=["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"],
        urgency="KHẨN",
        urgency_place="above",
        to="Chủ tịch Ủy ban nhân dân xã Bát Xát",
        body=[
            "Ủy ban nhân dân tỉnh trân trọng kính mời đồng chí dự Hội nghị vào 08 giờ 00, ngày 06 tháng 11 năm 2026."
        ],
        signer=["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
    ),
    "plan of the Fatherland Front": _paper(
        "09/KH-MTTQ-BTT",
        "KH-MTTQ-BTT",
        "Lào Cai",
        date(2026, 10, 12),
        "Tổ chức Ngày hội Đại đoàn kết toàn dân tộc năm 2026",
        "Sùng A Hồ",
        "PHÓ CHỦ TỊCH",
        "BAN THƯỜNG TRỰC",
        is_superior="ỦY BAN MTTQ VIỆT NAM TỈNH LÀO CAI",
        is_kind="KẾ HOẠCH",
        superior=["ỦY BAN MTTQ VIỆT NAM", "TỈNH LÀO CAI"],
        body=[
            "Thực hiện Hướng dẫn của Ban Thường trực Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam.",
            "I. MỤC ĐÍCH, YÊU CẦU",
        ],
        signer=["TM. BAN THƯỜNG TRỰC", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ),
    "report of a sub-department": _paper(
        "301/BC-CCKL",
        "BC-CCKL",
        "Lào Cai",
        date(2026, 12, 1),
        "Kết quả thực hiện công tác quản lý, bảo vệ rừng và phòng cháy, chữa cháy rừng tháng 11; phương hướng, nhiệm vụ "
        "tháng 12 năm 2026",
        "Phùng Văn Quang",
        "CHI CỤC TRƯỞNG",
        "CHI CỤC KIỂM LÂM",
        is_superior="SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        is_kind="BÁO CÁO",
        superior=["SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"],
        body=["Thực hiện chế độ báo cáo định kỳ, Chi cục Kiểm lâm báo cáo như sau:"],
        signer=["CHI CỤC TRƯỞNG"],
    ),
    "letter of social insurance": _paper(
        "58/BHXH-QLT",
        "BHXH-QLT",
        "Bát Xát",
        date(2026, 5, 19),
        "rà soát, cung cấp danh sách hộ gia đình tham gia bảo hiểm y tế",
        "Đỗ Thị Thu",
        "GIÁM ĐỐC",
        "BẢO HIỂM XÃ HỘI CƠ SỞ BÁT XÁT",
        is_superior="BẢO HIỂM XÃ HỘI TỈNH LÀO CAI",
        is_due="2026-05-29",
        superior=["BẢO HIỂM XÃ HỘI", "TỈNH LÀO CAI"],
        organ_lines=["BẢO HIỂM XÃ HỘI", "CƠ SỞ BÁT XÁT"],
        about="V/v rà soát, cung cấp danh sách hộ gia đình tham gia bảo hiểm y tế",
        to="Ủy ban nhân dân xã Bát Xát",
        body=[
            "Đề nghị gửi danh sách về Bảo hiểm xã hội cơ sở Bát Xát trước 17 giờ 00 phút ngày 29 tháng 5 năm 2026./."
        ],
        signer=["GIÁM ĐỐC"],
    ),
    "telegram of a steering board": _paper(
        "03/CĐ-BCH",
        "CĐ-BCH",
        "Lào Cai",
        date(2026, 9, 8),
        "Về việc khắc phục hậu quả sạt lở đất trên tuyến đường tỉnh 156",
        "Tô Việt Thành",
        "PHÓ TRƯỞNG BAN PHÓ CHỦ TỊCH UBND TỈNH",
        "BAN CHỈ HUY PHÒNG THỦ DÂN SỰ",
        is_superior="UBND TỈNH LÀO CAI",
        is_kind="CÔNG ĐIỆN",
        is_urgency="express",
        organ_lines=["BAN CHỈ HUY", "PHÒNG THỦ DÂN SỰ"],
        urgency="HOẢ TỐC",
        urgency_place="above",
        body=["Trưởng Ban Chỉ huy Phòng thủ dân sự tỉnh điện: các xã Bát Xát, Y Tý, Mường Hum."],
        signer=["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND TỈNH"],
    ),
    "submission with an addressee": _paper(
        "17/TTr-SXD",
        "TTr-SXD",
        "Lào Cai",
        date(2026, 4, 2),
        "Về việc phê duyệt nhiệm vụ quy hoạch chung xã Bát Xát đến năm 2045",
        "Nguyễn Ngọc Khải",
        "GIÁM ĐỐC",
        "SỞ XÂY DỰNG",
        is_superior="UBND TỈNH LÀO CAI",
        is_kind="TỜ TRÌNH",
        to="Ủy ban nhân dân tỉnh Lào Cai",
        body=["Căn cứ Luật Quy hoạch đô thị và nông thôn ngày 26 tháng 11 năm 2024;"],
        signer=["GIÁM ĐỐC"],
    ),
    "long plan with an annex": _paper(
        "130/KH-UBND",
        "KH-UBND",
        "Lào Cai",
        date(2026, 1, 30),
        "Triển khai phong trào “Bình dân học vụ số” trên địa bàn tỉnh năm 2026",
        "Trịnh Xuân Trường",
        "CHỦ TỊCH",
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        is_kind="KẾ HOẠCH",
        is_due="2026-06-10",
        organ_lines=["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"],
        body=[
            *(
                f"{index}. Các xã, phường tổ chức lớp học kỹ năng số tại nhà văn hóa thôn, " + "mỗi thôn một lớp, " * 14
                for index in range(1, 22)
            ),
            "Định kỳ báo cáo kết quả 6 tháng đầu năm trước ngày 10/6/2026 và báo cáo năm trước ngày 10/12/2026./.",
        ],
        signer=["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        annex="PHỤ LỤC",
    ),
    "paper still without number and day": _paper(
        "00/QĐ-UBND",
        "QĐ-UBND",
        "Lào Cai",
        date(2026, 1, 1),
        "Về việc thành lập Tổ công tác",
        "Trịnh Xuân Trường",
        "CHỦ TỊCH",
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        is_kind="QUYẾT ĐỊNH",
        organ_lines=["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"],
        number="Số:          /QĐ-UBND",
        day_line="Lào Cai, ngày       tháng       năm 2026",
        authority=["CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÀO CAI"],
        body=["Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"],
        signer=["CHỦ TỊCH"],
    ),
}
for _key in ("number", "code", "dated"):
    del PAPERS["paper still without number and day"].expected[_key]
