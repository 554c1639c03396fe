"""Where a thing stands in a definition: "papers", "papers.id_card", "form.sections.who.fields.phone", "fees.0". Pure.

Things with a key are named by it, so that a place stays right when others are moved; the rest by their number.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

Source = dict[str, Any]
NEW = "_"  # in place of a key: one that is to be made


class Gone(LookupError):
    """Nothing stands there (any more)."""


def parent_of(place: str) -> str:
    return place.rpartition(".")[0]


def name_of(item: Any, index: int) -> str:
    """What an item of a list is called in a place."""
    found = (item.get("key") or item.get("value")) if isinstance(item, Mapping) else None
    return found if isinstance(found, str) else str(index)


def find(source: Any, place: str) -> Any:
    """What stands at a place; "" is the whole. Raises Gone."""
    found = source
    for name in place.split(".") if place else ():
        found = found[_index(found, name)] if isinstance(found, list) else _member(found, name)
    return found


def has(source: Any, place: str) -> bool:
    try:
        find(source, place)
    except Gone:
        return False
    return True


def index_of(source: Any, place: str) -> int:
    """The number of an item in its list. Raises Gone."""
    rows = find(source, parent_of(place))
    if not isinstance(rows, list):
        raise Gone(place)
    return _index(rows, place.rpartition(".")[2])


def replaced(source: Source, place: str, item: Any) -> Source:
    """The definition with another thing at a place; a new one ("papers._") comes last. Raises Gone."""
    made = copy.deepcopy(source)
    if not place:
        return copy.deepcopy(item)
    rows = _list_at(made, parent_of(place))
    if place.rpartition(".")[2] == NEW:
        rows.append(item)
    else:
        rows[index_of(made, place)] = item
    return made


def removed(source: Source, place: str) -> Source:
    made = copy.deepcopy(source)
    del find(made, parent_of(place))[index_of(made, place)]
    return made


def moved(source: Source, place: str, by: int) -> Source:
    """One place up (-1) or down (1); at the end of the list it stays where it is."""
    made = copy.deepcopy(source)
    rows, at = find(made, parent_of(place)), index_of(made, place)
    to = at + by
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return made


def named(source: Any, path: Iterator[Any] | list[Any]) -> str:
    """A path of keys and numbers, as the schema gives it, as a place."""
    names: list[str] = []
    found = source
    for step in path:
        if isinstance(found, list) and isinstance(step, int):
            names.append(name_of(found[step], step) if step < len(found) else str(step))
            found = found[step] if step < len(found) else None
        else:
            names.append(str(step))
            found = found.get(step) if isinstance(found, Mapping) else None
    return ".".join(names)


def _list_at(source: Any, place: str) -> list[Any]:
    """The list at a place, made where it is optional and not there yet."""
    if not has(source, place):
        holder = find(source, parent_of(place))
        if not isinstance(holder, dict):
            raise Gone(place)
        holder[place.rpartition(".")[2]] = []
    rows = find(source, place)
    if not isinstance(rows, list):
        raise Gone(place)
    return rows


def _member(holder: Any, name: str) -> Any:
    if not isinstance(holder, Mapping) or name not in holder:
        raise Gone(name)
    return holder[name]


def _index(rows: list[Any], name: str) -> int:
    for index, item in enumerate(rows):
        if name_of(item, index) == name:
            return index
    raise Gone(name)
