"""Visitors seven to twelve."""

import re
from datetime import timedelta

from tests.browser.a_day.desk import Day, begin, do, printed, received, send, told, wrong
from tests.browser.a_day.morning import MAI_AS
from tests.browser.house import PHONE, Visitor
from tests.browser.story import find_valid, follow
from thonso.core.base.clock import today
from thonso.core.papers.tests.test_every_kind import text_of

HERE = {"province": "15", "commune": "02683", "hamlet": "suoi-chai"}
PAO = {"full_name": "Giàng A Páo", "id_number": "015084990027", "birth": "15/07/1984", "sex": "male"}


def confirmation(day: Day, person: dict[str, str]) -> str:
    """A household that is poor asks for its confirmation, and will sign on paper."""
    lan = day.lan
    begin(lan, "TS.000001", "Nộp cho chính mình")
    answers = {
        "requester": person, "is_head": "yes", "home": {"hamlet": "suoi-chai"}, "for_whom": "me", "klass": "poor",
        "purpose": "loan", "copies": "1", "return_way": "centre", "truth": "yes", "signature": {"way": "paper"},
    }  # fmt: skip
    return send(day, lan, answers).code


def a_paper_is_missing(day: Day) -> None:
    """7. Asked for once, all at once, on form 02; brought to the desk, kept, and handed on with a list (5, 19)."""
    lan, binh = day.lan, day.who("binh")
    begin(lan, "1.004873", "Nộp cho chính mình")
    answers = told("1.004873", moved="no", earlier_homes=[], had_before="yes", lost_before="no")
    filed = send(day, lan, answers)
    lan.go(f"/ban/ho-so/{filed.code}/lam/ask_supplement/")
    lan.seen("07-bo-sung")
    lan.tick(lan.page.locator("[name='paper.previous_paper'][value=missing]"))
    lan.write(lan.page.locator("[name='paper.previous_paper.note']"), "Giấy xác nhận đã cấp năm 2022.")
    lan.press("Yêu cầu bổ sung", within="main form")
    slip = text_of(printed(lan, "Phiếu yêu cầu bổ sung", "07-mau-02"))
    assert "Giấy xác nhận đã cấp năm 2022" in slip, slip
    assert "Chờ bổ sung" in lan.text
    he = follow(day.visit, filed)
    he.seen("07-theo-doi")
    assert "Cần bổ sung giấy tờ" in he.text
    lan.press("Nhận giấy tờ bổ sung")
    lan.choose("Lưu bản chính theo hồ sơ").press("Nhận và tính tiếp thời hạn")
    received(day, lan, filed.code)
    lan.go("/ban/giay-to/").press("Thêm giấy đã giữ khi kiểm tra")
    lan.seen("07-giay-to")
    assert filed.code in lan.text, lan.text
    lan.tick(lan.page.locator("tr", has_text=filed.code).get_by_role("checkbox"))
    officer = lan.page.locator("#f-to-to_division option", has_text="Bình").first.get_attribute("value")
    lan.select(lan.page.locator("#f-to-to_division"), officer or "")
    lan.press("Giao các giấy đã chọn cho bộ phận chuyên môn")
    binh.go("/ban/giay-to/")
    binh.activate(binh.page.locator("main a[href*='/giay-to/danh-sach/']").first)
    binh.seen("07-danh-sach")
    binh.press("Tôi nhận các giấy đã đánh dấu")
    assert "đã nhận" in binh.text, binh.text


