"""The layouts of register and tables: dated data under `catalogue/reports/`, each with its source and what is unsure of it.

The law changes its forms on a date; a table is drawn by the layout that holds on the last day of its period.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml
from django.conf import settings

from thonso.insight.rules.counting import COUNTERS


class LayoutError(ValueError):
    """A file of layouts that cannot be used; the words name it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Column:
    """`key`: the figure it shows (`counting.COUNTERS`), or the value of a register."""

    head: str
    key: str


@dataclass(frozen=True, slots=True)
class Group:
    """Columns under one heading; `head` is '' where the only column has no other."""

    head: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    since: date
    source: str
    verify: str  # what is not sure ("cần xác minh"); '' when nothing is
    groups: tuple[Group, ...]
    intake: tuple[Column, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for group in self.groups for column in group.columns)


def table(on: date) -> Layout:
    return _on("bang-tong-hop", on)


def register(on: date) -> Layout:
    return _on("so-theo-doi", on)


def cash_sheet(on: date) -> Layout:
    return _on("bang-ke-phi", on)


def _on(key: str, day: date) -> Layout:
    """The layout that holds on that day; before the first one, the first."""
    found = read(key)
    return next((one for one in reversed(found) if one.since <= day), found[0])


@cache
def read(key: str) -> tuple[Layout, ...]:
    """All layouts of a file, oldest first. Raises LayoutError."""
    text = (settings.CATALOGUE / "reports" / f"{key}.yaml").read_text(encoding="utf-8")
    return parse(key, yaml.safe_load(text))


def parse(key: str, source: Mapping[str, Any]) -> tuple[Layout, ...]:
    try:
        found = [_layout(str(source["name"]), one) for one in source["layouts"]]
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutError(f"{key}: {error}") from error
    if not found or sorted(found, key=lambda one: one.since) != found:
        raise LayoutError(f"{key}: layouts stand from the oldest to the newest, and there is one at least")
    return tuple(found)


def _layout(name: str, source: Mapping[str, Any]) -> Layout:
    if not isinstance(source["from"], date):
        raise ValueError("from: is no day")
    groups = []
    for group in source["groups"]:
        inside = group.get("columns")
        columns = [_column(one) for one in inside] if inside else [_column(group)]
        groups.append(Group(str(group["head"]) if inside else "", tuple(columns)))
    return Layout(
        name=name,
        since=source["from"],
        source=str(source["source"]).strip(),
        verify=str(source.get("verify", "")).strip(),
        groups=tuple(groups),
        intake=tuple(_column(one) for one in source.get("intake", ())),
    )


def _column(source: Mapping[str, Any]) -> Column:
    # A comma that nobody put in quotes makes a key of the words after it.
    if odd := source.keys() - {"head", "count", "value"}:
        raise ValueError(f"{source['head']}: what is {', '.join(map(str, odd))}?")
    if "count" in source and source["count"] not in COUNTERS:
        raise ValueError(f"{source['count']} is no figure that is counted: {', '.join(sorted(COUNTERS))}")
    return Column(str(source["head"]), str(source["count"] if "count" in source else source["value"]))
