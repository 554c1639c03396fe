"""The shared PC: number keys, who walked away is asked and signed out, and nothing of her is left in a real browser."""

import re

import pytest

from tests.browser.house import DESK, PHONE

SIZES = ((1920, 1080), DESK, PHONE)
MAI = "Lý Thị Mai"
# What a script of the house could have kept, and the browser by itself.
KEEP = """async () => {
  localStorage.setItem('who', 'mai'); sessionStorage.setItem('who', 'mai');
  await (await caches.open('who')).put('/who', new Response('mai'));
  await new Promise(done => { const open = indexedDB.open('who'); open.onsuccess = () => { open.result.close(); done() } }) }"""
KEPT = """async () => [Object.keys(localStorage), Object.keys(sessionStorage).filter(key => !key.startsWith('kiosk:')),
  await caches.keys(), (await indexedDB.databases()).map(one => one.name),
  (await navigator.serviceWorker.getRegistrations()).length]"""
PRESSED = "main a, main button, main input:not([type=hidden]):not([type=radio]), .kiosk-bar a, .kiosk-bar button"
SMALL = """pressed => [...document.querySelectorAll(pressed)]
  .filter(e => e.offsetParent && getComputedStyle(e).display !== 'inline' && e.getBoundingClientRect().height < 63.5)
  .map(e => e.outerHTML.slice(0, 90))"""
SEVEN_TO_ONE = """() => axe.run(document, {runOnly: ['color-contrast-enhanced'], resultTypes: ['violations']})
  .then(found => found.violations.flatMap(one => one.nodes.map(node => node.html.slice(0, 120) + node.failureSummary)))"""
# The tiles of the demo name everybody, whoever was here.
NO_TILES = "document.querySelectorAll(`form[action*='/thu/']`).forEach(tile => tile.remove())"


@pytest.fixture
def lobby(visit):
    """A PC in the lobby, made one for everybody by the desk; taken back at the end."""
    pc, lan = visit(size=DESK), visit("lan")
    pc.go("/may-chung/")
    lan.go("/ban/may-chung/").fill(code=pc.page.inner_text(".pair-code"), place="Sảnh chờ").press("Dùng làm máy chung")
    assert "đã là máy chung" in lan.text
    pc.page.wait_for_selector(".kiosk-bar", timeout=10_000)  # it goes on by itself
    yield pc
    lan.go("/ban/may-chung/").unfold("Thôi dùng làm máy chung").press("Thôi làm máy chung Sảnh chờ")


def at(pc, path):
    assert re.sub(r"^https?://[^/]+", "", pc.page.url) == path


def key(pc, name, path):
    pc.page.keyboard.press(name)
    pc.page.wait_for_url(f"**{path}")


def back(page):
    """The button of the browser; what it leads to may go elsewhere by itself."""
    page.go_back(wait_until="commit")
    page.wait_for_timeout(700)
    page.wait_for_load_state()


def comes_in(pc):
    pc.go("/dang-nhap/?next=/tai-khoan/ho-so/")
    pc.activate(pc.page.locator("form[action$='/thu/mai/'] button"))
    pc.page.wait_for_url("**/tai-khoan/ho-so/")
    assert MAI in pc.page.inner_text(".kiosk-bar")


def fit(pc, name):
    pc.page.wait_for_load_state()
    assert pc.axe() == [], name
    assert pc.page.evaluate(SEVEN_TO_ONE) == [], name
    for width, height in SIZES:
        pc.page.set_viewport_size({"width": width, "height": height})
        assert pc.page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
        assert pc.page.evaluate(SMALL, PRESSED) == [], f"{name} at {width}"
        root = pc.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert 24 <= root <= 32, name
    pc.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def test_its_pages_are_large_and_fit_the_screens_it_has(lobby):
    for name in ("", "so/", "giup/"):
        lobby.go(f"/may-chung/{name}")
        fit(lobby, name)
    lobby.go("/may-chung/")
    assert lobby.page.evaluate("document.documentElement.scrollHeight") <= DESK[1], "all choices at one look"
    lobby.go("/tra-cuu/")
    fit(lobby, "tra-cuu")


