"""What a helper looks up on her phone where there is no signal, and what she can only ask the commune."""

import pytest
from playwright.sync_api import expect

from tests.browser.away import Away

pytestmark = [pytest.mark.own_clock, pytest.mark.timeout(300)]


def test_houses_and_guides_lie_on_the_phone_and_a_dossier_is_followed_with_a_line(away: Away) -> None:
    phone = away.phone("looking").sign_in("tu").enrol()
    page = phone.page
    expect(page.locator("[data-list=houses] li").first).to_be_attached()
    phone.context.set_offline(True)

    page.locator("[data-view=home] a[href='/thon/']").click()
    expect(page.locator("[data-told]")).to_contain_text("cần có sóng")
    assert page.url.endswith("/thon/may/"), "she stays where she is"
    page.click("[data-look] a[href='#/thon']")
    expect(page.locator("[data-look] [aria-current=page]")).to_have_attribute("href", "#/thon")
    houses = page.locator("[data-list=houses] li")
    head = houses.nth(1).locator("b").inner_text().split(" · ")[0]
    assert houses.count() > 10
    page.fill("[data-seek]", head.lower())
    expect(houses.nth(0)).to_be_hidden()
    expect(houses.nth(1)).to_be_visible()
    page.fill("[data-seek]", "zzz")
    expect(page.locator("[data-no-house]")).to_be_visible()
    page.click("[data-view=hamlet] .back a")

    page.click("[data-look] a[href='#/huong-dan']")
    page.locator("[data-guides] a").first.click()
    guide = page.locator("[data-guide-text]")
    for words in ("Thời gian giải quyết", "Phí, lệ phí", "Cần mang gì", "Hồ sơ đi qua những bước nào"):
        expect(guide).to_contain_text(words)
    page.click("[data-view=guides] .back a")

    ((code,),) = away.ask("SELECT code FROM dossiers_dossier WHERE state = 'completed' LIMIT 1")
    page.click("[data-look] a[href='#/theo-doi']")
    page.click("#track button")
    expect(page.locator("[data-track-said]")).to_contain_text("Ghi mã và khóa")
    page.fill("#track [name=code]", code)
    page.fill("#track [name=key]", "000000")
    page.click("#track button")
    expect(page.locator("[data-track-said]")).to_contain_text("cần có sóng")
    phone.context.set_offline(False)
    page.click("#track button")
    expect(page.locator("[data-track-said]")).not_to_contain_text("cần có sóng")
    expect(page.locator("[data-tracked]")).to_be_hidden()  # a wrong key opens nothing
    page.click("[data-view=track] .back a")

    page.click("a[href='#/may']:visible")
    page.locator("label[for=f-size-largest]").click()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    phone.close()
