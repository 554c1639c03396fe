"""What contradicts itself in a definition that its schema lets pass: one line a problem, with the place it is at. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def own_problems(source: Mapping[str, Any]) -> Iterable[str]:
    papers = [paper["key"] for paper in source["papers"]]
    used = {key for case in source["cases"] for key in case["papers"]}
    for name, keys in (
        ("papers", papers),
        ("cases", [case["key"] for case in source["cases"]]),
        ("steps", [step["key"] for step in source["steps"]]),
    ):
        yield from (f"{name}: {key} is used twice" for key in sorted({key for key in keys if keys.count(key) > 1}))
    yield from (f"cases: there is no paper {key}" for key in sorted(used - set(papers)))
    yield from (f"papers: {key} is in no case" for key in sorted(set(papers) - used))
    yield from (
        f"who_may_file: there is no paper {one['paper']}"
        for one in source["who_may_file"]
        if one.get("paper") and one["paper"] not in papers
    )
    fields = {one["key"]: one for section in source["form"]["sections"] for one in section["fields"]}
    for one in fields.values():
        if one["kind"] == "file" and one["paper"] not in papers:
            yield f"form: {one['key']} is for a paper {one['paper']} that does not exist"
        if one.get("half_day") and fields.get(one["half_day"], {}).get("kind") != "choice":
            yield f"form: {one['half_day']} is not a choice of half days"
        if one["kind"] == "group" and one.get("min_rows", 0) > one["max_rows"]:
            yield f"form: {one['key']} asks for more rows than it allows"
    for fee in source["fees"]:
        if fee.get("times") and fields.get(fee["times"], {}).get("kind") != "number":
            yield f"fees: {fee['times']} is not a number field"
    steps = [step["key"] for step in source["steps"]]
    for index, step in enumerate(source["steps"]):
        if step.get("back_to") and step["back_to"] not in steps[: index + 1]:
            yield f"steps: {step['key']} goes back to {step['back_to']}, which is not before it"
    for case in source["cases"][:-1]:
        if "when" not in case:
            yield f"cases: {case['key']} has no condition, so the cases after it are never reached"
    for key in ("valid_from", "valid_to"):
        if source.get(key) is not None:
            try:
                date.fromisoformat(source[key])
            except ValueError:
                yield f"{key}: {source[key]} is not a day"
    if source.get("valid_to") and source["valid_to"] < source["valid_from"]:
        yield "valid_to is before valid_from"
    if (source["result"]["kind"] == "appointment") != (source["channels"] == ["appointment_only"]):
        yield "result: an appointment is the result of appointment_only, and only of that"
    yield from _presence_problems(source, fields)
    yield from _list_problems(source, fields)
    if "witnesses" in source and "two_witnesses" not in source["ways_to_confirm"]:
        yield "witnesses: two_witnesses is not a way to confirm here"
    yield from (
        f"papers: {one['key']} is a paper of identity: it is shown and given back, never handed in"
        for one in source["papers"]
        if one["key"].startswith("id_card") and one["how"] != "present"
    )
    for named in (source["result"].get(key) for key in ("certifies", "certifies_too")):
        if named and fields.get(named, {}).get("kind") != "person":
            yield f"result: {named} is not a person of the form"
    for one in source["result"]["papers"]:
        if one.get("times") and fields.get(one["times"], {}).get("kind") != "number":
            yield f"result: {one['times']} is not a number of the form"
    if source["result"]["kind"] == "appointment" and "book" not in source["result"]:
        yield "result: name the book that numbers what is certified"
    if source["result"]["kind"] == "made_in_other_system" and "system" not in source["result"]:
        yield "result: name the system that makes it"
    yield from _result_problems(source["result"], fields)
    if source["result"]["kind"] == "drafted_here":
        yield from (
            f"result: {p['title']} needs a kind of paper" for p in source["result"]["papers"] if "kind" not in p
        )


def _list_problems(source: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterable[str]:
    """A list that counts pages, or gives results, must be there with the fields it is read by."""
    used = [("fees", fee["by_page"], ("pages", "copies")) for fee in source["fees"] if "by_page" in fee]
    if "each" in source["result"]:
        used.append(("result", source["result"]["each"], ("pages", "copies")))
    for where, one, numbers in used:
        group = fields.get(one["rows"], {})
        inside = {child["key"]: child["kind"] for child in group.get("fields", ())}
        if group.get("kind") != "group":
            yield f"{where}: {one['rows']} is not a list of the form"
        yield from (
            f"{where}: {one[key]} is not a number in {one['rows']}"
            for key in numbers
            if key in one and inside and inside.get(one[key]) != "number"
        )
        if inside and one.get("name") and one["name"] not in inside:
            yield f"{where}: {one['name']} is not a field of {one['rows']}"


def _presence_problems(source: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterable[str]:
    """Who has to come cannot be promised the opposite: a way to file from afar, a result sent home."""
    moments = {one["at"] for one in source.get("presence", ())}
    appointment = source["channels"] == ["appointment_only"]
    if "filing" in moments and set(source["channels"]) & {"online", "assisted", "post"}:
        yield "presence: who has to be there at filing cannot file from afar"
    if appointment and moments & {"filing", "reception"}:
        yield "presence: an hour is asked for from afar, so nobody has to be there before the signing"
    must_fetch = {"return"} if appointment else {"signing", "return"}
    away = {one["value"] for one in fields.get("return_way", {}).get("options", ())} - {"centre"}
    if moments & must_fetch and away:
        yield f"presence: who has to come for the result cannot have it sent ({', '.join(sorted(away))})"
    if "presence" in source:
        seen = [(one["who"], one["at"], one.get("label")) for one in source["presence"]]
        yield from (f"presence: {one[0]} at {one[1]} twice" for one in {one for one in seen if seen.count(one) > 1})


_ALWAYS_SAID = {"year", "place", "committee"}


_OF_ONE = {"name", "born", "address", "hamlet"}


_SAYABLE = {"text", "number", "money", "date", "choice", "unit"}


def _result_problems(result: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterable[str]:
    """A decision needs words, and words only name what the draft knows."""
    decisions = [one for one in result["papers"] if one.get("kind") == "decision"]
    if bool(decisions) != ("decision" in result):
        yield "result: the words of a decision stand with a decision among the papers, and only there"
        return
    if not decisions:
        return
    words = result["decision"]
    for_list = any(one.get("covers") == "list" for one in decisions)
    if for_list and not any("recognised_as" in one for one in result.get("outcomes", ())):
        yield "result: a decision for a list needs outcomes, with what it recognises"
    if for_list and "list" not in words:
        yield "result: a decision for a list needs the title of that list"
    asks = [one["key"] for one in words.get("asks", ())]
    known = _ALWAYS_SAID | (
        {"counted"} if for_list else _OF_ONE | {*asks} | {k for k, one in fields.items() if one["kind"] in _SAYABLE}
    )
    if clash := set(asks) & (_ALWAYS_SAID | _OF_ONE | set(fields)):
        yield f"result: {', '.join(sorted(clash))} is asked of the officer and known already"
    listed = words.get("list", {})
    texts = [words["about"], *words["grounds"], *words["articles"], *words["recipients"], listed.get("title", "")]
    for key in sorted({found for text in texts for found in PLACEHOLDER.findall(text)} - known):
        yield f"result: nothing fills in {{{key}}}"
    if listed.get("rows_of") and fields.get(listed["rows_of"], {}).get("kind") != "group":
        yield f"result: {listed['rows_of']} is not a group of rows"
