"""A question is spoken in Dao into a phone, listened to by another, and heard up the mountain without signal."""

import pytest

from tests.browser.house import PHONE, House
from tests.browser.phone import Phone

pytestmark = [pytest.mark.own_clock, pytest.mark.timeout(300)]
FLAGS = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def test_spoken_heard_approved_and_played_without_signal(phone: Phone) -> None:
    page = phone.sign_in("tu").page
    page.goto("/thon/thu-am/dao/")
    page.fill("[name=q]", "nguoi de nghi xac nhan")
    page.get_by_role("button", name="Tìm kiếm").click()
    page.get_by_role("link", name="Người đề nghị xác nhận", exact=True).click()
    page.click("[data-record]")
    page.locator("[data-record-status]", has_text="Đang thu").wait_for()
    page.wait_for_timeout(1200)
    page.click("[data-record]")
    page.locator("[data-record-status]", has_text="Đã thu xong").wait_for()
    assert page.locator("[data-record-heard]").is_visible()
    page.locator("label", has_text="Người đọc đồng ý").click()
    page.get_by_role("button", name="Giữ và sang câu sau").click()
    page.wait_for_url("**/thon/thu-am/dao/*/")
    phone.context.clear_cookies()

    page = phone.sign_in("dung").page
    page.goto("/thon/thu-am/nghe/")
    page.get_by_role("button", name="Đọc đúng: cho mọi người nghe").click()
    page.wait_for_url("**/thon/thu-am/nghe/")
    phone.context.clear_cookies()

    page = phone.sign_in("tu").enrol().page
    page.click("a[href='#/may']")
    page.locator("label", has_text="Tiếng Dao").click()
    page.locator("[data-voices-said]", has_text="Máy này đọc được 1").wait_for()
    page.click("[data-view=settings] a[href='#/']")
    phone.help("Lý Thị Mai", "015168990001", "12/5/1968")
    phone.context.set_offline(True)
    phone.begin("xác nhận thuộc hộ nghèo")
    listen = page.get_by_role("button", name="Nghe: Người đề nghị xác nhận")
    listen.click()
    page.locator(".say.is-playing").wait_for()
    page.wait_for_function("() => !document.querySelector('.say.is-playing')")  # to its end
    page.click("[data-bar=fill]")
    page.locator("[data-kicker]", has_text="câu 2").wait_for()
    page.locator("[data-unspoken]", has_text="chưa có Tiếng Dao").first.wait_for()
    assert page.locator(".say").count() == 0


def test_the_pages_of_recording_are_read_by_axe(house: House) -> None:
    visitor = house.visit("tu", size=PHONE)
    for name, path in {
        "voices": "/thon/thu-am/",
        "voices-texts": "/thon/thu-am/dao/",
        "voices-listen": "/thon/thu-am/nghe/",
    }.items():
        visitor.go(path).seen(name)
    visitor.go("/thon/thu-am/dao/").page.locator(".card--link a").first.click()
    visitor.seen("voices-record")
    for name, path in {
        "phones-own": "/thon/may-cua-toi/",
        "left-open": "/thon/do-dang/",
        "helped": "/thon/da-giup/",
    }.items():
        visitor.go(path).seen(name)
    assert visitor.complaints == []
    visitor.page.context.close()
    house.opened.remove(visitor)
