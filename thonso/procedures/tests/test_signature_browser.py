"""Signing on the screen, in a real Chromium: strokes land in the hidden field, can be cleared, and come back drawn."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from thonso.procedures import rendering
from thonso.procedures.forms import Context
from thonso.procedures.forms.kinds import KINDS
from thonso.procedures.tests.making import TODAY, field, form

SCRIPT = Path(__file__).parents[1] / "static" / "procedures" / "signature.js"


@pytest.mark.browser
def test_a_signature_drawn_with_the_mouse_is_one_that_the_server_takes(chromium: Browser) -> None:
    made = form(field("sign", "signature", required=True))
    text = rendering.render_form(made, {}, Context(today=TODAY))
    page = chromium.new_page()
    page.set_content(f"<form>{text}</form>")
    page.add_script_tag(path=SCRIPT)
    box = page.locator("canvas").bounding_box()
    assert box
    for start in (40, 160):
        page.mouse.move(box["x"] + start, box["y"] + 120)
        page.mouse.down()
        for step in range(8):
            page.mouse.move(box["x"] + start + 12 * step, box["y"] + 60 + 40 * (step % 2))
        page.mouse.up()
    strokes = page.locator("[name='sign.strokes']").input_value()
    assert strokes.count(";") == 1
    value, errors = KINDS["signature"].parse({"strokes": strokes}, made.by_key["sign"], Context(today=TODAY))
    assert errors == {}
    assert value["way"] == "drawn"
    page.locator("[data-signature-clear]").click()
    assert page.locator("[name='sign.strokes']").input_value() == ""
    page.close()
