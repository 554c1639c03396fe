"""The pictures of the helper's handbook, each made by doing what it shows: python -m tests.browser.handbook

From a commune that is built for it, on a phone of 360 by 740; WebP without loss in docs/pictures/thon. All people are invented.
"""

import io
import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.away import RECOGNITION, Away, reached
from tests.browser.house import ROOT, Server, free_port
from tests.browser.pictures import paper
from thonso.procedures import samples

TARGET = ROOT / "docs" / "pictures" / "thon"
MOST = 500_000
"""Bytes of all of them together: the handbook is read on a slow line too."""


def keep(page: Page, name: str, *, width: int = 360) -> None:
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    if picture.width != width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    picture.quantize(128).convert("RGB").save(TARGET / f"{name}.webp", lossless=True, quality=100, method=6)


def of_the_phone(away: Away) -> None:
    one = samples.load(RECOGNITION)["valid"]
    head = one.answers["head"]
    phone = away.phone("handbook").sign_in("tu")
    page = phone.open()
    keep(page, "pin")
    phone.enrol()
    keep(page, "viec-hom-nay")
    page.click("[data-view=home] a[href='#/giup']")
    keep(page, "giup-ai")
    page.goto("/thon/may/")
    phone.unlock()
    phone.help(head["full_name"], head["id_number"], head["birth"], "0912 345 678")
    phone.context.set_offline(True)
    keep(page, "chon-viec")
    phone.begin("xin vào hộ nghèo").fill(one.answers, until="head")
    keep(page, "cau-hoi")
    photos = {"signed_request": [paper("GIẤY ĐỀ NGHỊ"), paper("TRANG 2", signed=False)]}
    phone.fill(one.answers, photos, until="signed_request")
    phone.attach(page.locator("[data-question=signed_request]"), photos["signed_request"])
    keep(page, "chup-giay")
    phone.fill(one.answers, photos)
    keep(page, "kiem-tra")
    phone.send()
    keep(page, "da-luu")
    phone.context.set_offline(False)
    phone.wait_for("received", seconds=120)
    page.wait_for_selector("[data-receipt]:not([hidden])")
    keep(page, "bien-nhan")
    page.click("[data-end]")
    page.click("[data-look] a[href='#/thon']")
    keep(page, "thon-cua-toi")
    page.click("[data-view=hamlet] .back a")
    page.click("[data-look] a[href='#/huong-dan']")
    page.locator("[data-guides] a").first.click()
    keep(page, "can-giay-gi")
    phone.close()


def of_the_house(away: Away) -> None:
    """What stands in the hamlet house: the TV and the PC for everybody, as they ask for their helper's code."""
    browser = away.playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    for name, address in (("tv-ma", "/tv/"), ("may-chung-ma", "/may-chung/")):
        page = browser.new_context(
            base_url=away.url, viewport={"width": 1366, "height": 768}, locale="vi-VN"
        ).new_page()
        page.goto(address)
        keep(page, name, width=720)
    browser.close()


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        house = Path(folder)
        Server(house, free_port()).build()
        with reached(house, playwright) as away:
            of_the_phone(away)
            of_the_house(away)
    total = sum(each.stat().st_size for each in TARGET.glob("*.webp"))
    assert total < MOST, total


if __name__ == "__main__":
    os.environ |= {"DJANGO_SETTINGS_MODULE": "thonso.config.settings", "THONSO_MODE": "test"}
    main()
