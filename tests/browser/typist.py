"""A person without a mouse: Tab, arrows, Space and Enter only. Wherever the focus goes, it can be seen."""

import re
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Locator

from tests.browser import focus
from tests.browser.house import Visitor


@dataclass
class Typist(Visitor):
    arrived: bool = True  # on a page where no key was pressed yet

    def __post_init__(self) -> None:
        super().__post_init__()
        self.page.on("filechooser", lambda _: None)  # asked for early: a key may be quicker than the asking

    def tab(self) -> None:
        focus.tab(self.page)
        assert not (self.arrived and focus.on_nothing(self.page)), f"the first Tab is lost on {self.page.url}"
        self.arrived = False

    def go(self, path: str) -> "Typist":
        self.arrived = True
        super().go(path)
        return self

    def reach(self, target: Locator) -> None:
        for _step in range(focus.ENOUGH):
            if target.evaluate(
                "e => e === document.activeElement"
            ):  # asked anew: a list that arrives may be another element
                return
            self.tab()
        raise AssertionError(f"no way there by Tab: {target.evaluate('e => e.outerHTML')[:200]}")

    def activate(self, target: Locator) -> None:
        self.reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        self.arrived = True

    def _unfold(self, summary: Locator) -> None:
        self.reach(summary)
        self.page.keyboard.press("Enter")

    def seen(self, name: str) -> "Typist":
        """A page of the story: Tab leads over all of it in reading order. Its picture is the mouse's to take."""
        self.tab()
        assert (faults := focus.way(self.page)) == [], f"{name}: {faults}"
        return self

    def tick(self, target: Locator) -> None:
        """A check box by Space; a radio by the arrows of its group, where Tab stops once."""
        if target.get_attribute("type") == "checkbox":
            self.reach(target)
            self.page.keyboard.press("Space")
        else:
            self._arrow_to(target)
        assert target.is_checked()

    def _arrow_to(self, target: Locator) -> None:
        name, wanted = target.get_attribute("name"), target.element_handle()
        for _step in range(focus.ENOUGH):
            if self.page.evaluate("name => document.activeElement.name === name", name):
                break
            self.tab()
        for _step in range(30):
            if self.page.evaluate("e => e === document.activeElement", wanted):
                break
            self.page.keyboard.press("ArrowDown")
        if not target.is_checked():
            self.page.keyboard.press("Space")

    def choose(self, words: str) -> "Typist":
        label = self.page.locator("label", has_text=re.compile(f"^{re.escape(words)}")).first
        inside = label.locator("input")
        self.tick(inside if inside.count() else self.page.locator(f"[id='{label.get_attribute('for')}']"))
        return self

    def write(self, target: Locator, value: str) -> None:
        self.reach(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(value)

    def select(self, target: Locator, value: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Home")
        for _step in range(target.locator("option").count()):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no way to {value} by the arrows")

    def attach(self, target: Locator, file: FilePayload) -> None:
        self.reach(target)
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Enter")
        opened.value.set_files([file])

    def sign_on_screen(self) -> "Typist":
        raise AssertionError("a drawn signature needs a pointer; who has none signs on paper")

    def skip(self) -> "Typist":
        """From the top of a page: the first stop leads past the navigation."""
        self.tab()
        assert self.page.evaluate("document.activeElement.className") == "skip"
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("location.hash") == "#main"
        self.tab()
        assert self.page.evaluate("!!document.activeElement.closest('#main')"), "the next stop lies in the content"
        return self
