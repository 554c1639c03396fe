"""A child, or an old person without a card: on the phone each form says whether it can be sent, and what to do where not."""

import pytest
from playwright.sync_api import expect

from tests.browser.away import CONFIRMATION, Away
from tests.browser.days import while_in_force
from tests.browser.phone import Phone
from thonso.procedures import samples

pytestmark = [pytest.mark.own_clock, pytest.mark.timeout(300)]
MARRIAGE = "1.000894"


def test_a_form_that_needs_the_number_says_so_and_what_else_there_is(phone: Phone) -> None:
    page = phone.sign_in("tu").enrol().page
    phone.context.set_offline(True)
    phone.help("Chảo Thị Sen", "", "1/9/2012")
    notice = page.locator("[data-numberless]")
    expect(notice).to_contain_text("Chưa ghi số định danh")
    page.fill("[data-search]", CONFIRMATION)
    only = page.locator("[data-offered] button")
    expect(only).to_have_count(1)
    expect(only).to_contain_text("Cần số định danh")
    only.click()
    told = page.locator("[data-lacking]")
    for words in ("Chưa có số định danh thì chưa gửi được", "ai có số định danh thì đứng nộp được", "gọi Trung tâm"):
        expect(told).to_contain_text(words)
    expect(page.locator("[data-capacities]")).to_contain_text("Cha hoặc mẹ")

    told.locator("a").click()
    page.wait_for_selector("[data-view=begin]:not([hidden])")
    assert page.input_value("#begin [name='helped.name']") == "Chảo Thị Sen", "nothing typed is lost"
    page.fill("#begin [name='helped.id_number']", "015312990001")
    page.click("[data-bar=begin]")
    page.wait_for_selector("[data-view=choose]:not([hidden])")
    expect(notice).to_be_hidden()
    phone.begin(CONFIRMATION, "parent")
    assert page.locator("[data-lacking]").is_hidden()


@while_in_force(MARRIAGE)
def test_a_form_that_needs_no_number_is_filed_without(away: Away, phone: Phone) -> None:
    one = samples.load(MARRIAGE)["valid"]
    answers = dict(one.answers)
    person = answers["requester"] = {key: value for key, value in answers["requester"].items() if key != "id_number"}
    answers |= {"id_paper": "chưa có", "bride_home": answers["groom_home"]}
    page = phone.sign_in("tu").enrol().page
    phone.help(person["full_name"], "", str(person["birth"]))
    page.fill("[data-search]", MARRIAGE)
    only = page.locator("[data-offered] button")
    expect(only).to_have_count(1)
    expect(only).not_to_contain_text("Cần số định danh")
    phone.begin(MARRIAGE).fill(answers).send()
    phone.wait_for("received")
    code = page.inner_text("[data-receipt] [data-code]")
    assert (code, person["full_name"]) in away.assisted()
