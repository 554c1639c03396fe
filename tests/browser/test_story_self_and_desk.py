"""Mai files for herself on a phone; Lan files for someone who walks in with paper, all on one page; and the ways out."""

from datetime import UTC, datetime

from tests.browser.days import next_working_day, written
from tests.browser.house import PHONE
from tests.browser.pictures import upload
from tests.browser.story import Filed, answer_confirmation, filed_on, find_valid, follow

NAME = "tu-nop"


def file_alone(visit, *, name: str = "") -> tuple:
    mai = visit("mai", size=PHONE)
    mai.go("/thu-tuc/TS.000001/")
    if name:
        mai.seen(f"{name}-01-thu-tuc")
    mai.press("Nộp hồ sơ")
    if name:
        mai.seen(f"{name}-02-chuan-bi")
    mai.choose("Nộp cho chính mình").press("Bắt đầu")
    answer_confirmation(mai, name=name)
    if name:
        mai.seen(f"{name}-20-kiem-tra-lai")
    mai.press("Gửi hồ sơ")
    return mai, filed_on(mai)


def test_mai_files_follows_and_takes_it_back(visit):
    mai, filed = file_alone(visit, name=NAME)
    mai.seen(f"{NAME}-21-da-gui").press("Hồ sơ của tôi").seen(f"{NAME}-22-cua-toi")
    assert filed.code in mai.text
    mai.page.get_by_role("link", name="Xác nhận thuộc hộ nghèo").first.click()
    mai.seen(f"{NAME}-23-mot-ho-so")
    mai.unfold("Rút hồ sơ này")
    mai.press("Rút hồ sơ").seen(f"{NAME}-24-da-rut")
    assert "Đã rút" in mai.text, mai.text
    assert "Rút hồ sơ này" not in mai.text


def test_a_form_begun_on_the_phone_goes_on_at_the_computer(visit):
    phone = visit("mai", size=PHONE).go("/thu-tuc/TS.000001/nop/").choose("Nộp cho chính mình").press("Bắt đầu")
    if phone.page.locator("[name='requester.full_name']").count():
        phone.press("Tiếp tục")
    phone.choose("Có").press("Tiếp tục")
    computer = visit("mai").go("/tai-khoan/ho-so/")
    computer.page.locator("li.card a").first.click()
    assert "/cau/is_head/" not in computer.page.url, "the question answered on the phone is not asked again"
    assert "/cau/" in computer.page.url


def test_whoever_has_code_and_key_may_follow_but_not_take_back(visit):
    _mai, filed = file_alone(visit)
    someone = follow(visit, filed)
    assert "Rút hồ sơ" not in someone.text
    assert someone.page.locator("text=015168990023").count() == 0
    wrong = visit().go("/tra-cuu/").fill(ma=filed.code, khoa="000000").press("Xem", within="main").seen("tra-cuu-sai")
    assert "Không có hồ sơ" in wrong.text, wrong.text
    assert wrong.page.input_value("#f-ma") == filed.code, "what was typed stays"


def test_lan_files_at_the_desk_for_who_walks_in_with_paper(visit):
    lan = visit("lan").go("/ban/ho-so/").press("Tiếp nhận tại quầy").seen("tai-quay-01-thu-tuc")
    row = lan.page.locator("tr", has_text="Công nhận hộ nghèo, hộ cận nghèo thường xuyên")
    row.get_by_role("link", name="Tại quầy").click()
    lan.seen("tai-quay-02-chuan-bi").choose("Nộp cho chính mình").press("Bắt đầu").seen("tai-quay-03-tat-ca")
    page = lan.page
    lan.press("Tiếp tục").seen("tai-quay-04-thieu")
    assert page.evaluate("document.activeElement.hasAttribute('data-errors')")
    person = {"full_name": "Lý Vần Siệu", "id_number": "015076990006", "birth": "11/03/1976"}
    for part, value in person.items():
        page.locator(f"[name='head.{part}']").fill(value)
    page.locator("[name='head.sex'][value=male]").check()
    page.locator("[name='home.hamlet']").select_option("suoi-chai")
    page.locator("[name='residence'][value=permanent]").check()
    for part, value in (("full_name", "Lý Vần Siệu"), ("birth", "11/03/1976")):
        page.locator(f"[name='members.0.{part}']").fill(value)
    page.locator("[name='members.0.sex'][value=male]").check()
    page.locator("[name='members.0.relation']").select_option("head")
    page.locator("[name='members.0.doing']").select_option("work")
    page.locator("[name='current_class'][value=none]").check()
    page.locator("[name='asked_class'][value=poor]").check()
    page.locator("[name='reasons'][value=crop]").check()
    page.locator("[name='truth']").check()
    files = page.locator("input[type=file]")
    if files.count():
        files.first.set_input_files([upload("GIẤY ĐỀ NGHỊ RÀ SOÁT")])
    lan.press("Tiếp tục")
    assert "/kiem-tra/" in page.url, lan.text
    lan.seen("tai-quay-05-kiem-tra-lai").press("Gửi hồ sơ").seen("tai-quay-06-da-gui")
    filed: Filed = filed_on(lan)
    lan.press("Kiểm tra và tiếp nhận ngay").press("Kiểm tra giấy tờ")
    find_valid(lan)
    lan.press("Tiếp nhận", within="main").seen("tai-quay-07-da-tiep-nhan")
    assert filed.code in lan.text
    assert "Hẹn trả" in page.inner_text("aside")


