"""A phone that takes no more words, that is locked while something is open, that is given back what has to be mended: nothing
typed is lost, nothing of a person stays behind, and what was thrown away here is gone at the commune too."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.away import CONFIRMATION, SEALED, Away
from tests.browser.phone import PIN, Phone
from tests.browser.test_what_goes_wrong_on_a_phone import helping
from thonso.procedures import samples

pytestmark = [pytest.mark.own_clock, pytest.mark.timeout(300)]

# `window.full` names the store that takes nothing more.
FULL = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...given) {
  if (this.name === window.full) throw new DOMException("full", "QuotaExceededError");
  return put.apply(this, given);
};"""
# All that stands in the document: words, and what is in boxes, seen or not.
DOCUMENT = """() => document.documentElement.outerHTML
  + [...document.querySelectorAll("input:not([type=radio]):not([type=checkbox]), textarea")].map((box) => box.value).join("|")"""
FULL_WORDS = "Máy hết chỗ chứa"


@pytest.fixture
def phone(away: Away, request: pytest.FixtureRequest) -> Iterator[Phone]:
    away.ask("UPDATE offline_device SET revoked_at = '2026-01-01 00:00:00' WHERE revoked_at IS NULL")  # five at most
    found = away.phone(request.node.name)
    yield found
    complaints = found.complaints
    found.close()
    assert complaints == []


def text_of(away: Away) -> dict[str, Any]:
    """As the application writes it, whole."""
    return away.text(samples.load(CONFIRMATION)["valid"]) | {"photos": [], "beside": {}, "slip": "", "at": ""}


def unlock(page: Page) -> None:
    """Without loading the page anew."""
    page.wait_for_selector("[data-view=lock]:not([hidden])")
    page.fill("#unlock [name=pin]", PIN)
    page.click("#unlock button")


def test_a_phone_that_takes_no_more_words_says_so_and_keeps_them_also_over_the_lock(phone: Phone) -> None:
    phone.context.add_init_script(FULL)
    one = helping(phone)
    page = phone.page
    phone.fill(one.answers, until="school_name")
    page.evaluate("window.full = 'records'")
    page.fill("[name=school_name]", "Trường tận cuối đường")
    page.click("[data-bar=fill]")
    page.locator("[data-full]", has_text=FULL_WORDS).wait_for()
    assert page.locator("[data-question=school_name]").is_visible(), "it went on though nothing was kept"
    page.click("header [data-lock]")
    page.wait_for_selector("[data-view=lock]:not([hidden])")
    left = page.evaluate(DOCUMENT)
    assert [word for word in ("Lý Thị Mai", "015168990001", "Trường tận cuối đường") if word in left] == []
    unlock(page)
    page.wait_for_selector("[data-question=school_name]:not([hidden])")
    assert page.input_value("[name=school_name]") == "Trường tận cuối đường"
    page.locator("[data-full]", has_text=FULL_WORDS).wait_for()
    page.evaluate("location.hash = '#/'")  # to make room; and back
    page.wait_for_selector("[data-group=drafts] li")
    page.click("[data-group=drafts] li a")
    page.wait_for_selector("[data-question=school_name]:not([hidden])")
    page.evaluate("window.full = ''")
    phone.fill(one.answers | {"school_name": "Trường tận cuối đường"})
    assert page.inner_text("[data-full]") == ""
    page.evaluate("window.full = 'records'")
    page.click("[data-bar=check]")
    page.locator("[data-full]", has_text=FULL_WORDS).wait_for()
    assert [record["state"] for record in phone.records()] == ["draft"]
    page.evaluate("window.full = ''")
    phone.send()
    phone.wait_for("received")