def test_the_number_keys_are_all_it_needs(lobby):
    page = lobby.page
    titles = page.locator(".kiosk-choices a strong").all_inner_texts()
    assert titles[:2] == ["Lấy số", "Xem hồ sơ đến đâu"]
    key(lobby, "2", "/tra-cuu/")
    page.focus("#f-ma")
    page.keyboard.type("TS-20")
    assert page.input_value("#f-ma") == "TS-20", "in a box a digit is written"
    page.keyboard.press("Escape")
    at(lobby, "/tra-cuu/")
    key(lobby, "Escape", "/may-chung/")
    key(lobby, str(len(titles)), "/may-chung/giup/")
    key(lobby, "0", "/may-chung/")


def test_whatever_lists_choices_has_a_digit_on_each(lobby):
    page = lobby.page
    for path in ("/thu-tuc/", "/dang-nhap/", "/tro-giup/", "/diem-ho-tro/"):
        lobby.go(path)
        drawn = page.locator("main .kiosk-digit").all_inner_texts()
        assert drawn or path == "/diem-ho-tro/", f"{path}: nothing"  # hours and places are read there, not chosen
        assert drawn == [str(n) for n in range(1, len(drawn) + 1)], path
        assert lobby.axe() == [], path
    lobby.go("/thu-tuc/")
    page.locator("main h1").click()  # out of the box for the search
    link = page.locator("main a[data-key]").first
    target = link.get_attribute("href")
    page.keyboard.press(link.get_attribute("data-key"))
    page.wait_for_url(f"**{target}")


def test_in_a_box_digits_are_written(lobby):
    lobby.go("/tra-cuu/")
    page = lobby.page
    box = page.locator("main form input:not([type=hidden])").first
    box.focus()
    page.keyboard.type("12")
    assert box.input_value() == "12"
    assert "/tra-cuu/" in page.url


def test_a_slip_under_a_reader_leads_to_its_dossier_and_presses_nothing(lobby):
    lobby.page.keyboard.type("http://localhost/tra-cuu/?ma=TS-261109-0007")
    lobby.page.keyboard.press("Enter")
    lobby.page.wait_for_url("**/tra-cuu/?ma=*")
    assert lobby.page.input_value("#f-ma") == "TS-261109-0007"


def test_a_number_is_drawn_with_two_keys(lobby):
    key(lobby, "1", "/may-chung/so/")
    key(lobby, "1", "/may-chung/so/*-*/")
    assert re.fullmatch(r"[A-Z]\d{3}", lobby.page.inner_text(".kiosk-number").strip())
    fit(lobby, "drawn")
    lobby.page.wait_for_url("**/may-chung/", timeout=25_000)  # by itself: the next one waits


def test_who_is_still_there_goes_on_and_who_is_not_is_cleared(lobby):
    page = lobby.page
    page.clock.install()
    lobby.go("/tra-cuu/")
    page.fill("#f-ma", "TS-261109-0007")
    page.clock.run_for(59_000)
    assert page.is_hidden("[data-kiosk-cover]")
    page.clock.run_for(2_000)
    assert page.is_visible("text=Anh chị còn dùng máy không?")
    assert not page.locator("main").is_visible(), "nobody reads over the shoulder"
    assert lobby.axe() == []
    left = int(page.inner_text("[data-left-out]"))
    page.clock.run_for(5_000)
    assert int(page.inner_text("[data-left-out]")) < left <= 30
    assert page.evaluate("document.activeElement.matches('[data-stay]')")
    page.keyboard.press("Enter")
    assert page.input_value("#f-ma") == "TS-261109-0007", "what was typed is still there"
    page.mouse.move(5, 5)
    page.clock.run_for(61_000)
    page.mouse.move(50, 50)
    assert page.is_visible("[data-kiosk-cover]"), "only the button says that somebody is there"
    page.clock.run_for(31_000)
    page.wait_for_url("**/may-chung/")
    back(page)
    assert page.url.endswith("/may-chung/")
    assert "TS-261109-0007" not in page.content()