def test_lan_assigns_refuses_and_finds_without_accents(visit):
    _mai, filed = file_alone(visit)
    lan = visit("lan").go("/ban/ho-so/")
    lan.page.locator("#find").fill("ly thi mai")
    with lan.page.expect_navigation():
        lan.page.keyboard.press("Enter")
    assert filed.code in lan.text, lan.text
    lan.seen("tim-khong-dau").go(f"/ban/ho-so/{filed.code}/").press("Đề nghị từ chối").seen("tu-choi-01")
    lan.press("Đề nghị từ chối", within="main form").seen("tu-choi-02-thieu-ly-do")
    lan.fill(reason="Hộ đã có giấy xác nhận còn hiệu lực.", basis="Nghị định 118/2025/NĐ-CP")
    lan.press("Đề nghị từ chối", within="main form")
    trung = visit("trung").go(f"/ban/ho-so/{filed.code}/").seen("tu-choi-03-giam-doc")
    assert "còn hiệu lực" in trung.page.inner_text("body")
    trung.press("Duyệt từ chối").seen("tu-choi-04-duyet").press("Duyệt từ chối", within="main form")
    she = follow(visit, filed).seen("tu-choi-05-theo-doi")
    assert "còn hiệu lực" in she.text


def test_what_needs_the_person_herself_is_done_by_appointment(house, visit):
    mai = visit("mai", size=PHONE).go("/thu-tuc/2.000884/").seen("hen-01-thu-tuc")
    mai.press("Chuẩn bị giấy tờ và hẹn giờ").press("Bắt đầu")
    page = mai.page
    answers = {"document_kind": "pledge", "foreign_language": "no", "way": "sign", "speaks_vietnamese": "yes"}
    for _question in range(20):
        if "/cau/" not in page.url:
            break
        for name, value in answers.items():
            if page.locator(f"[name={name}]").count():
                page.locator(f"[name={name}][value={value}]").check()
        for name in ("document_title", "document_count"):
            if page.locator(f"#f-{name}").count():
                page.fill(f"#f-{name}", "1" if name.endswith("count") else "Giấy cam đoan")
        if page.locator("#f-day").count():
            page.fill("#f-day", written(next_working_day()))
        for box in page.locator("form#question input[type=checkbox]").all():
            box.check()
        if page.locator("form#question input[type=radio]").count() and not page.locator("input:checked").count():
            page.locator("form#question input[type=radio]").first.check()
        before = page.url
        mai.press("Tiếp tục")
        assert page.url != before, mai.text
    mai.seen("hen-02-kiem-tra-lai").press("Gửi yêu cầu hẹn").seen("hen-03-da-gui")
    filed = filed_on(mai)
    lan = visit("lan").go(f"/ban/ho-so/{filed.code}/").press("Tiếp nhận")
    lan.seen("hen-04-dat-gio").press("Tiếp nhận", within="main").seen("hen-05-thieu-gio")
    assert lan.page.input_value("#f-day") == written(next_working_day()), "the day she wished"
    lan.fill(hour="23:30").press("Tiếp nhận", within="main")
    assert "không làm việc" in lan.text, lan.text
    lan.fill(hour="09:30").press("Tiếp nhận", within="main").seen("hen-06-da-hen")
    mai.go(f"/tra-cuu/{filed.code}/").seen("hen-07-theo-doi")
    assert "09:30" in mai.text
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    house.sql("update dossiers_dossier set appointed_at = ? where code = ?", now, filed.code)
    lan.go(f"/ban/ho-so/{filed.code}/").press("Kiểm tra giấy tờ")
    find_valid(lan)
    lan.go(f"/ban/ho-so/{filed.code}/").press("Ghi việc đã chứng thực").fill(signer="Sùng Seo Phong")
    lan.seen("hen-08-chung-thuc").press("Ghi việc đã chứng thực", within="main form").seen("hen-08-chua-co-mat")
    assert "chỉ làm khi họ có mặt" in lan.text, lan.text
    lan.tick(lan.page.locator("[name=present_person]"))
    lan.press("Ghi việc đã chứng thực", within="main form").seen("hen-09-xong")
    assert "SCT/CK" in lan.text, lan.text


def test_a_queue_is_taken_out_as_a_sheet_with_every_row(visit):
    lan = visit("lan").go("/ban/ho-so/?hang=tat-ca")
    link = lan.page.get_by_role("link", name="CSV").get_attribute("href")
    sheet = lan.page.request.get(link).body().decode("utf-8-sig").strip().splitlines()
    shown = lan.page.locator("tbody tr").count()
    assert len(sheet) - 1 >= shown > 0
    excel = lan.page.request.get(lan.page.get_by_role("link", name="Tải Excel").get_attribute("href"))
    assert excel.body()[:2] == b"PK"
