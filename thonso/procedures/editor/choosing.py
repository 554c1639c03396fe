"""A condition put together from lists: one line a test, joined by "all" or "any". Pure.

A test is offered as a code ("is event_kind birth"); what a definition holds that no line can say is offered as it is, by
its fingerprint, so that it is kept and read but never lost.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures import describing
from thonso.procedures.editor import wording
from thonso.procedures.editor.places import Source
from thonso.procedures.reading import canonical

SPARE = 2  # empty lines after those that are there
MOST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One test as it is drawn: `test` its code, `number` what it compares with."""

    test: str = ""
    number: str = ""


def split(given: Mapping[str, Any] | None) -> tuple[str, list[Mapping[str, Any]]]:
    """How the tests are joined, and the tests."""
    if given is None:
        return "and", []
    for word in ("and", "or"):
        if word in given:
            return word, list(given[word])
    return "and", [given]


def lines(given: Mapping[str, Any] | None) -> list[Line]:
    return [_line(one) for one in split(given)[1]]


def joined(word: str, tests: list[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The condition of some tests; None: none, so it always holds."""
    if not tests:
        return None
    return dict(tests[0]) if len(tests) == 1 else {"or" if word == "or" else "and": list(tests)}


def test_of(line: Line, offered: set[str], kept: Mapping[Line, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The test a line stands for. Raises LookupError for one that was not offered, ValueError for its number."""
    if line in kept:
        return kept[line]
    if line.test not in offered:
        raise LookupError(line.test)
    kind, ref, *rest = line.test.split(" ")
    made = _MAKE[kind]
    if kind in _NUMBERED:
        text = line.number.strip().replace(".", "")
        if not text.isascii() or not text.isdigit() or len(text) > 12:
            raise ValueError(line.number)
        return made(ref, int(text))
    return made(ref, *rest)


def kept_of(given: Mapping[str, Any] | None) -> dict[Line, Mapping[str, Any]]:
    """What stands there already, by its line: it stays to the letter when the line does."""
    return {_line(one): one for one in split(given)[1]}


def groups(source: Source, given: Mapping[str, Any] | None = None, row_of: str = "") -> list[dict[str, Any]]:
    """Everything that can be asked, by question, for one long list; questions of a row only inside that row."""
    found: list[dict[str, Any]] = []
    relations = wording.relation_words(source)
    who = [(f"is @representation {one['relation']}", one) for one in source["who_may_file"]]
    found.append({"label": _("The capacity of who files"), "tests": [
        (code, _("is %(value)s") % {"value": relations[one["relation"]]}) for code, one in who]})  # fmt: skip
    channels = describing.channel_words()
    ways = [(f"is @channel {one}", _("is %(value)s") % {"value": channels.get(one, one)}) for one in source["channels"]]
    found.append({"label": _("The way of filing"), "tests": ways})
    for ref, one in wording.fields_of(source):
        inside = ".*." in ref
        if inside and not (row_of and ref.startswith(f"{row_of}.*.")):
            continue
        if tests := list(_tests(ref, one)):
            found.append({"label": one.get("short") or one["label"], "tests": tests})
    offered = offered_in(found)
    kept = [
        (line.test, wording.condition(source, one)) for line, one in kept_of(given).items() if line.test not in offered
    ]
    return [{"label": _("As it stands"), "tests": kept}, *found] if kept else found


def offered_in(found: list[dict[str, Any]]) -> set[str]:
    return {code for group in found for code, _words in group["tests"]}


def _tests(ref: str, one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = one["kind"]
    if kind in {"choice", "choices"}:
        has, has_not = ("is", "not") if kind == "choice" else ("has", "without")
        for option in one.get("options", ()):
            yield f"{has} {ref} {option['value']}", _("is %(value)s") % {"value": option["label"]}
        for option in one.get("options", ()):
            yield f"{has_not} {ref} {option['value']}", _("is not %(value)s") % {"value": option["label"]}
    if kind == "yes_no":
        yield f"yes {ref}", _("is yes")
        yield f"no {ref}", _("is no")
    if kind in {"number", "money"}:
        yield f"more {ref}", _("is greater than the number beside")
        yield f"less {ref}", _("is less than the number beside")
    born = f"{ref}.birth" if kind == "person" else ref
    if kind in {"date", "person"}:
        said = _("born, age") if kind == "person" else _("lies back")
        yield f"younger {born}", _("%(what)s: under the number of years beside") % {"what": said}
        yield f"older {born}", _("%(what)s: the number of years beside or more") % {"what": said}
    if kind != "statement":
        yield f"given {ref}", _("has been answered")
        yield f"empty {ref}", _("has not been answered")


def _line(one: Mapping[str, Any]) -> Line:
    ((kind, given),) = one.items()
    turned = kind == "not"
    if turned:
        ((kind, given),) = given.items()
    code, number = _code(kind, given, turned)
    if code:
        return Line(code, number)
    return Line(f"keep {hashlib.sha256(canonical(one).encode()).hexdigest()[:12]}")


def _code(kind: str, given: Any, turned: bool) -> tuple[str, str]:
    if kind == "equals" and isinstance(given[1], bool):
        return ("", "") if turned else (f"{'yes' if given[1] else 'no'} {given[0]}", "")
    if kind == "equals" and isinstance(given[1], str):
        return f"{'not' if turned else 'is'} {given[0]} {given[1]}", ""
    if kind == "contains":
        return f"{'without' if turned else 'has'} {given[0]} {given[1]}", ""
    if kind == "empty":
        return f"{'given' if turned else 'empty'} {given}", ""
    if kind in {"gt", "lt"} and isinstance(given[1], int) and not turned:
        return f"{'more' if kind == 'gt' else 'less'} {given[0]}", str(given[1])
    if kind == "age_on" and given.get("on", "@today") == "@today" and not turned:
        return (f"younger {given['of']}", str(given["below"])) if "below" in given else (
            f"older {given['of']}", str(given["at_least"]))  # fmt: skip
    return "", ""


_NUMBERED = {"more", "less", "younger", "older"}
_MAKE: dict[str, Callable[..., Mapping[str, Any]]] = {
    "is": lambda ref, value: {"equals": [ref, value]},
    "not": lambda ref, value: {"not": {"equals": [ref, value]}},
    "has": lambda ref, value: {"contains": [ref, value]},
    "without": lambda ref, value: {"not": {"contains": [ref, value]}},
    "yes": lambda ref: {"equals": [ref, True]},
    "no": lambda ref: {"equals": [ref, False]},
    "empty": lambda ref: {"empty": ref},
    "given": lambda ref: {"not": {"empty": ref}},
    "more": lambda ref, number: {"gt": [ref, number]},
    "less": lambda ref, number: {"lt": [ref, number]},
    "younger": lambda ref, years: {"age_on": {"of": ref, "below": years}},
    "older": lambda ref, years: {"age_on": {"of": ref, "at_least": years}},
}
