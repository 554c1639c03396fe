"""The navigation of each shell. Wings register their entries when they start; who sees one is the gate's decision."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest

from thonso.core.access import gate
from thonso.core.access.actors import Actor, actor_of
from thonso.core.web.links import url_of

SHELLS = ("public", "desk", "hamlet")
# The rows that are open work; none for whom nothing is counted.
Counter = Callable[[Actor], Sequence[QuerySet[Any, Any]]]


@dataclass(frozen=True, slots=True)
class Entry:
    label: Any
    url_name: str
    audiences: tuple[str, ...]
    counter: Counter | None = None
    icon: str = "folder"
    group: Any = ""
    order: int = 100
    roles: tuple[str, ...] = ()
    short: Any = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as one person sees it on one page."""

    label: Any
    url: str
    icon: str
    group: Any
    current: bool
    count: int | None
    short: Any = ""


@dataclass(slots=True)
class _Register:
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {shell: [] for shell in SHELLS})


_register = _Register()


def register(
    shell: str,
    label: Any,
    url_name: str,
    audiences: tuple[str, ...],
    counter: Counter | None = None,
    *,
    icon: str = "folder",
    group: Any = "",
    order: int = 100,
    roles: tuple[str, ...] = (),
    short: Any = "",
) -> None:
    """Add an entry for the audiences named, and of these only for `roles` when any are named.

    `url_name` is a url name without arguments, or a path; `counter(actor)` gives the rows of open work. Entries without
    a group come first; groups follow in the order of their first entry. `short`: for the bar of a phone; a part of the label.
    """
    entries = _register.entries[shell]
    entries[:] = [entry for entry in entries if entry.url_name != url_name]
    entries.append(Entry(label, url_name, tuple(audiences), counter, icon, group, order, tuple(roles), short))
    entries.sort(key=lambda entry: entry.order)


def items(shell: str, request: HttpRequest) -> list[Item]:
    """What this person sees, with the entry of this page marked: the longest address that the page begins with."""
    actor = actor_of(request)
    found: dict[str, Entry] = {}
    for entry in _register.entries[shell]:
        if not gate.admits(entry.audiences, actor) or (entry.roles and not actor.has_any(entry.roles)):
            continue
        if url := url_of(entry.url_name):
            found.setdefault(url, entry)
    seen = [(entry, url) for url, entry in found.items()]
    here = max((url for _, url in seen if url == request.path or _under(request.path, url)), key=len, default="")
    counts = _count([entry.counter(actor) if entry.counter else () for entry, _url in seen])
    return [
        Item(entry.label, url, entry.icon, entry.group, url == here, counts.get(place), entry.short)
        for place, (entry, url) in enumerate(seen)
    ]


def _count(asked: Sequence[Sequence[QuerySet[Any, Any]]]) -> dict[int, int]:
    """How many rows each place of the list asks about, in one statement for all."""
    parts = [
        rows.order_by().annotate(nav_place=Value(place)).values("nav_place").annotate(nav_count=Count("*"))
        for place, querysets in enumerate(asked)
        for rows in querysets
    ]
    counts: dict[int, int] = {}
    for row in parts[0].union(*parts[1:], all=True) if parts else ():
        counts[row["nav_place"]] = counts.get(row["nav_place"], 0) + row["nav_count"]
    return counts


def _under(path: str, url: str) -> bool:
    return url != "/" and url.endswith("/") and path.startswith(url)


def groups(found: list[Item]) -> list[tuple[Any, list[Item]]]:
    rows: dict[str, tuple[Any, list[Item]]] = {"": ("", [])}
    for item in found:
        rows.setdefault(str(item.group), (item.group, []))[1].append(item)
    return [row for row in rows.values() if row[1]]
