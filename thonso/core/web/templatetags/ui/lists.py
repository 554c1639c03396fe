"""Lists: facts, tables with count and total, keyset pages, tabs, files, empty states."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from thonso.core.web import words
from thonso.core.web.templatetags.ui.library import of, register, tone_of


def _html(template: str, context: dict[str, Any]) -> SafeString:
    return SafeString(render_to_string(f"web/ui/{template}.html", context))


@register.simple_tag
def facts(rows: Iterable[Any] | None, *, columns: int = 2) -> SafeString:
    found = [_fact(row) for row in rows or ()]
    return _html("facts", {"rows": found, "columns": columns}) if found else SafeString("")


def _fact(row: Any) -> dict[str, Any]:
    if isinstance(row, (tuple, list)):
        return {"label": row[0], "value": row[1]}
    return {name: of(row, name) for name in ("label", "value", "url", "url_text", "note")}


@register.simple_tag
def table(
    columns: Sequence[Any],
    rows: Iterable[Any] | None,
    *,
    caption: str = "",
    count: int | None = None,
    total: str = "",
    noun: str = "",
    empty: str = "",
    css: str = "",
) -> SafeString:
    heads = [{"label": c, "num": False} if not of(c, "label") else c for c in columns]
    found = [_row(row, heads) for row in rows or ()]
    context = {"columns": heads, "rows": found, "caption": caption, "empty": empty, "css": css}
    return SafeString(_html("table", context) + table_summary(count, noun=noun, total=total))


def _row(row: Any, columns: list[Any]) -> dict[str, Any]:
    cells = row if isinstance(row, (tuple, list)) else of(row, "cells", ())
    tone = "plain" if isinstance(row, (tuple, list)) else tone_of(of(row, "tone"))
    shown = []
    for index, cell in enumerate(cells):
        column = columns[index] if index < len(columns) else {}
        plain = not of(cell, "text")
        url = "" if plain else of(cell, "url")
        if index == 0 and not url and not isinstance(row, (tuple, list)):
            url = of(row, "url")
        shown.append(
            {
                "text": cell if plain else of(cell, "text"),
                "url": url,
                "tone": "" if plain else of(cell, "tone"),
                "num": bool(of(column, "num", False)),
                "label": of(column, "label"),
            }
        )
    return {"cells": shown, "tone": tone}


@register.simple_tag
def table_summary(count: int | str | None = None, *, noun: str = "", total: str = "") -> SafeString:
    """The count and the total under a table: nothing is silently cut short."""
    if count is None and not total:
        return SafeString("")
    shown = words.number(count) if isinstance(count, int) else count
    return _html("table_foot", {"count": shown, "noun": noun or pgettext("table", "rows"), "total": total})


@register.simple_tag
def pagination_keyset(
    previous: str = "", next: str = "", *, shown: int | None = None, total: int | str | None = None
) -> SafeString:
    """`total` a number, or words such as 'hơn 10.000' where counting is not worth it."""
    all_ = words.number(total) if isinstance(total, int) else total
    many = words.number(shown) if shown is not None else ""
    if not (previous or next or all_):
        return SafeString("")
    return _html("pages", {"previous": previous, "next": next, "shown": many, "total": all_ or ""})


@register.simple_tag
def tabs(items: Iterable[Any], label: str = "") -> SafeString:
    rows = [
        {"label": of(item, "label"), "url": of(item, "url"), "current": of(item, "current", False),
         "count": of(item, "count", None)}
        for item in items
    ]  # fmt: skip
    return _html("tabs", {"items": rows, "label": label or pgettext("tabs", "Views")})


@register.simple_tag
def file_list(files: Iterable[Any] | None) -> SafeString:
    rows = []
    for file in files or ():
        media = str(of(file, "media_type"))
        row = {name: of(file, name) for name in ("name", "url", "size", "state_text", "note", "thumb_url")}
        row["tone"] = tone_of(of(file, "tone"))
        row["icon"] = "image" if media.startswith("image/") else "document"
        rows.append(row)
    return _html("files", {"files": rows}) if rows else SafeString("")


@register.simple_tag
def empty_state(title: str, text: str = "", *, icon: str = "folder", url: str = "", action: str = "") -> SafeString:
    return _html("empty", {"title": title, "text": text, "icon": icon, "url": url, "action": action})
