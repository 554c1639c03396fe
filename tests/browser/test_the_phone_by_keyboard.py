"""Proof 8: on the phone somebody is helped without a mouse or a finger, from the PIN to the receipt. After every change of
the screen the focus stands at its beginning, and wherever Tab leads it can be seen."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.browser import focus
from tests.browser.house import PHONE, House
from tests.browser.phone import PIN, photograph
from tests.browser.story import LO, MAI
from tests.browser.typist import Typist
from thonso.procedures import samples

pytestmark = [pytest.mark.own_clock, pytest.mark.timeout(600)]
LOST = """view => {
  const e = document.activeElement;
  const there = document.querySelector(`[data-view="${view}"]`).contains(e) && e.matches("h1, input, .errors");
  return there ? "" : (e ? e.outerHTML.slice(0, 160) : "nothing");
}"""
DRAWN = "() => document.documentElement.dataset.drawn === location.hash"


@pytest.fixture
def tu(house: House) -> Iterator[Typist]:
    house.sql("UPDATE offline_device SET revoked_at = '2026-01-01 00:00:00' WHERE revoked_at IS NULL")  # five at most
    found = house.visit("tu", size=PHONE, mouse=False)
    assert isinstance(found, Typist)
    yield found
    complaints = [text for text in found.complaints if "net::ERR" not in text and "Failed to load" not in text]
    found.page.context.close()
    house.opened.remove(found)
    assert complaints == []


def on(tu: Typist, view: str) -> None:
    """The screen is there, and one reads on at its beginning."""
    tu.page.wait_for_selector(f"[data-view={view}]:not([hidden])")
    if view not in {"start", "lock"}:
        tu.page.wait_for_function(DRAWN)
    assert (where := tu.page.evaluate(LOST, view)) == "", f"{view}: {where}"
    tu.arrived = True


def press(tu: Typist, target: str | Locator, view: str, key: str = "Enter") -> None:
    tu.reach(tu.page.locator(target) if isinstance(target, str) else target)
    tu.page.keyboard.press(key)
    on(tu, view)


def go_on(tu: Typist, *, by: str = "[data-bar=fill]") -> None:
    """To the next screen, whichever it is."""
    before = tu.page.url
    tu.reach(tu.page.locator(by))
    tu.page.keyboard.press("Enter")
    tu.page.wait_for_function(
        "before => document.querySelector('[data-view=fill] .errors') || "
        "(location.href !== before && document.documentElement.dataset.drawn === location.hash)",
        arg=before,
    )
    assert tu.page.locator("[data-view=fill] .errors").count() == 0, tu.text
    on(tu, str(tu.page.locator("[data-view]:not([hidden])").get_attribute("data-view")))


def shift_tab(tu: Typist, target: Locator) -> None:
    for _step in range(focus.ENOUGH):
        if target.evaluate("e => e === document.activeElement"):
            return
        tu.page.keyboard.press("Shift+Tab")
        assert (fault := tu.page.evaluate(focus.SHOWN)) == "", fault
    raise AssertionError("no way back by Shift+Tab")


def enrol(tu: Typist) -> None:
    tu.go("/thon/may/")
    tu.page.wait_for_selector("html[data-ready]")
    tu.page.wait_for_selector("[data-view=start]:not([hidden])")
    for box in ("pin", "again"):
        tu.write(tu.page.locator(f"#enrol [name={box}]"), PIN)
    tu.page.keyboard.press("Enter")
    on(tu, "home")
    tu.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    tu.page.locator("[data-shelf]", has_text="sẵn sàng").wait_for()


def open_by_pin(tu: Typist) -> None:
    press(tu, "header [data-lock]", "lock")
    tu.page.keyboard.type(PIN)
    tu.page.keyboard.press("Enter")
    on(tu, "home")


def help_someone(tu: Typist, who: tuple[str, str, str]) -> None:
    press(tu, "[data-view=home] a[href='#/giup']", "begin")
    press(tu, "[data-bar=begin]", "begin")
    assert tu.page.evaluate("document.activeElement.matches('.errors')"), "what is missing is told"
    for box, value in zip(("name", "id_number", "birth"), who, strict=True):
        if value:
            tu.write(tu.page.locator(f"#begin [name='helped.{box}']"), value)
    tu.tick(tu.page.locator("#begin [name='helped.consent'][value=spoken]"))
    press(tu, "[data-bar=begin]", "choose")
    tu.page.wait_for_selector("[data-offered] li")


def begin(tu: Typist, words: str, capacity: str) -> None:
    tu.write(tu.page.locator("[data-search]"), words)
    tu.reach(tu.page.locator("[data-offered] button").first)
    tu.page.keyboard.press("Enter")
    tu.page.wait_for_selector("[data-filers]:not([hidden])")
    assert tu.page.evaluate("document.activeElement.name") == "relation"
    tu.tick(tu.page.locator(f"[data-capacities] input[value={capacity}]"))
    press(tu, "#filer button", "fill")


def answer(tu: Typist, answers: dict[str, Any]) -> None:
    """Every question until the last: radios by arrows, boxes by Space, places by the arrows of their lists."""
    for _turn in range(40):
        if tu.page.locator("[data-view=fill]").is_hidden():
            return
        for question in tu.page.locator("[data-section]:not([hidden]) > [data-question]:not([hidden])").all():
            key = question.get_attribute("data-question") or ""
            if key in answers:
                _fill(tu, question, key, answers[key])
        go_on(tu)
    raise AssertionError("the questions did not come to an end")


def _fill(tu: Typist, question: Locator, name: str, value: Any) -> None:
    if isinstance(value, dict):
        for part, each in value.items():
            _fill(tu, question, f"{name}.{part}", each)
        return
    boxes = question.locator(f"[name='{name}']:not([type=hidden])")
    if boxes.count() == 0:  # known, and not asked
        return
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    kind = boxes.first.evaluate("e => e.type")
    if kind == "radio":
        tu.tick(question.locator(f"[name='{name}'][value='{text}']"))
    elif kind == "checkbox":
        tu.tick(boxes)
    elif kind == "select-one":
        tu.select(boxes, text)
    else:
        tu.write(boxes, re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3/\2/\1", text))


def going_on_comes_first(tu: Typist) -> None:
    """Throwing away stands behind it, for the key and for the eye."""
    after, away = tu.page.locator("[data-bar=fill]"), tu.page.locator("[data-discard]")
    follows = "(after, away) => !!(after.compareDocumentPosition(away) & Node.DOCUMENT_POSITION_FOLLOWING)"
    assert tu.page.evaluate(
        f"([after, away]) => ({follows})(after, away)", [after.element_handle(), away.element_handle()]
    )
    tu.reach(after)
    tu.tab()
    assert tu.page.evaluate("document.activeElement.matches('[data-discard]')")
    assert after.bounding_box()["y"] < away.bounding_box()["y"]
    shift_tab(tu, after)


def test_by_keyboard_alone_from_the_pin_to_the_receipt(tu: Typist) -> None:
    page = tu.page
    one = samples.load("TS.000001")["valid"]
    enrol(tu)
    open_by_pin(tu)
    page.context.set_offline(True)
    help_someone(tu, LO)
    begin(tu, "xac nhan thuoc ho ngheo", "authorised")
    answer(tu, {**one.answers, "signature": {"way": "paper"}})  # who cannot draw signs on paper

    on(tu, "papers")
    chooser = page.locator("[data-papers] input[type=file]")
    for at in range(2):
        photo = FilePayload(name=f"{at}.jpg", mimeType="image/jpeg", buffer=photograph(at, width=600, height=400))
        tu.attach(chooser, photo)
        page.locator("[data-papers] img").nth(at).wait_for()
    out = page.locator("[data-papers] [data-out]")
    expect(out.nth(1)).to_have_accessible_name(re.compile("^Bỏ ra ?: Ảnh 2$"))
    tu.reach(out.nth(1))
    page.keyboard.press("Enter")
    expect(out).to_have_count(1)
    assert page.evaluate("document.activeElement.type") == "file", "its own button is gone"
    press(tu, "[data-bar=papers]", "check")

    change = page.locator("[data-answers] a[href$='/copies/sua']")
    expect(change).to_have_accessible_name(re.compile("^Sửa ?: .+"))
    press(tu, change, "fill")
    tu.write(page.locator("#question [name=copies]"), "3")
    page.keyboard.press("Enter")  # in a box it goes on
    on(tu, "check")
    assert "3" in change.locator("xpath=ancestor::div[1]").inner_text()

    press(tu, "[data-beside-link]", "beside")
    for box, value in {"witness1_name": MAI[0], "witness1_id_number": MAI[1]}.items():
        tu.write(page.locator(f"#beside [name={box}]"), value)
    press(tu, "[data-view=beside] [data-back]", "check")
    press(tu, "[data-beside-link]", "beside")
    assert page.input_value("#beside [name=witness1_name]") == MAI[0], "going back keeps what was typed"
    for box in ("witness1_name", "witness1_id_number"):
        tu.write(page.locator(f"#beside [name={box}]"), " ")
        page.keyboard.press("Backspace")
    press(tu, "[data-bar=beside]", "check")

    page.keyboard.press("Tab")
    shift_tab(tu, page.locator("header [data-end]"))
    assert page.locator("[data-still-open]").is_hidden(), tu.text
    press(tu, "[data-bar=check]", "record")
    expect(page.locator("[data-view=record] [data-state]")).to_have_text(
        re.compile("đã lưu trong máy, sẽ gửi khi có sóng", re.IGNORECASE)
    )
    tu.reach(page.locator("[data-send-now]"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_contain_text("chưa có sóng")
    assert page.evaluate("document.activeElement.matches('[data-send-now]')")
    page.context.set_offline(False)
    page.locator("[data-receipt] [data-code]", has_text="TS-").wait_for()
    expect(page.locator("[data-send-now]")).to_be_hidden()
    assert not focus.on_nothing(page), "the button has gone, and the place with it"
    press(tu, "[data-view=record] .back a", "home")
    press(tu, "[data-group=received] li a", "record")
    press(tu, "header [data-end]", "home")
    assert page.locator("[data-who]").first.is_hidden()


def test_by_keyboard_a_day_is_typed_and_a_form_thrown_away(tu: Typist) -> None:
    page = tu.page
    one = samples.load("2.000635")["valid"]
    enrol(tu)
    page.keyboard.press("Tab")
    shift_tab(tu, page.locator(".skip"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    help_someone(tu, MAI)
    begin(tu, "trich luc ho tich", "self")
    going_on_comes_first(tu)
    screen = page.url
    shift_tab(tu, page.locator(".skip"))
    page.keyboard.press("Enter")
    assert (page.url, page.evaluate("document.activeElement.id")) == (screen, "main"), "the screen stays"
    answer(tu, one.answers)
    on(tu, "check")
    assert "1968" in page.inner_text("[data-answers]")
    press(tu, "[data-view=check] [data-back]", "fill")
    page.once("dialog", lambda asked: asked.accept())
    press(tu, "[data-discard]", "home")
    assert page.locator("[data-group=drafts]").is_hidden()
