"""320 px wide, and 200 % of a common screen (683 px): nothing runs out of the window and no words are cut off."""

from playwright.sync_api import Page

NARROW = ((320, 640), (683, 384))
# A table may scroll within its own frame (WCAG 1.4.10), but not the cards it becomes on a phone; whatever is hidden for the
# eye on purpose is no loss.
LOST = """width => {
  const lost = [];
  const root = document.documentElement;
  if (root.scrollWidth > width) lost.push(`the page is ${root.scrollWidth} wide`);
  for (const e of document.body.querySelectorAll("*")) {
    if (e.closest(".visually-hidden, .skip, svg, dialog:not([open])") || !e.getClientRects().length) continue;
    if (e.closest(".table-wrap") && !(width < 640 && e.closest(".table--cards"))) continue;
    const style = getComputedStyle(e);
    if (style.visibility === "hidden") continue;
    const box = e.getBoundingClientRect();
    if (box.width <= 1) continue;
    const words = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (words && (box.right > width + 1 || box.left < -1)) lost.push(`outside: ${e.outerHTML.slice(0, 120)}`);
    const cuts = style.overflowX !== "visible" && style.overflowX !== "auto" && style.overflowX !== "scroll";
    const big = e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
    if (words && cuts && big && !e.matches("select, option")) lost.push(`cut: ${e.outerHTML.slice(0, 120)}`);
    if (e.matches("input[placeholder]") && !e.value) {
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = style.font;
      const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      if (pen.measureText(e.placeholder).width > room) lost.push(`cut: ${e.placeholder}`);
    }
  }
  return lost;
}"""


def lost(page: Page) -> list[str]:
    before = page.viewport_size
    assert before
    found = []
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {fault}" for fault in page.evaluate(LOST, width)]
    page.set_viewport_size(before)
    return found
