"""A question is spoken in Dao into a phone, listened to by another, and heard up the mountain without signal."""

import re
import wave
from io import BytesIO
from math import sin

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
    page.locator("[data-record]", has_text="1/60 giây").wait_for()
    page.get_by_role("button", name="Dừng", exact=True).click()
    page.locator("[data-record-status]", has_text="Đã thu xong").wait_for()
    assert page.get_by_role("button", name="Thu", exact=True).is_visible()
    assert page.locator("[data-record-heard]").is_visible()
    assert re.fullmatch(r"Lời vừa thu, \d giây.*", page.inner_text("[data-pick-seen] li"), re.DOTALL)
    page.get_by_role("button", name="Giữ và sang câu sau").click()
    page.locator("[data-record-status]", has_text="hỏi người đọc").wait_for()  # and what was said is not lost
    page.locator("label", has_text="Người đọc đồng ý").click()
    page.get_by_role("button", name="Giữ và sang câu sau").click()
    page.locator(".messages", has_text="Đã giữ. Câu tiếp theo:").wait_for()
    phone.context.clear_cookies()

    page = phone.sign_in("dung").page
    page.goto("/thon/thu-am/nghe/")
    page.get_by_role("button", name="Đọc đúng: cho mọi người nghe").click()
    page.locator("[data-hears-said]", has_text="nghe hết lời đọc").wait_for()  # and it is played
    page.locator("[data-hears-said]:empty").wait_for(state="attached")
    page.get_by_role("button", name="Đọc đúng: cho mọi người nghe").click()
    page.locator("p", has_text="Đã nghe hết. Hôm nay").wait_for()
    phone.context.clear_cookies()

    page = phone.sign_in("tu").enrol().page
    page.click("a[href='#/may']:visible")
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


def tone(seconds: int, *, rate: int = 8000) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        sound.writeframes(
            b"".join(round(9000 * sin(n / 3)).to_bytes(2, "little", signed=True) for n in range(rate * seconds))
        )
    return out.getvalue()


def test_a_file_of_another_application_is_changed_where_it_must_be_and_measured(house: House) -> None:
    visitor = house.visit("tu", size=PHONE).go("/thon/thu-am/giay/")
    page = visitor.page
    page.locator(".card--link a").first.click()
    box, said = page.locator("input[type=file]"), page.locator("[data-record-status]")
    page.locator("label", has_text="Người đọc đồng ý").click()
    box.set_input_files({"name": "dài.wav", "mimeType": "audio/wav", "buffer": tone(63)})
    said.filter(has_text="dài quá một phút").wait_for()
    assert page.locator("[data-pick-seen] li").count() == 0
    box.set_input_files({"name": "xã.wav", "mimeType": "audio/wav", "buffer": tone(2)})
    said.filter(has_text="Tệp dài 2 giây").wait_for()
    assert "xã.wav, 2 giây" in page.inner_text("[data-pick-seen] li")
    assert page.locator("[data-record-heard]").is_visible()
    visitor.seen("voices-file")
    page.get_by_role("button", name="Bỏ ra").click()
    assert not page.locator("[data-record-heard]").is_visible()
    box.set_input_files({"name": "xã.wav", "mimeType": "audio/wav", "buffer": tone(2)})
    said.filter(has_text="Tệp dài 2 giây").wait_for()
    visitor.press("Giữ và sang câu sau")
    page.locator(".messages", has_text="Đã giữ. Câu tiếp theo:").wait_for()
    assert visitor.complaints == []
    page.context.close()
    house.opened.remove(visitor)


def test_a_page_of_the_server_is_heard_by_keyboard_in_the_language_chosen_once(house: House) -> None:
    visitor = house.visit("", size=PHONE).go("/thu-tuc/TS.000001/")
    page = visitor.page
    assert page.locator(".say, .unspoken").count() == 0
    page.locator(".hear > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert visitor.focused().inner_text().startswith("Tiếng Việt")
    page.keyboard.press("Enter")
    speaker = page.get_by_role("button", name="Nghe giọng máy: Xác nhận thuộc hộ nghèo, hộ cận nghèo", exact=True)
    speaker.focus()
    page.keyboard.press("Enter")
    page.locator(".say.is-playing[aria-pressed=true]").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('.say.is-playing')")  # stopped
    short = page.get_by_role("button", name="Nghe giọng máy: Cha hoặc mẹ", exact=True)
    short.click()
    page.locator(".say.is-playing").wait_for()
    page.wait_for_function("() => !document.querySelector('.say.is-playing')")  # to its end
    visitor.seen("heard-procedure")
    visitor.unfold("Đọc cho nghe bằng").press("Tiếng Mông chưa có câu nào")
    assert page.locator(".say").count() == 0
    page.locator(".unspoken", has_text="chưa có bản đọc").first.wait_for()
    visitor.seen("heard-nothing-yet")
    visitor.unfold("Đọc cho nghe bằng").press("Không đọc")
    assert page.locator(".say, .unspoken").count() == 0
    assert visitor.complaints == []
    page.context.close()
    house.opened.remove(visitor)


def test_a_question_is_heard_beside_who_is_helped_and_nothing_typed_is_lost(house: House) -> None:
    visitor = house.visit("tu", size=PHONE).go("/thon/giup/")
    visitor.fill(name="Lý Thị Mai", id_number="015168990023", birth="14/05/1968").choose("Đồng ý bằng lời")
    visitor.press("Bắt đầu giúp").go("/thu-tuc/TS.000001/nop/").choose("Nộp cho chính mình")
    visitor.press("Bắt đầu")
    page = visitor.page
    page.goto(re.sub(r"/cau/.*", "/cau/requester/", page.url))
    page.fill("[name='requester.full_name']", "Lý Thị Mẩy")
    visitor.unfold("Đọc cho nghe")
    visitor.activate(page.get_by_role("button", name="Tiếng Việt"))  # with how much of it there is
    page.wait_for_url("**/cau/requester/")
    assert page.input_value("[name='requester.full_name']") == "Lý Thị Mẩy"
    page.get_by_role("button", name="Nghe giọng máy: Người đề nghị xác nhận").click()
    page.locator(".say.is-playing").wait_for()
    visitor.seen("heard-question")
    page.goto(page.url.replace("/requester/", "/is_head/"))
    assert page.get_by_role("button", name="Nghe giọng máy: Có", exact=True).is_visible()
    visitor.seen("heard-options")
    visitor.go("/thon/giup/ket-thuc/")
    visitor.activate(page.locator("main form button, .hamlet__actions button").last)
    assert visitor.complaints == []
    page.context.close()
    house.opened.remove(visitor)


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
    visitor.go("/thon/thu-am/vi/?loc=co").page.locator(".card--link a").first.click()
    visitor.page.locator("h2", has_text="Đang phát cho mọi người nghe").wait_for()
    visitor.seen("voices-heard-today")
    for name, path in {
        "phones-own": "/thon/may-cua-toi/",
        "left-open": "/thon/do-dang/",
        "helped": "/thon/da-giup/",
    }.items():
        visitor.go(path).seen(name)
    assert visitor.complaints == []
    visitor.page.context.close()
    house.opened.remove(visitor)
