"""What differs between two definitions, in words: added, removed, moved, changed from what to what. Pure."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures.editor import boxes, layout, wording
from thonso.procedures.editor.layout import Part
from thonso.procedures.editor.places import NEW, Gone, Source, find, has, index_of, name_of, parent_of
from thonso.procedures.reading import canonical


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind` added | removed | moved | changed; `what` the thing; of a change `label`, `before` and `after`."""

    part: str
    kind: str
    place: str
    what: str
    label: str = ""
    before: str = ""
    after: str = ""


def compare(old: Source, new: Source) -> list[Difference]:
    """Empty only when the two are the same definition."""
    found = list(_all(old, new))
    if not found and canonical(old) != canonical(new):
        found = [Difference("", "changed", "", _("Something that is not shown"), "", "", "")]
    return found


def followed(before: Source, now: Source, place: str) -> str:
    """Where a thing stands today that stood at `place` when a page was drawn. Raises Gone."""
    if not layout.is_item(place) or place.endswith(f".{NEW}"):
        return place
    parent = parent_of(place)
    at = index_of(before, place)
    rows = find(now, parent)
    pairs = dict(_paired(layout.part_of(parent), find(before, parent), rows))
    if at not in pairs:
        raise Gone(place)
    return f"{parent}.{name_of(rows[pairs[at]], pairs[at])}"


def titled(found: list[Difference]) -> list[tuple[str, list[Difference]]]:
    """By part, with its title, in the order of the overview."""
    parts = [*layout.ORDER, *(one for one in layout.PARTS if one not in layout.ORDER), ""]
    rows = [(str(layout.PARTS[part].title) if part else _("Other"), [one for one in found if one.part == part])
            for part in parts]  # fmt: skip
    return [(title, inside) for title, inside in rows if inside]


def _all(old: Source, new: Source) -> Iterator[Difference]:
    rest = [copy.deepcopy(old), copy.deepcopy(new)]
    for at in layout.ORDER:
        part = layout.PARTS[at]
        for one in rest:
            for name in [*(box.at for box in part.boxes if part.whole), *part.below] if part.whole else [at]:
                boxes.put(one, name, boxes.MISSING)
        if part.whole:
            yield from _boxes(part, old, new, old, new, "", "")
            for below in part.below:
                yield from _lists(layout.PARTS[below], old, new, below)
        else:
            yield from _lists(part, old, new, at)
    yield from _rest(old, new, rest[0], rest[1], "", "", "")


def _rows(source: Source, place: str) -> list[Any]:
    return find(source, place) if has(source, place) else []


def _lists(part: Part, old: Source, new: Source, place: str, under: str = "") -> Iterator[Difference]:
    before, after = _rows(old, place), _rows(new, place)
    pairs = _paired(part, before, after)
    taken = {b for b, _a in pairs}
    made = {a for _b, a in pairs}
    top = place if place in layout.ORDER else layout.home_of(place) or _top(place)
    for index, item in enumerate(before):
        if index not in taken:
            yield Difference(top, "removed", "", under + _what(part, old, item))
    for index, item in enumerate(after):
        if index not in made:
            yield Difference(top, "added", f"{place}.{name_of(item, index)}", under + _what(part, new, item))
    order = [b for b, _a in sorted(pairs, key=lambda pair: pair[1])]
    for (b, a), moved in zip(sorted(pairs, key=lambda pair: pair[1]), _out_of_order(order), strict=True):
        at, what = f"{place}.{name_of(after[a], a)}", under + _what(part, new, after[a])
        if moved:
            yield Difference(top, "moved", at, what)
        yield from _item(part, old, new, before[b], after[a], at, what, top)


def _item(
    part: Part, old: Source, new: Source, before: Any, after: Any, place: str, what: str, top: str
) -> Iterator[Difference]:
    if before == after:
        # The same words may still look at a question that is called otherwise now; that is told where it was changed.
        return
    yield from _boxes(part, old, new, part.opened(before), part.opened(after), place, what, top)
    for below in part.below:
        at = f"{place}.{below}"
        if below in before or below in after:
            yield from _lists(layout.part_of(at), old, new, at, f"{what} › ")
    yield from _rest(old, new, _left(part, before), _left(part, after), place, what, top)