def test_after_the_lock_the_camera_is_off_and_nobody_stands_in_the_document(phone: Phone) -> None:
    phone.context.add_init_script(
        """window.tracks = [];
        window.BarcodeDetector = class { static getSupportedFormats = async () => ["qr_code"]; detect = async () => []; };
        navigator.mediaDevices.getUserMedia = async () => {
          const canvas = document.createElement("canvas");
          canvas.getContext("2d").fillRect(0, 0, 300, 150);
          const stream = canvas.captureStream(10);
          window.tracks.push(...stream.getTracks());
          return stream;
        };"""
    )
    page = phone.page
    phone.sign_in("tu").enrol()
    page.click("[data-view=home] a[href='#/giup']")
    page.fill("#begin [name='helped.name']", "Giàng Seo Phừ")
    page.evaluate("document.querySelector(\"[name='helped.address']\").value = 'Nhà dưới gốc gạo'")
    page.click("[data-card-scan]")
    page.wait_for_selector("[data-card-camera] video")
    page.click("header [data-lock]")
    page.wait_for_selector("[data-view=lock]:not([hidden])")
    page.wait_for_function("() => window.tracks.length > 0 && window.tracks.every((one) => one.readyState === 'ended')")
    left = page.evaluate(DOCUMENT)
    assert [word for word in ("Giàng Seo Phừ", "Nhà dưới gốc gạo") if word in left] == []


def test_what_was_read_from_a_card_does_not_reach_the_next_person(phone: Phone) -> None:
    page = phone.page
    phone.sign_in("tu").enrol()
    page.click("[data-view=home] a[href='#/giup']")
    page.evaluate("document.querySelector(\"[name='helped.address']\").value = 'Nhà dưới gốc gạo'")
    page.click("[data-view=begin] a[href='#/']")
    phone.help("Lý Thị Mai", "015168990001", "12/5/1968")
    page.locator("[data-end]").first.click()
    page.click("[data-view=home] a[href='#/giup']")
    assert page.input_value("[name='helped.address']") == ""


def sent_back(phone: Phone, text: dict[str, Any]) -> Page:
    """It was sealed and sent, the commune cannot take it, and she opens it to see what is wrong."""
    page = phone.sign_in("tu").enrol().page
    page.evaluate(SEALED, [text])
    page.evaluate("dispatchEvent(new Event('focus'))")
    phone.wait_for("mend")
    page.click("[data-group=mend] li a")
    return page


def test_the_person_and_the_slip_are_mended_on_the_phone(phone: Phone, away: Away) -> None:
    text = text_of(away)
    text["helped"] |= {"name": "Lý Thị Mai 2", "birth": "12/5/2068", "id_number": ""}
    text["slip"] = "PH-0000-00ZZ"
    page = sent_back(phone, text)
    page.wait_for_selector("[data-view=begin]:not([hidden]) .errors")
    name = page.locator("#begin [name='helped.name']")
    assert (name.input_value(), name.get_attribute("aria-invalid")) == ("Lý Thị Mai 2", "true")
    said = page.locator(f"[id='{name.get_attribute('aria-describedby')}']").inner_text()
    assert "Lý Thị Mai 2" in said
    page.click("[data-bar=begin]")  # the phone finds the same
    assert page.locator("#begin .field--error").count() == 2
    name.fill("Lý Thị Mai")
    page.fill("#begin [name='helped.birth']", "12/5/1968")
    page.click("[data-bar=begin]")
    phone.send()
    phone.wait_for("mend")
    page.click("[data-view=record] a[href='#/']")
    page.click("[data-group=mend] li a")
    page.wait_for_selector("[data-view=check]:not([hidden]) #send .errors")
    assert page.get_attribute("#send [name=slip]", "aria-invalid") == "true"
    page.fill("#send [name=slip]", "")
    phone.send()
    phone.wait_for("received")


def test_who_stands_beside_is_mended_where_it_was_asked(phone: Phone, away: Away) -> None:
    text = text_of(away)
    text["beside"] = {"interpreter_name": "Chảo Láo Ú", "interpreter_id_number": "015090000016", "no_interest": "1"}
    page = sent_back(phone, text)
    page.wait_for_selector("[data-view=beside]:not([hidden]) .errors")
    assert page.get_attribute("#beside [name=interpreter_language]", "aria-invalid") == "true"
    page.fill("#beside [name=interpreter_language]", "Dao")
    page.click("[data-bar=beside]")
    phone.send()
    phone.wait_for("received")


