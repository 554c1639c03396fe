"""What the editor does with a definition, without a database: places, boxes, words, problems, differences."""

import ast
import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from thonso.procedures import problems as contradictions
from thonso.procedures import reading
from thonso.procedures.editor import (
    boxes,
    changes,
    choosing,
    comparing,
    drawing,
    fees,
    layout,
    places,
    problems,
    wording,
)
from thonso.procedures.forms import compiling

Source = dict[str, Any]


def every_place(source: Source) -> Iterator[str]:
    for part in layout.PARTS.values():
        if part.whole:
            yield part.at
    lists = [at for at in layout.PARTS if "*" not in at and not layout.PARTS[at].whole]
    while lists:
        at = lists.pop()
        for index, item in enumerate(places.find(source, at) if places.has(source, at) else ()):
            place = f"{at}.{places.name_of(item, index)}"
            yield place
            lists += [f"{place}.{below}" for below in layout.part_of(place).below if below in item]


def sent(shown: list[drawing.Drawn]) -> QueryDict:
    """What a browser sends of a page that nobody touched."""
    data = QueryDict(mutable=True)
    for one in shown:
        if one.box.kind == "condition":
            data[f"{one.box.at}.join"] = one.join
            for line in one.lines:
                data[f"{line['name']}.test"], data[f"{line['name']}.number"] = line["test"], line["number"]
        elif one.box.kind == "parts":
            for part in one.parts:
                data[part["name"]] = part["value"]
        elif one.box.kind == "ticks":
            data.setlist(one.box.at, list(one.value or ()))
        elif one.box.kind in {"tick", "flag"}:
            if one.value:
                data[one.box.at] = "1"
        else:
            data[one.box.at] = str(one.value)
    return data


def test_what_nobody_touched_is_saved_as_it_stood(source: Source) -> None:
    for place in every_place(source):
        part = layout.part_of(place)
        stands = source if part.whole else places.find(source, place)
        item = part.opened(stands)
        shown = drawing.boxes_of(part, item, place)
        errors: dict[str, list[Any]] = {}
        data = sent(drawing.draw(shown, item, source, {}))
        values = {one.at: boxes.read(one, data, item, source, errors) for one in shown}
        assert errors == {}, place
        assert layout.filled(part, stands, values) == stands, place


def test_every_shipped_definition_is_sound_and_every_rule_is_said(source: Source) -> None:
    assert problems.of(source) == []
    assert comparing.compare(source, copy.deepcopy(source)) == []
    for one in source["form"].get("rules", ()):
        said = wording.rule(source, one)
        assert "điều khác" not in said
        assert "không còn nữa" not in said
        assert not re.search(r"[a-z]+_[a-z]+", said), said


def leaves(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from leaves(value, (*path, key))
    elif isinstance(found, list):
        for index, value in enumerate(found):
            yield from leaves(value, (*path, index))
    else:
        yield path


def with_other(source: Source, path: tuple[Any, ...]) -> Source:
    made = copy.deepcopy(source)
    holder: Any = made
    for step in path[:-1]:
        holder = holder[step]
    old = holder[path[-1]]
    holder[path[-1]] = not old if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old}x"
    return made


def test_no_change_of_any_single_value_goes_untold(copies: Source) -> None:
    for path in leaves(copies):
        if path[-1] in {"key", "code"} or path[-1] in {"if", "when"} or {"if", "when", "as"} & set(path):
            continue
        found = comparing.compare(copies, with_other(copies, path))
        assert found, path
        assert all(one.part or one.what or one.label for one in found), path


