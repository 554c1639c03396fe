"""The TV in the hamlet house: paired from a phone, shows what is written there, goes on when the net is gone."""

import os
from pathlib import Path

import pytest

from tests.browser.house import DESK, PHONE, TV
from tests.browser.test_weight import KB, weigh
from thonso.core.base.clock import today

TITLE = "Sáng thứ Bảy cả thôn dọn rãnh nước đường lên xóm trên"
# As long as they can be: two hundred letters above six hundred.
LONGEST = (
    ("Tiêm phòng đợt hai cho trâu bò, lợn, gà vịt của cả thôn " * 4)[:200].strip(),
    ("Mỗi nhà dắt trâu bò. " * 30)[:600],
)
CUT = """() => [...document.querySelectorAll('[data-panel]')].map(panel => {
  const before = panel.hidden; panel.hidden = false;
  document.querySelectorAll('[data-panel]').forEach(other => { other.style.display = other === panel ? '' : 'none' });
  const lost = panel.scrollHeight - panel.clientHeight;
  document.querySelectorAll('[data-panel]').forEach(other => { other.style.display = '' });
  panel.hidden = before;
  return lost })"""


def picture(visitor, name):
    if folder := os.environ.get("THONSO_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=Path(folder) / f"tv-{name}.png")


def fit(visitor, name):
    """axe has nothing to say; nothing is lost at any of the three sizes; pictures when wanted."""
    visitor.page.emulate_media(reduced_motion="reduce")  # what fades in has no contrast yet
    assert visitor.axe() == [], name
    for width, height in (TV, DESK, PHONE):
        visitor.page.set_viewport_size({"width": width, "height": height})
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, name
        if width >= 800:
            assert max(visitor.page.evaluate(CUT), default=0) <= 0, f"{name}: cut at {width}"
            assert visitor.page.evaluate("document.documentElement.scrollHeight") <= height, name
        picture(visitor, f"{name}-{width}")
    visitor.page.set_viewport_size({"width": TV[0], "height": TV[1]})
    visitor.page.emulate_media(reduced_motion="no-preference")


def size_of(page, selector):
    return page.eval_on_selector(selector, "e => parseFloat(getComputedStyle(e).fontSize)")


@pytest.fixture
def paired(visit):
    """A TV, and the phone of the helper who has just typed its code."""
    tv, tu = visit(size=TV), visit("tu", size=PHONE)
    tv.page.clock.install()
    tv.go("/tv/")
    fit(tv, "ghep")
    tu.go("/thon/tv/").fill(code=tv.page.inner_text(".tv__code"), place="Nhà văn hóa thôn").press("Ghép")
    assert "Đã ghép" in tu.text
    tv.page.clock.run_for(4_000)
    tv.page.wait_for_selector("[data-panel]", timeout=10_000)
    yield tv, tu
    for row in tu.page.locator("summary", has_text="gỡ TV").all():
        row.click()
        tu.press("Gỡ TV Nhà văn hóa thôn")
    tv.page.wait_for_timeout(100)


def current(tv):
    return tv.page.inner_text("[data-panel].is-now")


def until_kept(page):
    """Until the worker holds the page: `wait_for_function` takes a promise for a yes while the page's clock is held."""
    for _turn in range(100):
        if page.evaluate("caches.match('/tv/').then((found) => !!found)"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page was not kept")


def test_from_the_code_to_an_announcement_and_on_without_a_net(paired):
    tv, tu = paired
    page = tv.page
    tu.seen("thon-tv")
    for title, text in ((TITLE, "Mỗi nhà một người, mang cuốc xẻng."), LONGEST):
        tu.fill(title=title, text=text).press("Đăng thông báo")
        assert "Đã đăng" in tu.text
    # The browser itself comes back after fifteen seconds, whatever the clock of the page says; it may have come between the two.
    page.wait_for_function(
        "all => all.every(t => document.querySelector('[data-screens]').textContent.includes(t))",
        arg=[TITLE, LONGEST[0]],
        timeout=25_000,
    )
    fit(tv, "noi-dung")
    assert size_of(page, "[data-panel].is-now h2") >= 72
    assert size_of(page, "[data-hamlet]") >= 72
    assert min(size_of(page, one) for one in ("[data-day]", ".tv__at", ".tv__support", ".tv__pause")) >= 44
    margins = page.evaluate(
        "(r => [r.left, innerWidth - r.right])(document.querySelector('.tv__stage').getBoundingClientRect())"
    )
    assert min(margins) >= 0.05 * TV[0] - 1

    shown = current(tv)
    page.clock.run_for(13_000)
    assert current(tv) != shown, "another screen after twelve seconds"
    page.keyboard.press("ArrowLeft")
    assert current(tv) == shown
    page.keyboard.press("Enter")
    assert page.inner_text("[data-pause]") == "Chạy tiếp"
    page.clock.run_for(30_000)
    assert current(tv) == shown, "held"
    page.keyboard.press("Enter")
    page.clock.run_for(13_000)
    assert current(tv) != shown

    until_kept(page)
    page.context.set_offline(True)
    page.clock.run_for(6 * 60_000)
    assert "cách đây 6 phút: mạng đang mất" in page.inner_text("[data-at]")
    fit(tv, "mat-mang")
    seen = set()
    for _turn in range(24):
        seen.add(current(tv))
        page.clock.run_for(12_500)
    assert any(TITLE in one for one in seen)
    assert len(seen) > 2, "the last content goes on"
    assert page.evaluate("JSON.parse(localStorage.getItem('thonso.tv')).content.html.length") > 100

    # Switched off and on again, still without a net.
    page.reload()
    page.wait_for_selector("[data-panel].is-now")
    page.clock.run_for(1_000)
    assert "mạng đang mất" in page.inner_text("[data-at]")
    assert TITLE in page.locator("[data-screens]").text_content()

    page.context.set_offline(False)
    tv.complaints[:] = [one for one in tv.complaints if "INTERNET_DISCONNECTED" not in one]
    page.clock.run_for(70_000)
    page.wait_for_function("() => !document.querySelector('[data-at]').classList.contains('is-old')", timeout=30_000)
    assert "Cập nhật" in page.inner_text("[data-at]")


def test_a_meeting_of_today_is_one_button_away(paired):
    tv, tu = paired
    page = tv.page
    room = "https://hop.example.vn/suoi-chai"
    tu.go("/thon/tv/").unfold("Cuộc họp sắp tới")
    tu.fill(about="Họp thôn: thử phòng", on=f"{today():%d/%m/%Y}", hour="23h59", held="Nhà văn hóa thôn", room=room)
    tu.press("Đăng giờ họp").seen("thon-tv-hop")
    join = page.locator(f"a[href='{room}']")
    join.wait_for(state="attached", timeout=25_000)
    for _turn in range(24):
        if join.is_visible():
            break
        page.keyboard.press("ArrowRight")
    fit(tv, "hop")
    assert page.evaluate("document.activeElement.className") == "tv__join", "the button of the remote control is enough"
    page.route(f"{room}*", lambda route: route.fulfill(body="vào phòng", content_type="text/plain; charset=utf-8"))
    page.keyboard.press("Enter")
    page.wait_for_url(room)
    page.go_back()
    page.wait_for_selector("[data-panel].is-now")


def test_taken_out_it_goes_back_to_a_code_and_forgets(paired):
    tv, tu = paired
    assert tv.page.evaluate("localStorage.getItem('thonso.tv')")
    tu.go("/thon/tv/").unfold("Đổi tên, gỡ TV").press("Gỡ TV Nhà văn hóa thôn")
    tv.page.wait_for_selector(".tv__code", timeout=25_000)
    assert tv.page.evaluate("localStorage.getItem('thonso.tv')") is None


def test_a_page_of_the_tv_keeps_to_its_budget(visit, paired):
    tv, _tu = paired
    fresh = weigh(visit(size=TV, storage_state=tv.page.context.storage_state()).page, "/tv/")
    assert 20 * KB < fresh.bytes <= 50 * KB, fresh
    assert len(fresh.requests) <= 6, fresh


def test_who_wants_no_motion_gets_none(paired):
    page = paired[0].page
    motion = "getComputedStyle(document.querySelector('.tv__panel.is-now')).animationName"
    assert page.evaluate(motion) == "tv-in"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(motion) == "none"


def test_the_page_of_the_desk_is_fit_to_be_seen(visit):
    visit("lan").go("/ban/tv/").seen("ban-tv")