def test_a_citizen_who_walked_away_leaves_nothing(lobby):
    page, context = lobby.page, lobby.page.context
    comes_in(lobby)
    lobby.go("/tai-khoan/")
    assert MAI in page.content()
    page.evaluate(KEEP)
    lobby.press("Xong, xóa hết")
    page.wait_for_url("**/may-chung/")
    page.wait_for_load_state()
    assert [cookie["name"] for cookie in context.cookies()] == ["kiosk"]
    assert page.evaluate(KEPT) == [[], [], [], [], 0]
    assert MAI not in page.content()
    for _step in range(4):
        back(page)
        page.evaluate(NO_TILES)
        assert MAI not in page.content()
    assert lobby.status("/tai-khoan/ho-so/") == 302


def test_without_a_line_the_page_is_empty_until_it_is_cleared(lobby):
    page = lobby.page
    comes_in(lobby)
    page.context.set_offline(True)
    lobby.page.locator("[data-kiosk-end] button").click()
    page.wait_for_selector("text=Đang mất kết nối")
    assert MAI not in page.content()
    page.context.set_offline(False)
    page.wait_for_url("**/may-chung/")
    lobby.complaints.clear()  # that the line was gone
    assert lobby.status("/tai-khoan/ho-so/") == 302


def test_who_types_for_long_or_says_so_is_told_to_the_server_once_a_minute(lobby):
    page, told = lobby.page, []
    page.clock.install()
    lobby.go("/tra-cuu/")
    page.on("request", lambda request: told.append(request.url) if request.url.endswith("/con-dung/") else None)
    page.focus("#f-ma")
    for _key in range(10):
        page.keyboard.type("T")
        page.clock.run_for(19_000)
    page.wait_for_timeout(200)
    assert len(told) == 2, "at 76 and 152 seconds"
    page.clock.run_for(45_000)
    page.wait_for_timeout(200)
    assert page.is_visible("[data-kiosk-cover]")
    assert len(told) == 2, "nobody was there"
    with page.expect_response("**/con-dung/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204
    assert len(told) == 3


@pytest.mark.parametrize("script", [True, False])
def test_a_pc_taken_back_while_somebody_is_at_it_is_cleared_all_the_same(visit, script):
    pc, tu = visit(size=DESK, script=script), visit("tu", size=PHONE)
    pc.go("/may-chung/")
    tu.go("/thon/may-chung/").fill(code=pc.page.inner_text(".pair-code"), place="Nhà cũ").press("Dùng làm máy chung")
    pc.page.wait_for_selector(".kiosk-bar", timeout=10_000)
    comes_in(pc)
    tu.go("/thon/may-chung/").unfold("Thôi dùng làm máy chung").press("Thôi làm máy chung Nhà cũ")
    pc.page.locator("[data-kiosk-end] button").click()
    pc.page.wait_for_selector(".pair-code")
    assert MAI not in pc.page.content()
    assert pc.status("/tai-khoan/ho-so/") == 302
    back(pc.page)
    assert not pc.page.locator(".kiosk-bar", has_text=MAI).count()


def test_nothing_is_kept_of_a_form_and_nothing_is_offered(lobby):
    comes_in(lobby)
    lobby.go("/thu-tuc/")
    assert lobby.page.locator("form:not([autocomplete=off])").count() == 0
    assert lobby.page.locator("[target=_blank]").count() == 0
    assert lobby.page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('thonso'))") == []


def test_without_scripts_it_is_used_and_left(visit):
    pc, tu = visit(script=False), visit("tu", size=PHONE)
    pc.go("/may-chung/")
    tu.go("/thon/tv/").press("Máy chung ở nhà văn hóa thôn")
    tu.fill(code=pc.page.inner_text(".pair-code"), place="Nhà văn hóa").press("Dùng làm máy chung")
    pc.page.wait_for_selector(".kiosk-bar", timeout=10_000)
    pc.activate(pc.page.locator(".kiosk-bar__home"))
    comes_in(pc)
    pc.press("Xong, xóa hết")
    at(pc, "/may-chung/")
    assert pc.status("/tai-khoan/ho-so/") == 302
    tu.go("/thon/may-chung/").unfold("Thôi dùng làm máy chung").press("Thôi làm máy chung Nhà văn hóa")
    assert "không còn là máy chung" in tu.text
