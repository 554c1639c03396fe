"""Visitors one to six."""

from datetime import timedelta

from tests.browser.a_day.desk import Day, appointed, at_once, begin, do, printed, received, send, told, wrong
from tests.browser.days import next_working_day, written
from tests.browser.house import PHONE
from tests.browser.story import MAI
from thonso.core.base.clock import today
from thonso.core.papers.tests.test_every_kind import text_of

SEN = ("Chảo Thị Sen", "015199990007")
TWINS = ("Phàn Chảo Minh An", "Phàn Chảo Minh Bình")
MAI_AS = {"full_name": MAI[0], "id_number": MAI[1], "birth": MAI[2], "sex": "female"}
LEADER = "Sùng Seo Phong"


def a_mother_with_twins(day: Day) -> None:
    """1. One visit, two dossiers of one mother, one list of receipts that tells the children apart (practice.md 15)."""
    lan = day.lan
    lan.go("/ban/quay/")
    lan.seen("01-quay")
    lan.press("Bắt đầu lượt").fill(name=SEN[0])
    lan.seen("01-ai-den")
    lan.press("Bắt đầu lượt")
    codes = []
    for child, sex in zip(TWINS, ("male", "female"), strict=True):
        begin(lan, "1.001193", "Cha hoặc mẹ nộp cho con", SEN[1])
        born = {"full_name": child, "birth": written(today() - timedelta(days=20)), "sex": sex}
        filed = send(day, lan, told("1.001193", child=born, wants_copies="no"), name="" if codes else "01-khai-sinh")
        received(day, lan, filed.code)
        codes.append(filed.code)
    lan.go("/ban/quay/").press("Mở lượt làm việc")
    lan.seen("01-luot")
    for code, child in zip(codes, TWINS, strict=True):
        row = lan.page.locator("tr", has_text=code)
        assert child in row.inner_text(), "twins have one mother and two certificates"
        assert "Đã tiếp nhận" in row.inner_text()
    sheet = " ".join(text_of(printed(lan, "khổ A5", "01-danh-sach")).split())
    for words in (*codes, *TWINS, "Hẹn trả"):
        assert words in sheet, sheet
    lan.press("Kết thúc lượt")
    assert "Đã kết thúc" in lan.text


def a_man_who_cannot_write(day: Day) -> None:
    """2. Fingerprint, two witnesses, an interpreter in Mông: all there, or it is not done (practice.md 12)."""
    lan = day.lan
    begin(lan, "2.000884")
    man = {"full_name": "Vàng A Dơ", "id_number": "015045990008", "birth": "1945", "sex": "male"}
    code = send(
        day,
        lan,
        {
            "requester": man,
            "document_kind": "pledge",
            "document_title": "Giấy cam đoan",
            "document_count": "1",
            "foreign_language": "no",
            "way": "fingerprint",
            "speaks_vietnamese": "no",
            "language": "hmong",
            "place": "centre",
            "day": written(next_working_day()),
            "part_of_day": "morning",
        },
    ).code
    appointed(day, lan, code)
    lan.go(f"/ban/ho-so/{code}/lam/name_beside/").fill(
        interpreter_name="Giàng A Páo", interpreter_id_number="015084990027", interpreter_language="Mông",
        witness1_name="Lý A Dũng", witness1_id_number="015081990044",
        witness2_name="Tẩn Văn Tú", witness2_id_number="015093990031",
    ).press("Ghi vào hồ sơ")  # fmt: skip
    assert "hỏi từng người rồi đánh dấu" in wrong(lan), wrong(lan)
    lan.seen("02-ben-canh")
    lan.choose("Từng người nói mình không có quyền").press("Ghi vào hồ sơ")
    do(lan, code, "Ghi việc đã chứng thực", signer=LEADER)
    assert "Cả hai người làm chứng" in wrong(lan)
    lan.seen("02-chung-thuc")
    for who in ("Người yêu cầu chứng thực có mặt", "Người phiên dịch", "Cả hai người làm chứng"):
        lan.choose(who)
    lan.press("Ghi việc đã chứng thực", within="main form")
    assert "Có mặt: người yêu cầu, người phiên dịch, hai người làm chứng" in lan.page.inner_text("aside")
    assert "SCT/CK" in lan.text, "the number to write on the paper"
    pay(day, code, 10_000)
    do(lan, code, "Trả kết quả")
    assert "Đã trả kết quả" in lan.text


def an_original_to_be_copied(day: Day) -> None:
    """3. Nobody can send it from afar: an hour is offered; at the desk the original lies there (practice.md 11)."""
    mai = day.who("mai", size=PHONE).go("/thu-tuc/2.000815/")
    mai.seen("03-thu-tuc")
    assert mai.page.get_by_role("link", name="Nộp hồ sơ", exact=True).count() == 0
    assert "Chuẩn bị giấy tờ và hẹn giờ" in mai.text
    lan = day.lan
    begin(lan, "2.000815")
    diploma = {
        "title": "Bằng tốt nghiệp trung học phổ thông",
        "kind": "vietnam",
        "look": "good",
        "pages": 1,
        "copies": 3,
    }
    code = send(day, lan, told("2.000815", requester=MAI_AS, documents=[diploma], day=written(next_working_day()))).code
    at_once(day, lan, code)
    do(lan, code, "Ghi việc đã chứng thực", signer=LEADER)
    assert "Bản chính phải được xuất trình" in wrong(lan)
    lan.choose("Người mang bản chính").press("Ghi việc đã chứng thực", within="main form")
    assert "SCT/BS" in lan.text, lan.text
    lan.seen("03-xong")
    pay(day, code, 6_000)
    do(lan, code, "Trả kết quả")
    assert "Đã trả kết quả" in lan.text
    assert "Đã trả kết quả" in mai.go("/tai-khoan/ho-so/").text


