"""Tú scans a card with the camera: the boxes are filled and marked, without a signal too; without a camera he is told a way."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.cameras import film, with_camera
from tests.browser.house import DESK, PHONE, House, Visitor
from thonso.core.identity.tests.photos import photo

# The number says what the card says: nothing to point out.
CARD = "010185000009|012345678|Lý Thị Mai|03071985|Nữ|Thôn Suối Chải, Xã Bát Xát, Tỉnh Lào Cai|01012022"
CONTRADICTS = CARD.replace("010185000009", "010099000009")
Looks = Callable[..., Visitor]


@pytest.fixture
def looks(house: House, tmp_path) -> Iterator[Looks]:
    """`looks(text)`: Tú's page in a browser whose camera sees a card with this code; nothing may be refused or break."""
    opened: list[Visitor] = []
    stack = []

    def open_(text: str | None, *, who: str = "tu", size: tuple[int, int] = PHONE, allowed: bool = True) -> Visitor:
        browser = with_camera(house.browser, film(tmp_path / "card.mjpeg", text))
        stack.append(browser)
        with_one = House(house.url, house.folder, browser.__enter__(), opened)
        visitor = with_one.visit(who, size=size, permissions=["camera"] if allowed else [])
        return visitor.go("/thon/giup/" if who == "tu" else "/ban/quay/luot/moi/")

    yield open_
    complaints = [text for visitor in opened for text in visitor.complaints]
    for browser in stack:
        browser.__exit__(None, None, None)
    assert complaints == []


def scan(page: Page) -> None:
    page.get_by_role("button", name="Quét thẻ").click()


def choose_pack(page: Page) -> None:
    scan(page)
    page.get_by_role("button", name="Tải bộ quét (0,4 MB)").click()


def test_the_camera_fills_in_the_boxes_and_says_that_nothing_was_verified(looks: Looks) -> None:
    page = looks(CARD).page
    choose_pack(page)
    expect(page.locator("#f-name")).to_have_value("Lý Thị Mai")
    values = [page.input_value(f"[name={name}]") for name in ("id_number", "birth", "sex", "address")]
    assert values == ["010185000009", "03/07/1985", "female", "Thôn Suối Chải, Xã Bát Xát, Tỉnh Lào Cai"]
    assert page.inner_text("[data-card-status]") == "Đã điền từ thẻ, chưa xác thực: anh chị đối chiếu lại với thẻ."
    assert page.locator(".field__filled:visible").all_inner_texts().count("lấy từ thẻ, chưa xác thực") == 3
    expect(page.locator("video")).to_have_count(0)
    expect(page.locator("[data-card-status]")).to_be_in_viewport()


def test_a_number_that_contradicts_the_card_is_pointed_out(looks: Looks) -> None:
    page = looks(CONTRADICTS).page
    choose_pack(page)
    expect(page.locator("#f-name")).to_have_value("Lý Thị Mai")
    said = page.inner_text("[data-card-status]")
    assert "người sinh năm 1999, không phải 1985" in said, said
    assert "nam giới" in said, said


