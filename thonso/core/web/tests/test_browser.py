"""The look, in a real Chromium: weight, reflow at 320 px and 200 %, axe, keyboard, scripts off, nothing refused by the CSP."""

import json
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
@pytest.mark.parametrize("width", [360, 1366])
def test_axe_finds_nothing(visit, path, width):
    seen = visit(path, width=width)
    seen.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe(seen) == []


def test_axe_finds_nothing_in_an_open_dialog(visit):
    seen = visit("/thanh-phan/")
    seen.page.click("[data-dialog]")
    assert axe(seen) == []


@pytest.mark.parametrize("path", [*FRAMES, *FAILURES])
@pytest.mark.parametrize(("width", "scale"), [(320, 1), (360, 1), (683, 2), (1366, 1)])
def test_nothing_runs_out_of_the_window(visit, path, width, scale):
    """683 px at scale 2 is 200 % zoom of 1366; 320 px is 400 % of 1280."""
    seen = visit(path, width=width, scale=scale)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", FRAMES)
def test_text_at_twice_its_size_still_fits(visit, path):
    seen = visit(path, width=640)
    seen.page.evaluate("document.documentElement.classList.add('twice')")
    seen.page.evaluate("document.documentElement.setAttribute('data-x', '')")
    seen.page.evaluate("new CSSStyleSheet()")
    seen.page.evaluate(
        "const s = new CSSStyleSheet(); s.replaceSync('html { font-size: 200% }'); document.adoptedStyleSheets = [s]"
    )
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("path", FRAMES)
def test_no_style_or_script_is_refused(visit, path):
    assert visit(path).complaints == []


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
    assert page.inner_text("#f-note-count") == "Còn 190 chữ"
    page.fill("#f-note", "e\u0302\u0301" * 201)
    assert page.inner_text("#f-note-count") == "Thừa 1 chữ"


def test_what_was_typed_survives_a_reload_but_not_another_person(visit):
    page = visit("/thanh-phan/?khung=ban").page
    # The gallery shows errors, and after a refusal the server's answer is newer than what is kept.
    page.evaluate("document.querySelector('[data-errors]')?.remove()")
    page.fill("#f-note", "Nội dung đang viết dở")
    page.wait_for_function("Object.keys(sessionStorage).some(k => k.startsWith('thonso:draft:'))")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "Nội dung đang viết dở" in kept
    assert "csrf" not in kept
    page.evaluate("sessionStorage.setItem('thonso:who', 'someone-else')")
    page.reload()
    assert "Nội dung đang viết dở" not in page.input_value("#f-note")


def test_a_form_is_sent_once_however_often_the_button_is_pressed(visit):
    page = visit("/thanh-phan/?khung=cau-hoi", width=360, height=740).page
    page.evaluate(
        "window.sent = 0; document.querySelector('form.question').addEventListener('submit', e => "
        "{ if (!e.defaultPrevented) { window.sent += 1; } e.preventDefault(); })"
    )
    # Our listener sits on the document and runs after this one; press twice, count what it lets through.
    page.evaluate(
        "window.passed = 0; addEventListener('submit', e => { window.passed += e.target.dataset.sent ? 0 : 1 }, true)"
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
