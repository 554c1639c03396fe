"""What a part of the editor is: a list of things or one form, and how a thing turns into what its boxes hold and back. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from thonso.procedures.editor.boxes import Box, put
from thonso.procedures.editor.places import Source

Item = dict[str, Any]


def _same(item: Mapping[str, Any]) -> Item:
    return dict(item)


@dataclass(frozen=True)
class Part:
    """`at` the list in the definition ("form.sections.*.fields"), or the name of a form over the whole.

    `title` of the list, `one` of a thing in it; `named` gives a thing's name; `below` the lists inside a thing; `opened`
    and `closed` turn a thing into what its boxes hold and back; `key`: things are known by it ("key", "value", "").
    """

    at: str
    title: Any
    one: Any = ""
    boxes: tuple[Box, ...] = ()
    named: Callable[[Source, Item], str] = lambda _source, item: str(item.get("name", ""))
    key: str = ""
    below: tuple[str, ...] = ()
    opened: Callable[[Mapping[str, Any]], Item] = _same
    closed: Callable[[Item], Item] = _same
    whole: bool = False
    intro: Any = ""
    needed: bool = True  # the schema asks for at least one
    fresh: Mapping[str, Any] = field(default_factory=dict)


def _tidy_time(item: Item) -> None:
    time = item.get("time")
    if not isinstance(time, dict):
        return
    if "kind" not in time:
        del item["time"]
    elif time["kind"] == "same_day":
        time["amount"] = 0
    else:
        time.pop("cutoff", None)
        if time.get("amount") == 0:
            del time["amount"]


def close_timing(item: Item) -> Item:
    _tidy_time(item)
    if "clock_stops" not in item.get("payment", {"clock_stops": True}):
        del item["payment"]
    return item


def close_case(item: Item) -> Item:
    _tidy_time(item)
    return item


def open_rule(item: Mapping[str, Any]) -> Item:
    does = next(one for one in ("show", "require", "refuse", "compute") if one in item)
    about = item[does]
    rest = {key: one for key, one in item.items() if key != does}
    return {"does": does, "targets": about if isinstance(about, list) else [about], **rest}


def close_rule(item: Item) -> Item:
    does, about = item.get("does", "show"), item.get("targets", [])
    rest = {key: one for key, one in item.items() if key not in {"does", "targets"}}
    if does not in {"refuse"}:
        rest.pop("say", None)
    return {does: about if does in {"show", "require"} else (about or [""])[0], **rest}


def close_field(item: Item) -> Item:
    """A question holds what its kind needs from the start, so that its page has something to show."""
    if item.get("kind") in {"choice", "choices"}:
        item.setdefault("options", [])
    if item.get("kind") == "group":
        item.setdefault("fields", [])
        item.setdefault("row_name", item["label"][:400].replace("\n", " "))
        item.setdefault("max_rows", 20)
    if item.get("kind") in {"file", "statement"}:
        item.pop("required", None)
    return item


def filled(part: Part, item: Mapping[str, Any], values: Mapping[str, Any]) -> Item:
    """A thing with what its boxes now hold, as the definition keeps it."""
    made = part.opened(item) if item else dict(part.fresh)
    for at, value in values.items():
        put(made, at, value)
    return part.closed(made)


def empty_of(part: Part) -> Item:
    return part.opened({"show": []}) if part.at == "form.rules" else {}
