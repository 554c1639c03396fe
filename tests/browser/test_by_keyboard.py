"""The confirmation of a poor household without a mouse, from the hamlet house to the rating; the recognition is walked
by the keyboard where its story stands."""

from functools import partial

import pytest

from tests.browser import focus
from tests.browser.house import LAY_OUT, PHONE
from tests.browser.story import MAI, answer_confirmation, decide, end_session, filed_on, follow, help_someone, rate

NAME = "phim"


def test_everybody_in_the_story_does_it_by_keyboard(visit):
    typing = partial(visit, mouse=False)
    tu = help_someone(typing, MAI, name=NAME)
    tu.press("Xác nhận thuộc hộ nghèo, hộ cận nghèo").seen(NAME).choose("Nộp cho chính mình").press("Bắt đầu")
    answer_confirmation(tu, name=NAME, sign=False)
    tu.seen(NAME).press("Gửi hồ sơ").seen(NAME)
    filed = filed_on(tu)
    end_session(tu)
    decide(typing, filed)
    she = follow(typing, filed).seen(NAME)
    assert "Đã trả kết quả" in she.text
    rate(she)


def test_the_first_stop_of_every_shell_leads_to_the_content(visit):
    visit(mouse=False).go("/").skip()
    visit("lan", mouse=False).go("/ban/ho-so/").skip()
    visit("tu", mouse=False, size=PHONE).go("/thon/").skip()


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_box_goes_on_and_chooses_no_language(visit, script):
    tu = help_someone(partial(visit, script=script), MAI)
    tu.press("Xác nhận thuộc hộ nghèo, hộ cận nghèo").choose("Nộp cho chính mình").press("Bắt đầu")
    page = tu.page
    if page.locator("[name='requester.full_name']").count():
        tu.press("Tiếp tục")
    tu.choose("Có").press("Tiếp tục").press("Tiếp tục")
    assert page.locator("[name=_aloud]").count(), "languages are offered"
    asked = page.url
    page.locator(".question input:not([type=hidden]):not([type=radio]):visible").first.press("Enter")
    page.wait_for_url(lambda url: url != asked)
    page.wait_for_load_state()
    assert "/cau/" in page.url
    assert page.locator("[name=_aloud][aria-current]").count() == 0
    end_session(tu)


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


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("document.querySelector('.foot a').tabIndex = 1", "backwards"),
        (
            "const s = new CSSStyleSheet(); s.replaceSync('body { flex-direction: column-reverse }'); "
            "document.adoptedStyleSheets = [s]",
            "backwards",
        ),
        (
            "document.querySelector('.foot a').tabIndex = 0; document.querySelector('.foot a').inert = true",
            "never reached",
        ),
        ("addEventListener('keydown', e => e.target.closest('footer') && e.preventDefault())", "no way out"),
    ],
)
def test_the_look_at_the_way_of_the_focus_sees_what_is_wrong(visit, broken, told):
    page = visit().go("/").page
    assert focus.way(page) == []
    page.evaluate(broken)
    assert any(told in fault for fault in focus.way(page))


def test_a_stop_that_is_not_shown_is_seen(visit):
    page = visit().go("/").page
    page.evaluate(LAY_OUT, ":focus-visible { outline: 0 !important; box-shadow: none !important }")
    with pytest.raises(AssertionError, match="not shown"):
        focus.way(page)