def test_a_comparison_says_what_was_added_removed_moved_and_changed(copies: Source) -> None:
    new = copy.deepcopy(copies)
    new["fees"][0]["amount"] = 12000
    new["papers"].append({"key": "more", "name": "Giấy thêm", "how": "present"})
    del new["legal_basis"][0]
    new["steps"][1], new["steps"][2] = new["steps"][2], new["steps"][1]
    new["form"]["sections"][0]["fields"][0]["label"] = "Người xin"
    found = {(one.kind, one.part): one for one in comparing.compare(copies, new)}
    fee = found["changed", "fees"]
    assert (fee.label, fee.before, fee.after) == ("Mức thu (đồng)", "8.000 đồng", "12.000 đồng")
    assert "Giấy thêm" in found["added", "papers"].what
    assert "60/2014/QH13" in found["removed", "legal_basis"].what
    assert len([one for one in comparing.compare(copies, new) if one.kind == "moved"]) == 1
    question = found["changed", "form.sections"]
    assert (question.before, question.after) == ("Người yêu cầu", "Người xin")


def raised_sentences() -> Iterator[str]:
    """Every problem that reading and compiling can name, with "abc" wherever a key or a text stands."""
    for module in (reading, contradictions, compiling):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            given = None
            if isinstance(node, ast.Yield):
                given = node.value
            elif isinstance(node, ast.YieldFrom) and isinstance(node.value, ast.GeneratorExp):
                given = node.value.elt
            elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                given = node.exc.args[0]
            if isinstance(given, ast.BinOp):
                given = given.left
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value
            elif isinstance(given, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "abc" for part in given.values)


def test_every_problem_that_reading_can_find_has_a_sentence_that_says_what_to_do() -> None:
    known = list(raised_sentences())
    assert len(known) > 40
    patterns = [pattern for pattern, _where, _words in problems.SENTENCES]
    lists = ("papers", "valid_to", "fees", "abc")  # where the name of a list is filled in, it is one of those
    missing = [
        one
        for one in known
        if not any(re.fullmatch(p, re.sub("^abc:", f"{first}:", one), re.DOTALL) for p in patterns for first in lists)
    ]
    assert missing == [], "problems.SENTENCES"


def drop_paper(source: Source) -> None:
    source["papers"] = [one for one in source["papers"] if one["key"] != "authorisation"]


def empty_section(source: Source) -> None:
    source["form"]["sections"].append({"key": "new", "title": "Mới", "fields": []})


def without_name(source: Source) -> None:
    del source["name"]


def one_option(source: Source) -> None:
    source["form"]["sections"][0]["fields"][4]["options"] = [{"value": "me", "label": "Tôi"}]


def dangling_rule(source: Source) -> None:
    source["form"]["rules"][2]["if"] = {"equals": ["event_nothing", "birth"]}


def circle(source: Source) -> None:
    source["form"]["rules"] += [
        {"show": ["reason"], "if": {"empty": "copies"}},
        {"show": ["copies"], "if": {"empty": "reason"}},
    ]


def half_rule(source: Source) -> None:
    del source["form"]["rules"][0]["if"]


def late_back(source: Source) -> None:
    source["steps"][0]["back_to"] = "sign"


def no_condition(source: Source) -> None:
    del source["cases"][0]["when"]


@pytest.mark.parametrize(
    ("spoil", "place", "box"),
    [
        (drop_paper, "cases.person", ""),
        (empty_section, "form.sections.new.fields", ""),
        (without_name, "texts", "name"),
        (one_option, "form.sections.who.fields.relation.options", ""),
        (dangling_rule, "form.rules.2", ""),
        (circle, "form.rules", ""),
        (half_rule, "form.rules.0", ""),
        (late_back, "steps.receive", ""),
        (no_condition, "cases.organisation", ""),
    ],
)
def test_a_problem_is_told_at_its_place_in_vietnamese(copies: Source, spoil: Any, place: str, box: str) -> None:
    spoil(copies)
    found = problems.of(copies)
    assert (place, box) in {(one.place, one.box) for one in found}, found
    for one in found:
        assert re.search(r"[ăâđêôơưàáảãạ]", one.sentence), one
        assert not re.search(r"\b(the|is|there|not)\b", one.sentence), one
    assert dict(problems.by_place(found))


