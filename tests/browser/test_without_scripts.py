"""What citizens do, with JavaScript off: file with a photo, follow, supply, rate."""

from functools import partial

from tests.browser.house import PHONE
from tests.browser.pictures import upload
from tests.browser.story import (
    LO,
    answer_confirmation,
    answer_recognition,
    decide,
    end_session,
    filed_on,
    follow,
    help_someone,
    rate,
    receive,
)


def test_she_files_alone_follows_and_rates(visit):
    mai = visit("mai", size=PHONE, script=False).go("/thu-tuc/TS.000001/nop/")
    mai.choose("Nộp cho chính mình").press("Bắt đầu")
    answer_confirmation(mai, sign=False)
    filed = filed_on(mai.press("Gửi hồ sơ"))
    decide(visit, filed)
    she = follow(partial(visit, script=False), filed)
    assert "Đã trả kết quả" in she.text
    rate(she)


def test_a_photo_is_sent_with_the_form_and_another_one_afterwards(visit):
    plain = partial(visit, script=False)
    tu = help_someone(plain, LO)
    tu.press("Công nhận hộ nghèo, hộ cận nghèo thường xuyên hằng năm").choose("Nộp cho chính mình").press("Bắt đầu")
    answer_recognition(tu)
    filed = filed_on(tu.press("Gửi hồ sơ"))
    end_session(tu)
    receive(visit("lan"), filed.code)
    hoa = visit("hoa").go(f"/ban/ho-so/{filed.code}/").press("Bắt đầu giải quyết").press("Yêu cầu bổ sung")
    hoa.choose("Chưa hợp lệ").page.locator("[name$='.note']").first.fill("Chưa có chữ ký của chủ hộ.")
    hoa.press("Yêu cầu bổ sung", within="main form")
    she = follow(plain, filed).press("Gửi giấy tờ bổ sung").press("Gửi")
    assert "Anh chị thêm ảnh" in she.text, she.text
    she.page.locator("input[type=file]").first.set_input_files([upload("GIẤY ĐỀ NGHỊ RÀ SOÁT")])
    she.press("Gửi")
    assert "Đã gửi giấy tờ bổ sung" in she.text, she.text


def test_a_form_with_mistakes_comes_back_with_what_was_typed(visit):
    someone = (
        visit(size=PHONE, script=False).go("/tra-cuu/").fill(ma="TS-261101-0001", khoa="12").press("Xem", within="main")
    )
    assert someone.page.input_value("#f-ma") == "TS-261101-0001"
    assert someone.page.locator("[data-errors], .notice").count() >= 1, someone.text
