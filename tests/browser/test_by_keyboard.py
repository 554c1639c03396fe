"""The confirmation of a poor household without a mouse, from the hamlet house to the rating."""

from functools import partial

from tests.browser.house import PHONE
from tests.browser.story import MAI, answer_confirmation, decide, end_session, filed_on, follow, help_someone, rate


def test_everybody_in_the_story_does_it_by_keyboard(visit):
    typing = partial(visit, mouse=False)
    tu = help_someone(typing, MAI)
    tu.press("Xác nhận thuộc hộ nghèo, hộ cận nghèo").choose("Nộp cho chính mình").press("Bắt đầu")
    answer_confirmation(tu, sign=False)
    tu.press("Gửi hồ sơ")
    filed = filed_on(tu)
    end_session(tu)
    decide(typing, filed)
    she = follow(typing, filed)
    assert "Đã trả kết quả" in she.text
    rate(she)


def test_the_first_stop_of_every_shell_leads_to_the_content(visit):
    visit(mouse=False).go("/").skip()
    visit("lan", mouse=False).go("/ban/ho-so/").skip()
    visit("tu", mouse=False, size=PHONE).go("/thon/").skip()


def test_what_is_wrong_takes_the_focus_and_leads_to_its_box(visit):
    tu = visit("tu", mouse=False, size=PHONE).go("/thon/giup/").press("Bắt đầu giúp")
    active = "document.activeElement"
    assert tu.page.evaluate(f"{active}.hasAttribute('data-errors')")
    tu.tab()
    tu.page.keyboard.press("Enter")
    assert tu.page.evaluate(f"{active}.id") == "f-name"
    assert tu.page.evaluate(f"{active}.getAttribute('aria-invalid')") == "true"
    tu.page.keyboard.type("Sùng Thị Dợ")
    assert tu.page.input_value("#f-name") == "Sùng Thị Dợ"
