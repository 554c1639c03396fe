"""A helper with her own phone: a browser profile on the disk that survives its processes, and hands that fill in forms."""

import os
import re
import signal
import subprocess
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, Self

from PIL import Image
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, FilePayload, Page, Playwright, ViewportSize

from tests.chromium import ARGS

PIN = "284613"
SIZE = ViewportSize(width=360, height=740)


def photograph(seed: int, *, width: int = 4000, height: int = 3000) -> bytes:
    """Twelve megapixels that do not compress to nothing."""
    rng = Random(seed)
    small = Image.frombytes("RGB", (80, 60), bytes(rng.getrandbits(8) for _ in range(80 * 60 * 3)))
    out = BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(out, "JPEG", quality=88)
    return out.getvalue()


class Hands:
    """They fill in the application's forms in a browser that somebody has opened."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context

    @property
    def page(self) -> Page:
        return self.context.pages[0]

    def open(self, page: Page | None = None) -> Page:
        """The application, as a person opens it from the home screen."""
        page = page or self.page
        page.goto("/thon/may/")
        page.wait_for_selector("html[data-ready]")
        return page

    def sign_in(self, who: str) -> Self:
        self.page.goto("/dang-nhap/")
        self.page.click(f"form[action$='/thu/{who}/'] button")
        return self

    def enrol(self) -> Self:
        page = self.open()
        page.fill("#enrol [name=pin]", PIN)
        page.fill("#enrol [name=again]", PIN)
        page.click("#enrol button")
        page.wait_for_selector("[data-view=home]:not([hidden])")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        page.locator("[data-shelf]", has_text="sẵn sàng").wait_for()
        return self

    def unlock(self, page: Page | None = None) -> Page:
        page = self.open(page)
        page.fill("#unlock [name=pin]", PIN)
        page.click("#unlock button")
        page.wait_for_selector("[data-view=home]:not([hidden])")
        return page

    def forget_the_pin(self, new: str) -> None:
        """On the page that asks for it: another is chosen, and not yet sent."""
        self.page.locator("details:has([data-forgot]) summary").first.click()
        self.page.locator("[data-forgot]").first.click()
        for box in ("pin", "again"):
            self.page.fill(f"#enrol [name={box}]", new)

    def help(self, name: str, number: str, birth: str, phone: str = "") -> Self:
        page = self.page
        page.click("[data-view=home] a[href='#/giup']")
        for box, value in {"name": name, "id_number": number, "birth": birth, "phone": phone}.items():
            page.fill(f"#begin [name='helped.{box}']", value)
        page.locator("#begin label", has_text="Đồng ý bằng lời").click()
        page.click("[data-bar=begin]")
        page.wait_for_selector("[data-view=choose]:not([hidden]) [data-offered] li")
        return self

    def begin(self, words: str, capacity: str = "self") -> Self:
        page = self.page
        page.fill("[data-search]", words)
        page.locator("[data-offered] button").first.click()
        page.wait_for_selector("[data-filers]:not([hidden]), [data-view=fill]:not([hidden])")
        if page.locator("[data-view=fill]").is_hidden():
            page.locator(f"[data-capacities] input[value={capacity}]").check(force=True)
            page.click("#filer button")
        page.wait_for_selector("[data-view=fill]:not([hidden])")
        return self

    def fill(self, answers: dict[str, Any], photos: dict[str, list[bytes]] | None = None, *, until: str = "") -> Self:
        """Every question until the last, or `until` this one is shown; `photos` by the key of their question."""
        page = self.page
        for _turn in range(80):
            if page.locator("[data-view=fill]").is_hidden():
                return self
            if until and page.locator(f"[data-question={until}]").is_visible():
                return self
            for question in page.locator("[data-section]:not([hidden]) > [data-question]:not([hidden])").all():
                key = question.get_attribute("data-question") or ""
                if found := (photos or {}).get(key):
                    self.attach(question, found)
                elif answers.get(key) is not None:
                    self._answer(question, key, answers[key])
            self.go_on()
        raise AssertionError("the questions did not come to an end")

    def go_on(self) -> None:
        """To the next question, once it is drawn."""
        page = self.page
        before = page.url
        page.click("[data-bar=fill]")
        page.wait_for_function(
            "before => document.querySelector('[data-view=fill] .errors') || "
            "(location.href !== before && document.documentElement.dataset.drawn === location.hash)",
            arg=before,
        )
        assert page.locator("[data-view=fill] .errors").count() == 0, page.inner_text("[data-view=fill]")

    def attach(self, box: Any, photos: list[bytes]) -> None:
        names = [FilePayload(name=f"anh-{n}.jpg", mimeType="image/jpeg", buffer=data) for n, data in enumerate(photos)]
        box.locator("input[type=file]").set_input_files(names)
        box.locator("[data-pick-seen] img").nth(len(photos) - 1).wait_for()

    def _answer(self, box: Any, name: str, value: Any) -> None:
        if isinstance(value, dict):
            if "strokes" in value:
                self._sign(box)
                return
            for part, each in value.items():
                self._answer(box, f"{name}.{part}", each)
            return
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for at, row in enumerate(value):
                if box.locator(f'[name^="{name}.{at}."]').count() == 0:
                    box.locator("button[name=_add]").click()
                    box.locator(f'[name^="{name}.{at}."]').first.wait_for()
                for part, each in row.items():
                    self._answer(box, f"{name}.{at}.{part}", each)
            return
        control = box.locator(f'[name="{name}"]')
        if control.count() == 0 or not _shown(control.first):
            return
        kind = control.first.get_attribute("type") or control.first.evaluate("e => e.tagName")
        text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        if kind in {"radio", "checkbox"}:
            for each in value if isinstance(value, list) else [text]:
                wanted = "1" if control.count() == 1 and kind == "checkbox" else each
                box.locator(f'[name="{name}"][value="{wanted}"]').check(force=True)
        elif kind == "SELECT":
            control.select_option(text)
        else:
            control.fill(re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3/\2/\1", text))

    def _sign(self, box: Any) -> None:
        canvas = box.locator("canvas")
        canvas.scroll_into_view_if_needed()
        at = canvas.bounding_box()
        mouse = self.page.mouse
        mouse.move(at["x"] + 20, at["y"] + at["height"] / 2)
        mouse.down()
        for step in range(1, 14):
            mouse.move(at["x"] + 20 + 14 * step, at["y"] + at["height"] / 2 + (14 if step % 2 else -14))
        mouse.up()

    def send(self) -> Self:
        page = self.page
        page.wait_for_selector("[data-view=check]:not([hidden])")
        assert page.locator("[data-still-open]").is_hidden(), page.inner_text("[data-view=check]")
        page.click("[data-bar=check]")
        page.wait_for_selector("[data-view=record]:not([hidden])")
        return self

    def records(self) -> list[dict[str, Any]]:
        """What lies in the database of this phone, as a thief with its disk would see it."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """async () => {
              const name = localStorage.getItem("thonso:phone");
              const db = await new Promise((done) => {
                const open = indexedDB.open(name); open.onsuccess = () => done(open.result);
              });
              const all = (store) => new Promise((done) => {
                const asked = db.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result);
              });
              const [records, blobs] = [await all("records"), await all("blobs")];
              db.close();
              return records.map((one) => ({id: one.id, state: one.state, code: one.code, mine: !!one.mine, said: one.said,
                blobs: blobs.filter((each) => each.record === one.id).length}));
            }"""
        )
        return found

    def wait_for(self, state: str, *, count: int = 1, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if sum(one["state"] == state for one in self.records()) >= count:
                return
            self.page.wait_for_timeout(200)
        raise AssertionError(f"not {state}: {self.records()}")


class Phone(Hands):
    """With a profile on the disk of its own. `flags`: of Chromium, besides the usual."""

    def __init__(self, playwright: Playwright, url: str, profile: Path, flags: tuple[str, ...] = ()) -> None:
        self.playwright, self.url, self.profile, self.flags = playwright, url, profile, flags
        self.complaints: list[str] = []

    def start(self, *, offline: bool = False) -> Self:
        for left in self.profile.glob("Singleton*"):
            left.unlink()
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path="/usr/bin/chromium",
            args=[*ARGS, *self.flags],
            base_url=self.url,
            viewport=SIZE,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self.context.set_default_timeout(20_000)
        self.context.set_offline(offline)
        for page in self.context.pages:
            self._listen(page)
        self.context.on("page", self._listen)
        return self

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error.stack)))
        page.on("console", self._heard)

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type == "error" and "Failed to load" not in said.text and "net::ERR" not in said.text:
            self.complaints.append(said.text)

    def die(self) -> int:
        """Every process of this browser at once, as when the battery falls out. Gives how many there were."""
        pids = self._processes()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 10
        while self._processes():
            assert time.monotonic() < end, "it does not die"
            time.sleep(0.05)
        with suppress(Error):  # there is nobody left to close
            self.context.close()
        return len(pids)

    def _processes(self) -> list[int]:
        asked = ["pgrep", "-f", f"user-data-dir={self.profile}"]
        return [int(pid) for pid in subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()]

    def close(self) -> None:
        self.context.close()


def _shown(control: Any) -> bool:
    """Whether its field is there; the box itself may be drawn by its label."""
    return bool(control.evaluate("e => !e.closest('[hidden]') && e.type !== 'hidden'"))
