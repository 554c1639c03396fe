"""A person without a mouse: Tab, arrows, Space and Enter only. Wherever the focus goes, it can be seen."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.browser.house import Visitor

# The focused thing, or what stands for it (a label drawn as a button, the face of a card), has an outline or a ring.
SHOWN = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.id === "main") return "";
  const drawn = (element, part) => {
    const style = getComputedStyle(element, part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const seen = drawn(e) || drawn(e, "::after") || (e.nextElementSibling && drawn(e.nextElementSibling));
  const box = e.getClientRects()[0] || e.getBoundingClientRect(); // of a link on two lines, the first
  const near = e.closest("label, .opt, .card") || e;
  const free = e.matches(".visually-hidden") || [[.5, .5], [.5, .1], [.5, .9], [.1, .5], [.9, .5]].some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (e.contains(top) || near.contains(top));
  });
  return seen && free ? "" : `${seen ? "covered" : "not shown"}: ${e.outerHTML.slice(0, 160)}`;
}"""


@dataclass
class Typist(Visitor):
    def tab(self) -> None:
        self.page.keyboard.press("Tab")
        assert (fault := self.page.evaluate(SHOWN)) == "", fault

    def reach(self, target: Locator) -> None:
        wanted = target.element_handle()
        for _step in range(160):
            if self.page.evaluate("e => e === document.activeElement", wanted):
                return
            self.tab()
        raise AssertionError(f"no way there by Tab: {target.evaluate('e => e.outerHTML')[:200]}")

    def activate(self, target: Locator) -> None:
        self.reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

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
        for _step in range(160):
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