def test_what_is_thrown_away_here_is_gone_at_the_commune_too(phone: Phone, away: Away) -> None:
    kept = "SELECT count(*) FROM offline_sealedrecord WHERE state = 'draft'"
    ((before,),) = away.ask(kept)
    one = helping(phone)
    page = phone.page
    phone.fill(one.answers)
    page.click("[data-view=check] [data-back]")
    page.evaluate("location.hash = '#/'")
    page.wait_for_timeout(5500)  # still for five seconds: kept early
    page.evaluate("dispatchEvent(new Event('focus'))")
    _until(page, away, kept, before + 1)
    page.click("[data-group=drafts] li a")
    page.evaluate("location.hash = location.hash.split('/').slice(0, 3).join('/') + '/copies'")
    page.wait_for_selector("[data-view=fill]:not([hidden])")
    phone.context.set_offline(True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("[data-discard]")
    page.wait_for_selector("[data-view=home]:not([hidden])")
    assert phone.records() == []
    assert away.ask(kept) == [(before + 1,)]
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('focus'))")
    _until(page, away, kept, before)


def _until(page: Page, away: Away, query: str, wanted: int) -> None:
    for _turn in range(150):
        if away.ask(query) == [(wanted,)]:
            return
        page.wait_for_timeout(200)
    raise AssertionError(away.ask(query))


def test_a_phone_on_which_nothing_waits_learns_that_it_was_revoked(phone: Phone, away: Away) -> None:
    phone.sign_in("tu").enrol()
    away.ask("UPDATE access_apitoken SET revoked_at = '2026-11-27 00:00:00'")
    away.ask("UPDATE offline_device SET revoked_at = '2026-11-27 00:00:00'")
    page = phone.open()
    page.fill("#unlock [name=pin]", PIN)
    page.click("#unlock button")
    page.wait_for_selector("[data-view=revoked]:not([hidden])")


def test_receipts_that_a_new_pin_cannot_open_are_told(phone: Phone) -> None:
    one = helping(phone)
    page = phone.page
    phone.fill(one.answers).send()
    phone.wait_for("received")
    phone.open()
    phone.forget_the_pin("730164")
    page.click("#enrol button")
    page.wait_for_selector("[data-view=home]:not([hidden])")
    page.locator("[data-told]", has_text="1 giấy báo").wait_for()
    page.click("a[href='#/may']:visible")
    page.wait_for_selector("[data-view=settings]:not([hidden])")
    assert page.inner_text("[data-told]") == ""


def test_forms_that_another_release_drew_are_fetched_anew_and_one_that_is_nowhere_says_so(phone: Phone) -> None:
    helping(phone)
    page = phone.page
    page.evaluate("location.hash = '#/'")
    old = """async () => {
      const forms = await caches.open("thonso-forms");
      const [first] = await forms.keys();
      const html = await (await forms.match(first)).text();
      await forms.put(first, new Response(html.replace("<", "<!--old--><")));
      return first.url;
    }"""
    url = page.evaluate(old)
    phone.unlock()
    still = "url => caches.match(url).then((found) => found.text()).then((html) => html.includes('<!--old-->'))"
    for _turn in range(100):
        if not page.evaluate(still, url):
            break
        page.wait_for_timeout(200)
    assert not page.evaluate(still, url)

    phone.context.set_offline(True)
    gone = """() => caches.keys().then((names) => Promise.all(names.map(async (name) => {
      const cache = await caches.open(name);
      for (const one of await cache.keys()) if (/\\/mau\\/[0-9a-f-]{36}/.test(one.url)) await cache.delete(one);
    })))"""
    page.evaluate(gone)
    page.click("[data-group=drafts] li a")
    page.locator("[data-told]", has_text="Máy chưa có mẫu đơn này").wait_for()
    assert page.locator("[data-view=record]").is_visible()
