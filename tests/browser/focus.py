"""The way of the focus over a page by Tab alone: seen at every stop, past every control, in reading order, and out again."""

from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

ENOUGH = 200
# The focused thing, or what stands for it (a label drawn as a button, the face of a card), has an outline or a ring.
SHOWN = """() => {
  const e = document.activeElement;
  // A frame holds a page of its own.
  if (!e || e === document.body || e.id === "main" || e.tagName === "IFRAME") return "";
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
# Where the focus stands on the sheet; nothing on the body. A bar that stays in the window has no place on the sheet.
STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  e.dataset.stopped = "";
  const stand = e.matches(".visually-hidden") ? e.closest("label, .opt, .card") || e.parentElement : e;
  let loose = false;
  for (let up = stand; up; up = up.parentElement) loose ||= /fixed|sticky|absolute/.test(getComputedStyle(up).position);
  const box = stand.getBoundingClientRect();
  const [x, y] = [scrollX, scrollY];
  return { words: e.outerHTML.slice(0, 120), loose,
           left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y };
}"""
# Controls that Tab never came to; of a group of radios it comes to one.
MISSED = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  const radio = e => e.type === "radio";
  const came = new Set(all.filter(e => radio(e) && "stopped" in e.dataset).map(e => e.name));
  const missed = all.filter(e => !("stopped" in e.dataset) && !e.disabled && e.type !== "hidden" && e.tabIndex >= 0 &&
    e.checkVisibility({ visibilityProperty: true }) && !(radio(e) && came.has(e.name)));
  all.forEach(e => delete e.dataset.stopped);
  return missed.map(e => `never reached: ${e.outerHTML.slice(0, 120)}`);
}"""


def tab(page: Page) -> None:
    page.keyboard.press("Tab")
    assert (fault := page.evaluate(SHOWN)) == "", fault


def on_nothing(page: Page) -> bool:
    return bool(page.evaluate("!document.activeElement || document.activeElement === document.body"))


def way(page: Page) -> list[str]:
    """What is wrong with the way over this whole page; afterwards the focus is back before its first stop."""
    for _step in range(ENOUGH):  # to the end, from wherever the page has put the focus
        tab(page)
        if on_nothing(page):
            break
    stops: list[dict[str, Any]] = []
    for _step in range(ENOUGH):
        tab(page)
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    else:
        return [f"no way out, last at {stops[-1]['words']}"]
    faults = [
        f"backwards: {one['words']} → {two['words']}"
        for one, two in pairwise(stop for stop in stops if not stop["loose"])
        if _backwards(one, two)
    ]
    return [*faults, *page.evaluate(MISSED)]


def _backwards(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Up within a column, or to the left within a line; the next column begins on top again."""
    above = two["bottom"] <= one["top"] + 1
    beside = not above and two["top"] < one["bottom"] - 1
    return (above and two["left"] < one["right"] - 1) or (beside and two["right"] <= one["left"] + 1)