def _boxes(
    part: Part, old: Source, new: Source, before: Mapping[str, Any], after: Mapping[str, Any], place: str, what: str,
    top: str = "",
) -> Iterator[Difference]:  # fmt: skip
    seen: set[str] = set()
    for box in part.boxes:
        was, now = box.value(before), box.value(after)
        if was == now or box.at in seen:
            continue
        seen.add(box.at)
        said = boxes.say(box, was, old, before), boxes.say(box, now, new, after)
        yield Difference(top or part.at, "changed", place or part.at, what, str(box.label), *said)


def _left(part: Part, item: Mapping[str, Any]) -> dict[str, Any]:
    """What a thing holds beside its boxes, its lists and its key."""
    made = copy.deepcopy(part.opened(item))
    for name in [*(box.at for box in part.boxes), *part.below, part.key or " "]:
        boxes.put(made, name, boxes.MISSING)
    return made


def _rest(
    old: Source, new: Source, before: Mapping[str, Any], after: Mapping[str, Any], place: str, what: str, top: str
) -> Iterator[Difference]:
    """What stands in no box, and is kept: told by its inner name, so that nothing changes unseen."""
    for key in sorted(set(before) | set(after)):
        if before.get(key) != after.get(key):
            label = _("How it is filled in") if key == "as" else _("Other (%(key)s)") % {"key": key}
            said = _short(old, key, before.get(key)), _short(new, key, after.get(key))
            yield Difference(top, "changed", place, what, label, *said)


def _short(source: Source, key: str, value: Any) -> str:
    if key == "as" and value:
        return wording.value(source, value)
    if value is None:
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)[:80] if isinstance(value, (str, int, float)) else "…"


def _top(place: str) -> str:
    return next((at for at in layout.ORDER if place.startswith(f"{at}.")), "")


def _what(part: Part, source: Source, item: Mapping[str, Any]) -> str:
    name = part.named(source, part.opened(item))
    return f"{str(part.one).capitalize()} «{name}»" if name else str(part.one).capitalize()


def _paired(part: Part, before: list[Any], after: list[Any]) -> list[tuple[int, int]]:
    """Which thing of the one is which of the other: by key, else the same, else of the same name, else what is left."""
    if part.key:
        where = {name_of(item, index): index for index, item in enumerate(after)}
        return [(index, where[name]) for index, item in enumerate(before) if (name := name_of(item, index)) in where]
    left, right = list(range(len(before))), list(range(len(after)))
    pairs: list[tuple[int, int]] = []
    for alike in _ALIKE:
        for one in list(left):
            other = next((a for a in right if alike(before[one], after[a])), None)
            if other is not None:
                pairs.append((one, other))
                left.remove(one)
                right.remove(other)
    return pairs


def _name(item: Any) -> Any:
    return next((item[key] for key in ("relation", "name", "number", "title", "text") if key in item), "")


def _about(item: Any) -> Any:
    """Of what has no name: rules with the same targets; fees, papers of the result and notices by their number alone."""
    return canonical({key: item[key] for key in ("show", "require", "refuse", "compute") if key in item}) \
        if any(key in item for key in ("show", "require", "refuse", "compute")) else ""  # fmt: skip


def _out_of_order(order: list[int]) -> list[bool]:
    """Which of the things moved: all but a longest run that kept its order."""
    best: list[list[int]] = []
    for index, value in enumerate(order):
        before = [run for at, run in enumerate(best) if order[at] < value]
        best.append([*_longest(before), index])
    kept = set(_longest(best))
    return [index not in kept for index in range(len(order))]


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []


_ALIKE: tuple[Callable[[Any, Any], bool], ...] = (
    lambda before, after: bool(before == after),
    lambda before, after: bool(_name(before)) and bool(_name(before) == _name(after)),
    lambda before, after: bool(_about(before) == _about(after)),
)
