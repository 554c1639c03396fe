"""Pages outside the stories, and those where something went wrong: axe, reflow, a picture when wanted."""

import pytest

from tests.browser.house import LAY_OUT, PHONE
from tests.browser.reflow import lost


@pytest.mark.parametrize(
    ("who", "path", "name"),
    [
        ("", "/", "trang-chu"),
        ("", "/thu-tuc/", "danh-muc"),
        ("", "/thu-tuc/1.011607/", "mot-thu-tuc"),
        ("", "/tra-cuu/", "tra-cuu"),
        ("", "/xac-minh/", "kiem-tra-van-ban"),
        ("", "/dang-nhap/", "dang-nhap"),
        ("", "/tro-giup/", "tro-giup"),
        ("", "/khong-co-trang-nay/", "loi-404"),
        ("mai", "/ban/ho-so/", "loi-403-nguoi-dan"),
        ("mai", "/tai-khoan/", "tai-khoan"),
        ("mai", "/tai-khoan/ho-so/", "ho-so-cua-toi"),
        ("lan", "/ban/ho-so/?hang=tat-ca", "ban-tat-ca"),
        ("lan", "/ban/ho-so/?hang=qua-han", "ban-qua-han"),
        ("lan", "/ban/ho-so/?hang=tat-ca&q=khongcoai", "ban-khong-thay"),
        ("hai", "/ban/ky/", "cho-ky-trong"),
        ("pho", "/tai-khoan/", "tai-khoan-can-bo"),
        ("pho", "/quan-tri/khoa-ky/them/", "khoa-ky-them"),
        ("quantri", "/quan-tri/khoa-ky/", "khoa-ky"),
        ("quantri", "/quan-tri/tin-cay/", "tin-cay"),
    ],
)
def test_a_page_is_fit_to_be_seen(visit, who, path, name):
    visit(who).go(path).seen(f"trang-{name}")


@pytest.mark.parametrize(("who", "path"), [("hai", "/ban/bao-cao/ky/"), ("lan", "/ban/ho-so/moi/")])
def test_a_common_screen_of_an_office_holds_the_desk(visit, who, path):
    """1280 px less the bar that scrolls: the top is one line, no entry of the rail breaks, no table is cut."""
    page = visit(who, size=(1265, 720)).go(path).page
    assert page.evaluate("[...document.querySelectorAll('.table-wrap')].map(e => e.scrollWidth - e.clientWidth)") == [0]
    tops = "[...document.querySelector('.desk__top').children].map(e => e.getBoundingClientRect().top)"
    assert max(page.evaluate(tops)) - min(page.evaluate(tops)) < 20
    assert page.evaluate("document.querySelector('.desk__me').getBoundingClientRect().height") < 56
    assert page.evaluate("Math.max(...[...document.querySelectorAll('.rail a')].map(e => e.offsetHeight))") <= 40


def test_the_check_of_reflow_sees_what_is_lost(visit):
    page = visit(size=PHONE).go("/").page
    assert lost(page) == []
    page.evaluate(
        "document.querySelector('h1').innerHTML = `<span>${'nghiêng '.repeat(20).replace(/ /g, '&nbsp;')}</span>`"
    )
    page.evaluate(LAY_OUT, "h1 { white-space: nowrap; overflow-wrap: normal }")
    assert any("outside" in fault or "wide" in fault for fault in lost(page))
