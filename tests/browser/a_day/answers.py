"""Answers of a sample written into the page that asks everything at once, as an officer types what she is told."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from playwright.sync_api import Locator

from tests.browser.days import written
from tests.browser.house import Visitor
from tests.browser.typist import Typist


def answer(who: Visitor, answers: dict[str, Any]) -> None:
    """Every box of these answers that the page shows. What the page does not ask (any more) is left out."""
    for name, value in _flat("", answers):
        if name.rpartition(".")[2].isdigit() or (row := _row(name)) is None:
            _write(who, name, value)
            continue
        while not who.page.locator(f"[name^='{row}.']").count():
            add = who.page.locator(
                f"[data-add='{row.rpartition('.')[0]}'], button[name=add][value='{row.rpartition('.')[0]}']"
            )
            who.activate(add.first)
        _write(who, name, value)


def _row(name: str) -> str | None:
    """'documents.1' of 'documents.1.title'."""
    parts = name.split(".")
    place = next((n for n, part in enumerate(parts) if part.isdigit()), None)
    return None if place is None else ".".join(parts[: place + 1])


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}" if name else key, inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _flat(f"{name}.{place}" if isinstance(inner, dict) else name, inner)
    elif value is not None:
        yield name, written(value) if isinstance(value, date) else str(value)


def _write(who: Visitor, name: str, said: str) -> None:
    boxes = who.page.locator(f"[name='{name}']:visible")
    one = who.page.locator(f"[name='{name}'][value='{said}']")
    if one.count() and one.first.get_attribute("type") in {"radio", "checkbox"}:
        _tick(who, one.first)
    elif not boxes.count():
        return
    elif boxes.first.get_attribute("type") == "checkbox":
        _tick(who, boxes.first)
    elif boxes.first.evaluate("e => e.tagName") == "SELECT":
        who.select(boxes.first, said)
    else:
        who.write(boxes.first, said)


def _tick(who: Visitor, target: Locator) -> None:
    """By key: a list of places that arrives meanwhile moves what a pointer would hit."""
    if target.is_checked():
        return
    if isinstance(who, Typist):
        who.tick(target)
    else:
        target.press("Space")
