"""What a change means for the rest of the definition: keys for what is new, and what depends on a thing. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.text import fold
from thonso.procedures.editor import layout, wording
from thonso.procedures.editor.places import Source, find, name_of, parent_of
from thonso.procedures.reading import canonical

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


def new_key(source: Source, place: str, words: str) -> str:
    """A key for a new thing, made of its words, that nothing beside it has."""
    if layout.part_of(place).at == "result.outcomes":
        return _letters(_taken(source, place), words)
    wanted = re.sub(r"[^a-z0-9]+", "_", fold(words)).strip("_")[:30].rstrip("_")
    wanted = wanted if _KEY.match(wanted) else f"muc_{wanted}".rstrip("_")[:34]
    taken, number, made = _taken(source, place), 2, wanted
    while made in taken:
        made, number = f"{wanted}_{number}", number + 1
    return made


def _letters(taken: set[str], words: str) -> str:
    """A proposal is known by at most ten letters."""
    wanted = re.sub(r"[^a-z]+", "_", fold(words)).strip("_")[:8].rstrip("_") or "muc"
    made = [wanted, *(f"{wanted}_{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")]
    return next(one for one in made if one not in taken)


def _taken(source: Source, place: str) -> set[str]:
    part = layout.part_of(place)
    if part.at in {"form.sections", "form.sections.*.fields"}:
        sections = source["form"]["sections"]
        return {one["key"] for one in sections} | {ref.split(".")[0] for ref, _one in wording.fields_of(source)}
    try:
        rows = find(source, parent_of(place))
    except LookupError:
        return set()
    return {name_of(one, index) for index, one in enumerate(rows)}


def refs_in(given: Any) -> Iterator[str]:
    """Every reference in a condition or a computation: any text in it that may be one."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, Mapping):
        for one in given.values():
            yield from refs_in(one)
    elif isinstance(given, list):
        for one in given:
            yield from refs_in(one)


def dependants(source: Source, place: str) -> list[tuple[str, str]]:
    """What names the thing at a place: (where it is mended, in words). It is told before the thing is removed."""
    part, name = layout.part_of(place).at, place.rpartition(".")[2]
    if part == "papers":
        return list(_of_paper(source, name))
    if part == "steps":
        return [(f"steps.{one['key']}", _("Step %(name)s") % {"name": wording.quoted(one["name"])})
                for one in source["steps"] if one.get("back_to") == name and one["key"] != name]  # fmt: skip
    if part == "who_may_file":
        relation = find(source, place).get("relation")
        found = [(at, words) for at, words, given in _conditions(source) if relation in refs_in(given)
                 and "@representation" in refs_in(given)]  # fmt: skip
        return found + [(f"form.sections.{section}.fields.{one['key']}", wording.quoted(one["label"]))
                        for section, one in _fields(source) if relation in one.get("filer", ())]  # fmt: skip
    if part == "form.sections":
        inside = [one["key"] for one in find(source, place)["fields"]]
        found = list(_of_refs(source, {name}, within=place))
        return found + [one for one in _of_refs(source, set(inside), within=place) if one not in found]
    if part == "form.sections.*.fields":
        return list(_of_refs(source, {name}))
    if part == "form.sections.*.fields.*.fields":
        return list(_of_refs(source, {f"{place.split('.')[4]}.*.{name}"}))
    if part.endswith("options"):
        question = place.split(".")[-3]
        return [(at, words) for at, words, given in _conditions(source)
                if name in refs_in(given) and any(question in ref.split(".") for ref in refs_in(given))]  # fmt: skip
    return []


def _of_paper(source: Source, key: str) -> Iterator[tuple[str, str]]:
    for case in source["cases"]:
        if key in case["papers"]:
            yield f"cases.{case['key']}", _("Case %(name)s") % {"name": wording.quoted(case["name"])}
    for index, one in enumerate(source["who_may_file"]):
        if one.get("paper") == key:
            words = wording.relation_words(source).get(one["relation"], one["relation"])
            yield f"who_may_file.{index}", _("Who may file: %(name)s") % {"name": wording.quoted(words)}
    for section, one in _fields(source):
        if one.get("paper") == key:
            yield (
                f"form.sections.{section}.fields.{one['key']}",
                _("Question %(name)s") % {"name": wording.quoted(one["label"])},
            )


def _of_refs(source: Source, keys: set[str], within: str = "") -> Iterator[tuple[str, str]]:
    def named(given: Any) -> bool:
        return any(ref in keys or any(ref.startswith(f"{key}.") for key in keys) for ref in refs_in(given))

    for at, words, given in _conditions(source):
        if named(given) and not (within and at.startswith(f"{within}.")):
            yield at, words
    for index, fee in enumerate(source["fees"]):
        if fee.get("times") in keys or fee.get("by_page", {}).get("rows") in keys:
            yield f"fees.{index}", _("Fee %(name)s") % {"name": wording.quoted(fee["name"])}
    yield from _of_result(source, keys)
    for section, one in _fields(source):
        at = f"form.sections.{section}.fields.{one['key']}"
        if one.get("half_day") in keys and not (within and at.startswith(f"{within}.")):
            yield at, _("Question %(name)s") % {"name": wording.quoted(one["label"])}


def _of_result(source: Source, keys: set[str]) -> Iterator[tuple[str, str]]:
    """Whom the paper names, the rows it is made for, the words that the answers are put into."""
    result = source["result"]
    used = {result.get("certifies"), result.get("certifies_too"), result.get("each", {}).get("rows")}
    if keys & (used | {one.get("times") for one in result["papers"]}):
        yield "outcome", _("Result")
    words = result.get("decision", {})
    if words.get("list", {}).get("rows_of") in keys or any(f"{{{key}}}" in canonical(words) for key in keys):
        yield "decision", _("Words of the decision")


def _fields(source: Source) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for section in source["form"]["sections"]:
        for one in section["fields"]:
            yield section["key"], one


def _conditions(source: Source) -> Iterator[tuple[str, str, Any]]:
    """Everything that looks at answers: where it is mended, in words, and what it holds."""
    for index, rule in enumerate(source["form"].get("rules", ())):
        yield f"form.rules.{index}", _("Rule: %(said)s") % {"said": wording.rule(source, rule)}, rule
    for case in source["cases"]:
        if "when" in case:
            yield f"cases.{case['key']}", _("Case %(name)s") % {"name": wording.quoted(case["name"])}, case["when"]
    for paper in source["papers"]:
        if "when" in paper:
            yield f"papers.{paper['key']}", _("Paper %(name)s") % {"name": wording.quoted(paper["name"])}, paper["when"]
    for index, fee in enumerate(source["fees"]):
        if "when" in fee:
            yield f"fees.{index}", _("Fee %(name)s") % {"name": wording.quoted(fee["name"])}, fee["when"]
    for index, one in enumerate(source.get("presence", ())):
        if "when" in one:
            yield f"presence.{index}", _("Who has to come in person"), one["when"]
    for key in ("interpreter", "witnesses"):
        if key in source:
            yield "ways", _("Where to file and how to confirm"), source[key]["when"]
    for section, one in _fields(source):
        for option in one.get("options", ()):
            if "when" in option:
                at = f"form.sections.{section}.fields.{one['key']}.options.{option['value']}"
                yield at, _("Choice %(name)s") % {"name": wording.quoted(option["label"])}, option["when"]
