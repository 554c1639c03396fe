"""The look, in a real Chromium: weight, reflow at 320 px and 200 %, axe, keyboard, scripts off, nothing refused by the CSP."""

import json
import time
from pathlib import Path

import pytest
from django.conf import settings

from thonso.core.web.context import forget_faces

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("thonso.core.web.tests.urls_that_fail"),
]
AXE = Path(settings.ROOT) / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FRAMES = ["/", "/tro-giup/", "/thanh-phan/", "/thanh-phan/?khung=ban", "/thanh-phan/?khung=thon",
          "/thanh-phan/?khung=cau-hoi", "/thanh-phan/?khung=ho-so"]  # fmt: skip
FAILURES = ["/khong-co/", "/fail/stale/", "/fail/refused/", "/fail/too-many/", "/fail/locked/", "/fail/step-up/"]


@pytest.fixture(autouse=True)
def commune(bat_xat):
    forget_faces()


def axe(visit) -> list[str]:
    # Through the debugger, so that the page's own content security policy stays as it is.
    visit.page.evaluate(AXE.read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = visit.page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(tags)}}})")
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("path", [*FRAMES, *FAILURES])
def test_axe_finds_nothing_and_nothing_is_refused(visit, path):
    seen = visit(path)
    # A status of 4xx is a complaint of its own; anything else would be a style or script that the policy refused.
    assert [text for text in seen.complaints if "responded with a status" not in text] == []
    for width in (360, 1366):
        seen.page.set_viewport_size({"width": width, "height": 768})
        seen.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert axe(seen) == []


def test_axe_finds_nothing_in_an_open_dialog(visit):
    seen = visit("/thanh-phan/")
    seen.page.click("[data-dialog]")
    assert axe(seen) == []


@pytest.mark.parametrize("path", [*FRAMES, *FAILURES])
def test_nothing_runs_out_of_the_window(visit, path):
    """683 px is 200 % zoom of 1366, 320 px is 400 % of 1280; then text alone at twice its size."""
    seen = visit(path)
    for width in (1366, 1000, 683, 360, 320):
        seen.page.set_viewport_size({"width": width, "height": 768})
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, width
    seen.page.set_viewport_size({"width": 640, "height": 768})
    seen.page.evaluate(
        "const s = new CSSStyleSheet(); s.replaceSync('html { font-size: 200% }'); document.adoptedStyleSheets = [s]"
    )
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 640


def test_the_front_page_weighs_little(visit):
    for width, limit in ((360, 20_000), (1366, 50_000)):
        seen = visit("/", width=width)
        weights = seen.weights()
        assert sum(weights.values()) <= limit, weights
        assert len(weights) <= 6, weights
        assert width > 640 or not any(url.endswith(".woff2") for url in weights), "a phone downloads no font"


def test_a_desk_page_weighs_at_most_ninety_kilobytes(visit):
    assert sum(visit("/thanh-phan/?khung=ho-so").weights().values()) <= 90_000


def test_the_band_is_under_two_kilobytes():
    assert (Path(settings.ROOT) / "frontend" / "img" / "band.svg").stat().st_size < 2048


def test_the_error_summary_takes_the_focus_and_leads_to_the_control(visit):
    page = visit("/thanh-phan/").page
    assert page.evaluate("document.activeElement.hasAttribute('data-errors')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "f-phone"


def test_the_keyboard_skips_to_the_content(visit):
    page = visit("/").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_every_control_shows_where_the_focus_is(visit):
    page = visit("/thanh-phan/?khung=ho-so").page
    page.keyboard.press("Tab")
    seen = 0
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if page.evaluate("document.activeElement !== document.body"):
            assert outline != "none", page.evaluate("document.activeElement.outerHTML")
            seen += 1
    assert seen > 10


def test_targets_are_large_enough_for_a_thumb(visit):
    page = visit("/thanh-phan/?khung=cau-hoi", width=360, height=740).page
    small = page.evaluate(
        "[...document.querySelectorAll('button, a[href]:not(.skip), .opt')].map(e => [e.outerHTML.slice(0, 80), "
        "e.getBoundingClientRect()]).filter(([, r]) => r.width && (r.height < 44 || r.width < 44)).map(([h]) => h)"
    )
    assert small == []


def test_stacked_marks_are_not_cut(visit):
    page = visit("/thanh-phan/").page
    tight = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, p, td, label, button, a')].filter(e => e.textContent.trim())"
        ".filter(e => parseFloat(getComputedStyle(e).lineHeight) / parseFloat(getComputedStyle(e).fontSize) < 1.24)"
        ".map(e => e.outerHTML.slice(0, 100))"
    )
    assert tight == []


def test_the_counter_counts_letters_as_the_server_does(visit):
    page = visit("/thanh-phan/").page
    page.fill("#f-note", "ế" * 10)
    assert page.inner_text("#f-note-count") == "Còn 190 ký tự"
    page.fill("#f-note", "e\u0302\u0301" * 201)
    assert page.inner_text("#f-note-count") == "Thừa 1 ký tự"


def test_what_was_typed_survives_a_reload_but_not_another_person(visit):
    page = visit("/thanh-phan/?khung=ban&khong-loi").page
    page.fill("#f-note", "Nội dung đang viết dở")
    page.check("#f-who-2")
    deadline = time.monotonic() + 10
    while "đang viết dở" not in (kept := page.evaluate("JSON.stringify(sessionStorage)")):
        assert time.monotonic() < deadline, kept
        page.wait_for_timeout(50)
    assert "csrf" not in kept
    page.reload()
    assert page.input_value("#f-note") == "Nội dung đang viết dở"
    assert page.is_checked("#f-who-2")
    page.evaluate("sessionStorage.setItem('thonso:who', 'someone-else')")
    page.reload()
    assert page.input_value("#f-note") == "Cháu út mới vào mầm non."
    assert "đang viết dở" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_what_the_server_gives_back_with_errors_is_newer_than_what_was_kept(visit):
    page = visit("/thanh-phan/?khung=ban").page
    page.evaluate("sessionStorage.setItem('thonso:draft:gallery', JSON.stringify({note: ['cũ']}))")
    page.reload()
    assert page.input_value("#f-note") == "Cháu út mới vào mầm non."


def test_a_form_is_sent_once_however_often_the_button_is_pressed(visit):
    page = visit("/thanh-phan/?khung=cau-hoi", width=360, height=740).page
    page.evaluate(
        "window.passed = 0;"
        "addEventListener('submit', e => { window.passed += e.target.dataset.sent ? 0 : 1 }, true);"
        "document.querySelector('form.question').addEventListener('submit', e => e.preventDefault())"
    )
    page.click("button[form=question]")
    page.click("button[form=question]")
    assert page.evaluate("window.passed") == 1


@pytest.mark.parametrize("path", ["/", "/thanh-phan/", "/thanh-phan/?khung=ban", "/thanh-phan/?khung=cau-hoi"])
def test_pages_stand_without_scripts(visit, path):
    page = visit(path, script=False, width=360).page
    assert page.is_visible("main")
    assert page.locator(".js-only:visible").count() == 0
    assert page.locator(".say:visible").count() == 0


def test_on_paper_there_is_no_navigation(visit):
    page = visit("/thanh-phan/?khung=ho-so").page
    page.emulate_media(media="print")
    for gone in (".rail", ".desk__top", ".btn", ".band"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    assert page.is_visible("h1")
