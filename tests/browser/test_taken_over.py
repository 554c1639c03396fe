"""A colleague has gone on with a record: the first phone says so at the next contact, offers nothing that cannot work, and keeps
what the colleague does not have until its owner throws it away."""

import pytest
from playwright.sync_api import expect

from tests.browser.away import Away
from tests.browser.phone import Phone
from tests.browser.test_what_goes_wrong_on_a_phone import helping

pytestmark = [pytest.mark.own_clock, pytest.mark.timeout(300)]
GONE = "Đồng nghiệp đã làm tiếp hồ sơ này"
MORE = "thì đồng nghiệp không có"


def kept_early(phone: Phone, away: Away) -> str:
    """The one record of the phone, once the commune has a first state of it."""
    (kept,) = phone.records()
    phone.page.wait_for_timeout(5500)  # still for five seconds
    phone.page.evaluate("dispatchEvent(new Event('focus'))")
    for _turn in range(100):
        if away.ask("SELECT 1 FROM offline_sealedrecord WHERE id = ? AND state = 'draft'", kept["id"].replace("-", "")):
            return str(kept["id"])
        phone.page.wait_for_timeout(200)
    raise AssertionError("it was not kept early")


def taken(away: Away, record: str) -> None:
    """As `taking_over` leaves it (thonso/offline/tests/test_phones.py does it as a person)."""
    away.ask(
        "UPDATE offline_sealedrecord SET state = 'taken', wrapped = '', box = '' WHERE id = ?", record.replace("-", "")
    )


def test_a_draft_nobody_touched_since_is_marked_and_taken_off(phone: Phone, away: Away) -> None:
    helping(phone)
    record = kept_early(phone, away)
    page = phone.page
    taken(away, record)
    phone.unlock()
    phone.wait_for("taken")
    group = page.locator("[data-group=taken]")
    expect(group).to_contain_text("Đồng nghiệp đã làm tiếp")
    expect(page.locator("[data-group=mend]")).to_be_hidden()
    group.locator("a").click()
    expect(page.locator("[data-view=record] [data-why]")).to_contain_text(GONE)
    expect(page.locator("[data-again]")).to_be_hidden()
    page.click("[data-drop]")
    page.wait_for_selector("[data-view=home]:not([hidden])")
    assert phone.records() == []


def test_what_was_written_since_is_not_taken_away_and_is_told_of(phone: Phone, away: Away) -> None:
    one = helping(phone)
    record = kept_early(phone, away)
    page = phone.page
    phone.context.set_offline(True)
    phone.fill(one.answers, until="klass")
    taken(away, record)
    phone.context.set_offline(False)
    page.wait_for_timeout(5500)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-told]")).to_contain_text(GONE)
    expect(page.locator("[data-told]")).to_contain_text(MORE)
    (kept,) = phone.records()
    assert (kept["state"], kept["mine"]) == ("draft", True), "it can still be read"


def test_what_was_sent_since_says_what_the_colleague_does_not_have(phone: Phone, away: Away) -> None:
    one = helping(phone)
    record = kept_early(phone, away)
    page = phone.page
    phone.context.set_offline(True)
    phone.fill(one.answers).send()
    expect(page.locator("[data-kept]")).to_contain_text("chưa có mã")
    taken(away, record)
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for("taken")
    expect(page.locator("[data-view=record] [data-why]")).to_contain_text(MORE)
    expect(page.locator("[data-again]")).to_be_hidden()
    page.once("dialog", lambda asked: asked.dismiss())
    page.click("[data-drop]")
    assert len(phone.records()) == 1
    page.once("dialog", lambda asked: asked.accept())
    page.click("[data-drop]")
    page.wait_for_selector("[data-view=home]:not([hidden])")
    assert phone.records() == []