def test_what_depends_on_a_thing_is_named(copies: Source) -> None:
    paper = dict(changes.dependants(copies, "papers.authorisation"))
    assert {"cases.person", "who_may_file.3", "form.sections.papers.fields.authorisation_file"} <= set(paper)
    question = dict(changes.dependants(copies, "form.sections.event.fields.event_kind"))
    assert any("Việc hộ tịch khác" in words for words in question.values())
    assert "fees.0" in dict(changes.dependants(copies, "form.sections.need.fields.copies"))
    option = dict(changes.dependants(copies, "form.sections.event.fields.event_kind.options.marriage"))
    assert option
    assert all(at.startswith("form.rules.") for at in option)
    assert changes.dependants(copies, "fees.0") == []


def test_a_condition_is_chosen_from_lists_and_what_no_line_can_say_is_kept(sources: dict[str, Source]) -> None:
    made = choosing.groups(sources["2.000635"])
    offered = choosing.offered_in(made)
    line = choosing.Line("is event_kind marriage")
    assert choosing.test_of(line, offered, {}) == {"equals": ["event_kind", "marriage"]}
    assert choosing.test_of(choosing.Line("more copies", "3"), offered, {}) == {"gt": ["copies", 3]}
    for bad in ("is event_kind moon", "is copies birth", "rm -rf /", "keep 000000000000"):
        with pytest.raises(LookupError):
            choosing.test_of(choosing.Line(bad), offered, {})
    with pytest.raises(ValueError, match="nhiều"):
        choosing.test_of(choosing.Line("more copies", "nhiều"), offered, {})
    deep = {"and": [{"equals": ["event_kind", "birth"]}, {"or": [{"empty": "copies"}, {"empty": "reason"}]}]}
    kept = choosing.kept_of(deep)
    assert len(kept) == 2
    assert any(line.test.startswith("keep ") for line in kept)
    tests = [choosing.test_of(one, offered, kept) for one in choosing.lines(deep)]
    assert choosing.joined(choosing.split(deep)[0], tests) == deep


def test_new_things_get_keys_that_nothing_beside_them_has(copies: Source) -> None:
    assert changes.new_key(copies, "papers._", "Giấy khai sinh (bản chính)") == "giay_khai_sinh_ban_chinh"
    assert changes.new_key(copies, "papers._", "Request") == "request_2"
    assert changes.new_key(copies, "form.sections.who.fields._", "Copies") == "copies_2"
    assert changes.new_key(copies, "papers._", "123").startswith("muc_")
    assert changes.new_key(copies, "papers._", "???") == "muc"


def test_a_thing_without_a_key_is_found_again_after_others_moved(copies: Source) -> None:
    moved = places.moved(copies, "legal_basis.0", 1)
    assert comparing.followed(copies, moved, "legal_basis.0") == "legal_basis.1"
    assert comparing.followed(copies, moved, "papers.request") == "papers.request"
    with pytest.raises(places.Gone):
        comparing.followed(copies, places.removed(copies, "legal_basis.0"), "legal_basis.0")
    assert json.dumps(places.moved(copies, "legal_basis.0", -1)) == json.dumps(copies)


def test_a_fee_by_pages_is_worked_out_up_to_its_most(sources: dict[str, dict[str, Any]]) -> None:
    source = sources["2.000815"]
    by_pages = source["fees"][0]
    assert fees.shown(source, by_pages).examples == [
        "Giấy tờ 1 trang, 1 bản: 2.000 đ",
        "Giấy tờ 5 trang, 1 bản: 7.000 đ",
        "Giấy tờ 202 trang, 1 bản: 200.000 đ",
    ]
    half = {**by_pages, "by_page": {"first": 2}}
    assert fees.shown(source, half).examples == ["Mỗi hồ sơ: 2.000 đ"], "while its boxes are not all filled in"
    assert fees.shown(source, {}).examples == []