def test_the_pack_is_loaded_once_and_scanning_goes_on_without_a_signal(looks: Looks) -> None:
    visitor = looks(CARD)
    page = visitor.page
    choose_pack(page)
    expect(page.locator("#f-name")).to_have_value("Lý Thị Mai")
    visitor.go("/thon/giup/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    scan(page)  # it was chosen before: no question
    expect(page.locator("#f-name")).to_have_value("Lý Thị Mai")
    page.context.set_offline(True)
    page.locator("#f-name").fill("")
    asked.clear()
    scan(page)
    expect(page.locator("#f-name")).to_have_value("Lý Thị Mai")
    assert asked == []
    page.locator("#f-name").fill("")
    page.locator("#card-photo").set_input_files(
        [{"name": "the.jpg", "mimeType": "image/jpeg", "buffer": photo(CARD.replace("Lý Thị Mai", "Lý Thị Hoa"))}]
    )
    expect(page.locator("#f-name")).to_have_value("Lý Thị Hoa")
    assert asked == [], "the photo did not leave the phone"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_open_scanner_is_fit_to_be_seen_and_says_to_come_closer(looks: Looks, size: tuple[int, int]) -> None:
    visitor = looks(None, size=size)
    page = visitor.page
    scan(page)
    page.get_by_role("button", name="Tải bộ quét (0,4 MB)").wait_for()
    visitor.seen(f"quet-hoi-{size[0]}")
    page.get_by_role("button", name="Tải bộ quét (0,4 MB)").click()
    page.get_by_text("Đưa mã vuông trên thẻ vào trong khung.").wait_for()
    assert page.locator(":focus").inner_text() == "Thôi quét"
    edges = "e => { const r = e.getBoundingClientRect(); return [r.top, r.bottom] }"
    top, _bottom = page.locator("video").evaluate(edges)
    _top, bottom = page.locator(":focus").evaluate(edges)
    assert top >= 60, "below the bar of the page"
    assert bottom <= size[1] - 90, "above the button that stays at the foot"
    page.get_by_text("Giữ yên máy, đưa lại gần.").wait_for()
    visitor.seen(f"quet-mo-{size[0]}")
    page.get_by_role("button", name="Thôi quét").click()
    expect(page.locator("video")).to_have_count(0)
    assert "Quét thẻ" in page.locator(":focus").inner_text()


def test_another_code_is_named_for_what_it_is(looks: Looks) -> None:
    page = looks("https://example.test/quang-cao-" + "x" * 60).page
    choose_pack(page)
    page.get_by_text("Đây không phải mã trên thẻ căn cước.").wait_for()
    page.get_by_role("button", name="Thôi quét").click()
    assert page.input_value("#f-name") == ""


def test_a_camera_that_is_not_allowed_is_no_dead_end(looks: Looks) -> None:
    visitor = looks(CARD, allowed=False)
    page = visitor.page
    choose_pack(page)
    page.get_by_text("Trình duyệt chưa cho trang này dùng máy ảnh.").wait_for()
    visitor.seen("quet-khong-cho")
    scan(page)  # once more, with the camera allowed meanwhile
    page.get_by_text("Trình duyệt chưa cho trang này dùng máy ảnh.").wait_for()
    page.context.grant_permissions(["camera"])
    scan(page)
    expect(page.locator("#f-name")).to_have_value("Lý Thị Mai")


def test_a_pack_that_does_not_come_through_can_be_asked_for_again(looks: Looks) -> None:
    visitor = looks(CARD)
    page = visitor.page
    scan(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Tải bộ quét (0,4 MB)").click()
    page.get_by_text("Chưa tải được bộ quét.").wait_for()
    visitor.complaints.clear()  # the browser says that it is offline
    page.context.set_offline(False)
    choose_pack(page)
    expect(page.locator("#f-name")).to_have_value("Lý Thị Mai")


def test_leaving_the_page_stops_the_camera(looks: Looks) -> None:
    page = looks(None).page
    choose_pack(page)
    page.locator("video").wait_for()
    page.evaluate(
        "() => { window.track = document.querySelector('video').srcObject.getTracks()[0];"
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
        "document.dispatchEvent(new Event('visibilitychange')) }"
    )
    expect(page.locator("video")).to_have_count(0)
    assert page.evaluate("window.track.readyState") == "ended"


def test_at_the_counter_a_webcam_does_the_same(looks: Looks) -> None:
    page = looks(CARD, who="lan", size=DESK).page
    choose_pack(page)
    expect(page.locator("#f-name")).to_have_value("Lý Thị Mai")
    assert page.input_value("#f-id_number") == "010185000009"


def test_the_pack_keeps_to_its_budget_and_is_asked_for_by_nobody_else(visit) -> None:
    visitor = visit("tu", size=PHONE).go("/thon/giup/")
    pack = json.loads(visitor.page.get_attribute("[data-scanner]", "data-scanner"))["pack"]
    assert pack["gzip"] <= 450_000
    assert round(pack["gzip"] / 1e6, 1) == 0.4, "as the button says"
    visitor.page.wait_for_load_state("networkidle")
    assert not [one.url for one in visitor.responses if "scan-" in one.url or "card." in one.url]
    travelled = decoded = 0
    for part in ("worker", "wasm"):
        answer = visitor.page.request.get(pack[part], headers={"Accept-Encoding": "gzip"})
        assert "immutable" in answer.headers["cache-control"], "kept by the browser"
        travelled += int(answer.headers["content-length"])
        decoded += len(answer.body())
    assert travelled <= 450_000, travelled
    assert decoded == pack["bytes"]
    page_policy = visitor.page.request.get("/thon/giup/").headers["content-security-policy"]
    worker_policy = visitor.page.request.get(pack["worker"]).headers["content-security-policy"]
    assert "wasm-unsafe-eval" not in page_policy
    assert worker_policy == "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"


def test_without_a_safe_connection_there_is_no_button_for_the_camera(house: House) -> None:
    context: BrowserContext = house.browser.new_context(base_url=house.url, viewport={"width": 360, "height": 740})
    context.add_init_script("Object.defineProperty(navigator, 'mediaDevices', {value: undefined})")
    page = context.new_page()
    page.goto("/dang-nhap/")
    page.locator("form[action$='/thu/tu/'] button").click()
    page.goto("/thon/giup/")
    expect(page.get_by_text("Chụp mã QR trên thẻ")).to_be_visible()
    expect(page.get_by_role("button", name="Quét thẻ")).to_have_count(0)
    context.close()


def test_a_decoder_that_breaks_is_said_and_the_next_press_starts_another(looks: Looks) -> None:
    page = looks(None).page
    page.evaluate(
        "() => { const Real = window.Worker; window.Worker = class extends Real { constructor(url) {"
        "super(url); setTimeout(() => this.onerror?.(new ErrorEvent('error')), 2500) } } }"
    )
    choose_pack(page)
    page.get_by_text("Đưa mã vuông trên thẻ vào trong khung.").wait_for()
    page.get_by_text("Chưa tải được bộ quét.").wait_for()
    expect(page.locator("video")).to_have_count(0)
    scan(page)
    expect(page.locator("video")).to_have_count(1)