def a_wrong_name(day: Day) -> None:
    """8. Received by mistake, reprinted, and a wrong name: the old paper says that it was replaced (practice.md 17)."""
    lan, hoa = day.lan, day.who("hoa")
    code = confirmation(day, MAI_AS)
    received(day, lan, code)
    do(lan, code, "Hủy tiếp nhận", reason="Bấm nhầm, chưa xem xong giấy tờ của bà Mai.")
    assert "Chờ tiếp nhận" in lan.text
    lan.press("Tiếp nhận", within="main").press("Tiếp nhận", within="main")
    receipts = lan.page.locator("aside").get_by_role("link", name="Giấy tiếp nhận hồ sơ và hẹn trả kết quả", exact=True)
    assert receipts.count() == 1, "the receipt of the cancelled reception holds no longer"
    printed(lan, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    assert "In lại lần 1" in text_of(printed(lan, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "08-in-lai"))
    hoa.go(f"/ban/ho-so/{code}/").press("Bắt đầu giải quyết")
    hoa.press("Soạn kết quả").press("Soạn kết quả", within="main form")
    issue(day, hoa, code)
    hoa.go(f"/ban/ho-so/{code}/").press("Đính chính kết quả")
    hoa.seen("08-dinh-chinh")
    hoa.fill(reason="Sai chữ đệm trong họ tên.", name="Lý Thị Mây").press("Lập dự thảo đính chính")
    issue(day, hoa, code)
    lan.go(f"/ban/ho-so/{code}/")
    lan.seen("08-hai-giay")
    old, new = (text_of(printed_at(lan, place)) for place in (0, 1))
    assert "Lý Thị Mây" in new
    assert "Lý Thị Mây" not in old
    check_code = re.search(r"Mã kiểm tra: (\w{4} \w{4} \w{4})", old)
    assert check_code, old
    someone = day.who("", size=PHONE).go("/xac-minh/").fill(code=check_code[1]).press("Kiểm tra", within="main")
    someone.seen("08-xac-minh")
    assert "Đã thay bằng văn bản mới" in someone.text, someone.text


def printed_at(who: Visitor, place: int) -> bytes:
    href = who.page.locator("main a[href*='/ket-qua/']").nth(place).get_attribute("href")
    return who.page.request.get(href or "").body()


def issue(day: Day, officer: Visitor, code: str) -> None:
    """Submitted, signed, sealed."""
    officer.go(f"/ban/ho-so/{code}/").press("Trình ký").press("Trình ký", within="main form")
    pho = day.who("pho").go("/ban/ky/")
    for box in pho.page.locator("input[name=code]:checked, input[type=checkbox]:checked").all():
        box.uncheck()
    pho.tick(pho.page.locator(f"input[value='{code}']"))
    pho.press("Ký các văn bản đã đánh dấu")
    if pho.page.get_by_role("button", name="Vẫn ký").count():
        pho.press("Vẫn ký")
    assert "Đã ký 1 hồ sơ" in pho.text, pho.text
    thu = day.who("thu").go(f"/ban/ho-so/{code}/").press("Đóng dấu và phát hành")
    thu.press("Đóng dấu và phát hành", within="main form")


def three_slips_of_a_power_cut(day: Day) -> None:
    """9. Entered after, with the hour on the slip and the director's approval (practice.md 20)."""
    lan, trung = day.lan, day.who("trung")
    trung.go("/ban/quay/nhap-bu/")
    trung.seen("09-duyet")
    trung.press("Duyệt")
    people = (
        ("Phàn Thị Lở", "015179990017", "05/1979", "female"),
        ("Lý Vần Siệu", "015076990006", "11/03/1976", "male"),
        ("Lý A Dũng", "015081990044", "25/12/1981", "male"),
    )
    for minute, (name, number, birth, sex) in enumerate(people):
        lan.go("/ban/quay/nhap-bu/")
        form = lan.page.locator("form", has=lan.page.locator("[name=part][value=enter]"))
        for box, wanted in (("outage", "14:00"), ("slip", "TS-")):
            chosen = form.locator(f"[name={box}] option", has_text=wanted).first.get_attribute("value")
            lan.select(form.locator(f"[name={box}]"), chosen or "")
        lan.write(form.locator("[name=hour]"), f"14:{10 + minute * 10}")
        lan.activate(form.get_by_role("button", name="Nhập hồ sơ"))
        lan.seen("09-nhap")
        lan.activate(lan.page.locator("tr", has_text="2.000635").get_by_role("link", name="Tại quầy"))
        lan.choose("Nộp cho chính mình").press("Bắt đầu")
        person = {"full_name": name, "id_number": number, "birth": birth, "sex": sex}
        place = {"province": "15", "commune": "02683"}
        send(
            day, lan, told(
                "2.000635", requester=person, home=place, registered_at=place, registered_on=birth[-4:], copies=1
            ),
        )  # fmt: skip
    lan.go("/ban/quay/nhap-bu/")
    lan.seen("09-da-nhap")
    for one in day.filed[-3:]:
        assert one.code in lan.text
    assert "14:30" in lan.go(f"/ban/ho-so/{day.filed[-1].code}/").page.inner_text("aside"), "the true hour"


def the_officers_own_household(day: Day) -> None:
    """10. Refused to her, done by a colleague who stands in; the rest of her work is handed on while she is ill (21)."""
    lan, hoa, binh, trung = day.lan, day.who("hoa"), day.who("binh"), day.who("trung")
    code = confirmation(day, PAO)
    received(day, lan, code)
    # Hoa is tied to that household in the register; the sample's officers live nowhere.
    wife = day.house.sql("select id from people_resident where full_name = ?", "Sùng Thị Mỷ")[0][0]
    day.house.sql("update access_account set resident_id = ? where username = 'hoa'", wife)
    try:
        hoa.go(f"/ban/ho-so/{code}/")
        hoa.seen("10-ho-minh")
        assert hoa.page.get_by_role("button", name="Bắt đầu giải quyết").count() == 0
        assert "hộ" in hoa.text
        assert code not in hoa.go("/ban/ho-so/").text
        hoa.go("/tai-khoan/uy-quyen/")
        hoa.seen("10-uy-quyen")
        if hoa.page.locator("select#f-post").count():
            hoa.select(
                hoa.page.locator("#f-post"), hoa.page.locator("#f-post option").nth(1).get_attribute("value") or ""
            )
            hoa.press("Tiếp tục", within="main")
        to = hoa.page.locator("#f-to option", has_text="Phạm Thanh Bình").first.get_attribute("value")
        hoa.select(hoa.page.locator("#f-to"), to or "")
        until = f"{today() + timedelta(days=2):%d/%m/%Y}"
        hoa.fill(valid_to=until, reason="Nghỉ ốm").press("Ủy quyền", within="main form")
        binh.go(f"/ban/ho-so/{code}/").press("Bắt đầu giải quyết")
        assert "Phạm Thanh Bình" in binh.page.inner_text("aside")
        hers = day.house.sql(
            "select d.code from dossiers_dossier d join access_account a on a.id = d.assignee_id"
            " where a.username = 'hoa' and d.state = 'processing' order by d.code desc limit 1"
        )[0][0]
        trung.go(f"/ban/ho-so/{hers}/lam/assign/")
        trung.seen("10-phan-cong")
        trung.choose("Phạm Thanh Bình").press("Phân công", within="main form")
        assert "Phạm Thanh Bình" in trung.page.inner_text("body")
        hoa.go("/tai-khoan/uy-quyen/")
        hoa.activate(hoa.page.get_by_role("button", name="Cho thôi ngay").first)
    finally:
        day.house.sql("update access_account set resident_id = null where username = 'hoa'")


def a_complaint_about_the_officer(day: Day) -> None:
    """11. Told with code and key; hidden from her, answered by the director (practice.md 24)."""
    code = day.filed[-1].code
    she = follow(day.visit, day.filed[-1])
    she.unfold("Phản ánh, kiến nghị")
    she.seen("11-phan-anh")
    words = "Cán bộ hẹn ba lần mà không nhận hồ sơ của tôi."
    she.fill(complaint=words).press("Gửi đến lãnh đạo", within="main")
    she.seen("11-da-gui")
    number = "".join(she.page.locator(".panel__codes dd").first.inner_text().split())
    lan = day.lan
    assert words not in lan.go("/ban/phan-anh/").page.inner_text("body")
    assert "ba lần" not in lan.go(f"/ban/ho-so/{code}/").page.inner_text("body")
    hai = day.who("hai").go("/ban/phan-anh/")
    hai.seen("11-lanh-dao")
    assert words in hai.text
    card = hai.page.locator("li", has_text=words)
    hai.write(card.get_by_role("textbox"), "Xã xin lỗi ông, hồ sơ đã được nhận.")
    hai.activate(card.get_by_role("button", name="Gửi trả lời"))
    she.go("/tra-cuu/phan-anh/").fill(ma=number).press("Đọc trả lời", within="main")
    assert "Xã xin lỗi ông" in she.text


def who_has_died_and_a_code(day: Day) -> None:
    """12. A code that is used, malformed, of a day to come, then right; the applicant died: stopped by form 05 (1, 2, 18)."""
    lan = day.lan
    place = {"province": "15", "commune": "02683"}
    begin(lan, "2.000635", "Nộp cho chính mình")
    person = {"full_name": "Tẩn Láo Sử", "id_number": "015065990011", "birth": "1965", "sex": "male"}
    code = send(
        day, lan, told("2.000635", requester=person, home=place, registered_at=place, registered_on="1965", copies=1)
    ).code
    lan.go(f"/ban/ho-so/{code}/lam/check_paper/")
    find_valid(lan)
    lan.press("Tiếp nhận", within="main")
    day.received.append(code)
    lan.go("/ban/cong/")
    lan.seen("12-cong")
    lan.activate(lan.page.locator("tr", has_text=code).get_by_role("link", name=re.compile("^Chuyển")))
    lan.seen("12-chuyen")
    assert "015065990011" in lan.text, "nothing is covered for who types it into the portal"
    lan.press("Ghi mã hồ sơ của Cổng")
    used = day.house.sql("select official_code from dossiers_dossier where official_code != '' limit 1")[0][0]
    tomorrow = f"{today() + timedelta(days=1):%y%m%d}"
    for typed, said in (
        (used, "đã mang mã này"),
        ("H38 99", "chưa phải mã hồ sơ"),
        (f"H38.99.01-{tomorrow}-0001", "ngày đó chưa đến"),
    ):
        lan.fill(official_code=typed).press("Lưu mã", within="main form")
        assert said in wrong(lan), wrong(lan)
    lan.seen("12-ma-sai")
    lan.fill(official_code=day.official()).press("Lưu mã", within="main form")
    assert code not in lan.go("/ban/cong/").text
    binh = day.who("binh").go(f"/ban/ho-so/{code}/lam/stop/")
    binh.seen("12-dung")
    binh.fill(reason="Ông Sử mất ngày hôm qua, gia đình đã báo.").press("Dừng giải quyết", within="main form")
    assert "Tẩn Láo Sử" in text_of(printed(binh, "Phiếu", "12-mau-05")) or binh.text
    assert code not in lan.go("/ban/ho-so/").text