def a_couple(day: Day) -> None:
    """4. One of them files; the certificate is given only when both stand there (practice.md 11)."""
    lan, binh = day.lan, day.who("binh")
    begin(lan, "1.000894")
    code = send(day, lan, told("1.000894", bride_home={"province": "15", "commune": "02686"})).code
    received(day, lan, code)
    binh.go(f"/ban/ho-so/{code}/").press("Bắt đầu giải quyết")
    onward = binh.page.locator("main").get_by_role("link", name="Chuyển: Ghi sổ kết hôn")
    binh.activate(onward.first)
    binh.press("Chuyển bước tiếp theo", within="main form")
    do(
        binh, code, "Ghi kết quả làm ở hệ thống khác",
        number="12/2026", dated=written(today()), signer=LEADER, system="Phần mềm hộ tịch dùng chung",
    )  # fmt: skip
    lan.go(f"/ban/ho-so/{code}/")
    lan.seen("04-ket-hon")
    do(lan, code, "Trả kết quả")
    assert "chỉ làm khi họ có mặt" in wrong(lan), lan.text
    lan.seen("04-thieu-nguoi")
    for box in lan.page.locator("main form").get_by_role("checkbox").all():
        lan.tick(box)
    lan.press("Trả kết quả", within="main form")
    assert "Đã trả kết quả" in lan.text, lan.text


def somebody_with_an_authorisation(day: Day) -> None:
    """5. The paper that lets her fetch it has expired; with a valid one she gets it (practice.md 10, 19)."""
    lan = day.lan.go("/ban/ho-so/?hang=tra-ket-qua")
    lan.seen("05-cho-tra")
    row = lan.page.locator("tbody tr", has_text="Xác nhận thuộc hộ nghèo").first
    code = row.get_by_role("link").first.inner_text()
    lan.go(f"/ban/ho-so/{code}/").press("Trả kết quả", within="main").choose("Tại quầy")
    lan.fill(taken_by="Nông Thị Hoa").press("Trả kết quả", within="main form")
    assert "Người khác chỉ được nhận khi có ủy quyền" in wrong(lan)
    lan.fill(authority="Giấy ủy quyền số 15", authority_until=written(today() - timedelta(days=26)))
    lan.press("Trả kết quả", within="main form")
    assert "cần giấy mới, hoặc chủ hồ sơ tự đến" in wrong(lan)
    lan.seen("05-het-han")
    assert lan.page.input_value("#f-taken_by") == "Nông Thị Hoa", "what was typed stays"
    lan.fill(authority="Giấy ủy quyền số 31", authority_until=written(next_working_day()))
    lan.press("Trả kết quả", within="main form")
    assert "Nông Thị Hoa" in text_of(printed(lan, "Giấy biên nhận trả kết quả", "05-bien-nhan"))
    assert code not in lan.go("/ban/ho-so/?hang=tra-ket-qua").text


def a_fee_exempt_and_one_paid_twice(day: Day) -> None:
    """6. Exempt with its proof; what was paid twice is given back by an approver (practice.md 7)."""
    lan, trung = day.lan, day.who("trung")
    here = {"province": "15", "commune": "02683"}
    begin(lan, "2.000635", "Nộp cho chính mình")
    code = send(day, lan, told("2.000635", requester=MAI_AS, home=here, registered_at=here)).code
    received(day, lan, code)
    do(lan, code, "Yêu cầu nộp phí, lệ phí")
    pay(day, code, 24_000)
    trung.go(f"/ban/ho-so/{code}/lam/void_payment/")
    trung.seen("06-huy-phi")
    do(
        trung, code, "Hủy khoản phí", reason="Người dân nộp hai lần, một lần trên Cổng.",
        refund="PC 014", refund_amount="24.000", payee=MAI[0],
    )  # fmt: skip
    day.voided.append(24_000)
    pay(day, code, 24_000, portal=True)
    begin(lan, "2.000635", "Nộp cho chính mình")
    he = {"full_name": "Giàng A Páo", "id_number": "015084990027", "birth": "15/07/1984", "sex": "male"}
    free = send(
        day, lan, told("2.000635", requester=he, home=here, registered_at=here, registered_on="1984", copies=1)
    ).code
    received(day, lan, free)
    do(lan, free, "Yêu cầu nộp phí, lệ phí", amount="0")
    assert "miễn" in wrong(lan).lower(), wrong(lan)
    lan.seen("06-mien")
    lan.fill(exemption="Hộ nghèo năm 2026.", proof="Giấy chứng nhận hộ nghèo số 07")
    lan.press("Yêu cầu nộp phí, lệ phí", within="main form")
    assert "Được miễn" in lan.page.inner_text("aside"), lan.page.inner_text("aside")


def pay(day: Day, code: str, amount: int, *, portal: bool = False) -> None:
    lan = day.lan.go(f"/ban/ho-so/{code}/lam/record_payment/")
    assert lan.page.input_value("#f-amount") == f"{amount:,}".replace(",", "."), "the amount is known"
    lan.choose("Trên Cổng" if portal else "Có biên lai").fill(reference=f"BL{7000 + len(day.paid)}")
    lan.press("Ghi nhận đã nộp phí", within="main form")
    assert "Đã ghi nhận khoản nộp" in lan.text, lan.text
    day.paid.append(amount)
