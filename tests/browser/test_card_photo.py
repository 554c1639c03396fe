"""Tú photographs the back of a card: the fields are filled in and marked; without a signal he is told and types."""

from playwright.sync_api import expect

from tests.browser.house import PHONE
from thonso.core.identity.tests.photos import CARD_2021, photo


def picture() -> dict[str, object]:
    return {"name": "the.jpg", "mimeType": "image/jpeg", "buffer": photo(CARD_2021)}


def test_a_photo_of_the_card_fills_in_the_fields_and_says_that_nothing_was_verified(visit):
    page = visit("tu", size=PHONE).go("/thon/giup/").page
    page.locator("#card-photo").set_input_files([picture()])
    expect(page.locator("#f-name")).not_to_have_value("")
    assert page.input_value("#f-name") == "Lý Thị Mai"
    assert page.input_value("#f-id_number") == "015299000001"
    assert "chưa" in page.inner_text("[data-card-status]"), page.inner_text("[data-card-status]")


def test_without_a_signal_the_helper_is_told_and_the_next_photo_tries_again(visit):
    visitor = visit("tu", size=PHONE).go("/thon/giup/")
    page = visitor.page
    page.context.set_offline(True)
    page.locator("#card-photo").set_input_files([picture()])
    page.locator("[data-card-status].field__error").wait_for()
    assert "gõ" in page.inner_text("[data-card-status]").lower(), page.inner_text("[data-card-status]")
    visitor.complaints.clear()  # the browser says that it is offline
    page.context.set_offline(False)
    page.locator("#card-photo").set_input_files([picture()])
    expect(page.locator("#f-name")).not_to_have_value("")
