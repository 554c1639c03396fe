"""From the text of a definition (YAML by hand, JSON in the database) to `Definition`, naming every problem at once."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from thonso.procedures import definition as d
from thonso.procedures.computing import compile_value
from thonso.procedures.conditions import (
    ALWAYS,
    Condition,
    all_of,
    any_of,
    compile_condition,
    negate,
)
from thonso.procedures.forms.compiling import compile_form
from thonso.procedures.forms.shape import Field, Form, Option, Part, Rule, Section

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
SCHEMA_FILE = Path(__file__).parent / "schema" / "procedure.schema.json"


class DefinitionError(ValueError):
    """What is wrong with a definition: one line a problem, each with the place it is at."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class _PlainLoader(yaml.SafeLoader):
    """YAML with only the types a definition needs: 02683 stays text, so do 15:00, 2026-01-01, on, no."""


_PlainLoader.yaml_implicit_resolvers = {}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9]\d*)$"), list("-0123456789"))
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^\d+\.5$"), list("0123456789"))
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^null$"), ["n"])
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])


def from_yaml(text: str) -> dict[str, Any]:
    # A subclass of SafeLoader with fewer types than it has.
    found = yaml.load(text, _PlainLoader)  # noqa: S506
    if not isinstance(found, dict):
        raise DefinitionError(["the file is not a mapping"])
    return found


def canonical(source: Mapping[str, Any]) -> str:
    """The one JSON text of a definition, whose SHA-256 is its digest."""
    return json.dumps(source, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@lru_cache(maxsize=1024)
def parse(text: str, digest: str) -> d.Definition:
    """The definition of a canonical JSON text already known to be sound. Definitions never change, so this is kept."""
    return build(json.loads(text), digest)


def check(source: Mapping[str, Any]) -> d.Definition:
    """Validate against the schema, then against itself. Raises DefinitionError with every problem found."""
    problems = [
        f"{'/'.join(str(step) for step in error.absolute_path) or '(top)'}: {error.message[:300]}"
        for error in sorted(validator().iter_errors(source), key=lambda one: [str(step) for step in one.absolute_path])
    ]
    if problems:
        raise DefinitionError(problems)
    problems = list(_own_problems(source))
    if problems:
        raise DefinitionError(problems)
    try:
        return build(source, digest_of(canonical(source)))
    except ValueError as error:
        raise DefinitionError([str(error)]) from error


def _own_problems(source: Mapping[str, Any]) -> Iterable[str]:
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
    if source["result"].get("certifies") and fields.get(source["result"]["certifies"], {}).get("kind") != "person":
        yield f"result: {source['result']['certifies']} is not a person of the form"
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


def _decision(words: Mapping[str, Any]) -> d.DecisionWords:
    return d.DecisionWords(
        about=words["about"],
        grounds=tuple(words["grounds"]),
        articles=tuple(words["articles"]),
        recipients=tuple(words["recipients"]),
        title=words.get("title", "Quyết định " + words["about"].removeprefix("Về việc ")),
        asks=tuple(d.DecisionAsk(**one) for one in words.get("asks", ())),
        listed=d.DecisionList(**words["list"]) if "list" in words else None,
    )


def build(source: Mapping[str, Any], digest: str) -> d.Definition:
    """The typed view. `source` must have passed `check` once; raises ValueError where rules contradict themselves."""
    papers = {one["key"]: _paper(one) for one in source["papers"]}
    cases = tuple(
        d.Case(
            key=one["key"],
            name=one["name"],
            papers=tuple(papers[key] for key in one["papers"]),
            when=_condition(one),
            time=_time(one["time"]) if "time" in one else None,
            note=one.get("note", ""),
        )
        for one in source["cases"]
    )
    result = source["result"]
    handled = source["handled_by"]
    supplement = source["supplement"]
    return d.Definition(
        code=source["code"],
        version=source["version"],
        name=source["name"],
        plain_names=tuple(source["plain_names"]),
        summary=source["summary"],
        field=source["field"],
        level=source["level"],
        handled_by=d.Organ(handled["organ"], handled["place"], handled.get("with", ""), handled.get("here", True)),
        valid_from=date.fromisoformat(source["valid_from"]),
        valid_to=date.fromisoformat(source["valid_to"]) if source.get("valid_to") else None,
        source=source["source"],
        legal_basis=tuple(d.LegalBasis(**one) for one in source["legal_basis"]),
        who_may_file=tuple(d.Filer(**one) for one in source["who_may_file"]),
        channels=tuple(source["channels"]),
        ways_to_confirm=tuple(source["ways_to_confirm"]),
        presence=tuple(d.Presence(**{**one, "when": _condition(one)}) for one in source.get("presence", ())),
        interpreter=_beside(source, "interpreter"),
        witnesses=_beside(source, "witnesses"),
        cases=cases,
        papers=tuple(papers.values()),
        fees=tuple(
            d.Fee(
                **{
                    **one,
                    "when": _condition(one),
                    "exemptions": tuple(one.get("exemptions", ())),
                    "by_page": d.ByPage(**one["by_page"]) if "by_page" in one else None,
                }
            )
            for one in source["fees"]
        ),
        time=_time(source["time"]),
        supplement=d.SupplementRule(**supplement),
        payment=d.PaymentRule(**source["payment"]) if "payment" in source else d.PaymentRule(),
        form=form_of(source["form"], cases),
        steps=tuple(d.Step(**{**one, "papers": tuple(one.get("papers", ()))}) for one in source["steps"]),
        result=d.Result(
            result["kind"],
            tuple(d.ResultPaper(**one) for one in result["papers"]),
            result.get("system", ""),
            result.get("certifies", ""),
            d.Book(**result["book"]) if "book" in result else None,
            d.Each(**result["each"]) if "each" in result else None,
            tuple(d.Outcome(**one) for one in result.get("outcomes", ())),
            _decision(result["decision"]) if "decision" in result else None,
        ),
        warnings=tuple(
            d.Caution(one["text"], one.get("from", ""), one.get("to", "")) for one in source.get("warnings", ())
        ),
        checks=tuple(_checks(source)),
        digest=digest,
        raw=source,
        demo_only=source.get("demo_only", ""),
    )


def _checks(source: Mapping[str, Any]) -> Iterable[d.Check]:
    """Every value marked `verify`, in one list with its place as key."""
    yield from (d.Check(**one) for one in source.get("verify", ()))
    for index, one in enumerate(source["legal_basis"]):
        if one.get("verify"):
            yield d.Check(f"legal_basis_{index}", f"{one['number']}: {one['title']}", source["source"])
    for index, one in enumerate(source["fees"]):
        if one.get("verify"):
            yield d.Check(f"fee_{index}", one["name"], one["source"])
    for index, one in enumerate(source.get("presence", ())):
        if one.get("verify"):
            yield d.Check(f"presence_{index}", one["why"], one["source"])
    for key in ("interpreter", "witnesses"):
        if source.get(key, {}).get("verify"):
            yield d.Check(key, source[key]["text"], source[key]["source"])
    if source["time"].get("verify"):
        yield d.Check("time", source["time"]["text"], source["time"]["source"])
    for case in source["cases"]:
        if case.get("time", {}).get("verify"):
            yield d.Check(f"time_{case['key']}", case["time"]["text"], case["time"]["source"])
    if source["supplement"].get("verify"):
        yield d.Check("supplement", "Số lần và thời hạn yêu cầu bổ sung", source["supplement"]["source"])
    for step in source["steps"]:
        if step.get("verify"):
            yield d.Check(f"step_{step['key']}", step["name"], step.get("source", source["source"]))
    for index, one in enumerate(source["result"]["papers"]):
        if one.get("verify"):
            yield d.Check(f"result_{index}", one["title"], source["source"])


def _condition(one: Mapping[str, Any], key: str = "when") -> Condition:
    return compile_condition(one[key]) if key in one else ALWAYS


def _beside(source: Mapping[str, Any], key: str) -> d.Beside | None:
    return d.Beside(**{**source[key], "when": _condition(source[key])}) if key in source else None


def _time(one: Mapping[str, Any]) -> d.TimeRule:
    return d.TimeRule(**one)


def _paper(one: Mapping[str, Any]) -> d.Paper:
    return d.Paper(**{**one, "when": _condition(one), "accept": tuple(one.get("accept", ("image", "pdf")))})


def form_of(source: Mapping[str, Any], cases: tuple[d.Case, ...] = ()) -> Form:
    """A form alone; `cases` bring the papers its file fields are for. Raises ValueError for rules that do not fit."""
    papers = {paper.key: paper for case in cases for paper in case.papers}
    sections = tuple(
        Section(
            one["key"],
            one["title"],
            one.get("intro", ""),
            one.get("together", False),
            tuple(_field(each, papers) for each in one["fields"]),
        )
        for one in source["sections"]
    )
    rules = [_rule(one) for one in source.get("rules", ())]
    for section in sections:
        rules += (rule for one in section.fields if one.paper for rule in _paper_rules(one, papers[one.paper], cases))
    return compile_form(sections, rules)


def _field(one: Mapping[str, Any], papers: Mapping[str, d.Paper]) -> Field:
    known = {key: value for key, value in one.items() if key not in {"from", "options", "parts", "fields", "filer"}}
    if paper := papers.get(one.get("paper", "")):
        known |= {"accept": paper.accept, "max_files": paper.max_files}
    parts = tuple(Part(key.rstrip("?"), not key.endswith("?")) for key in one.get("parts", _USUAL_PARTS))
    return Field(
        **known,
        sources=tuple(one.get("from", ())),
        filer=tuple(one.get("filer", ("self",))),
        options=tuple(
            Option(each["value"], each["label"], each.get("hint", ""), _condition(each))
            for each in one.get("options", ())
        ),
        parts=parts if one["kind"] == "person" else (),
        fields=tuple(_field(each, papers) for each in one.get("fields", ())),
    )


_USUAL_PARTS = ("full_name", "id_number", "birth", "sex")


def _rule(one: Mapping[str, Any]) -> Rule:
    condition = _condition(one, "if")
    if "compute" in one:
        return Rule("compute", (one["compute"],), condition, compile_value(one["as"]))
    if "refuse" in one:
        return Rule("refuse", (one["refuse"],), condition, say=one["say"])
    kind = "show" if "show" in one else "require"
    return Rule(kind, tuple(one[kind]), condition)


_FROM_AFAR = compile_condition({"in": ["@channel", ["online", "assisted"]]})


def _paper_rules(one: Field, paper: d.Paper, cases: tuple[d.Case, ...]) -> Iterable[Rule]:
    """A file field follows its paper: asked in the cases that need it, demanded only from afar."""
    taken: list[Condition] = []
    asked = []
    for case in cases:
        if paper in case.papers:
            asked.append(all_of([case.when, *(negate(earlier) for earlier in taken)]))
        taken.append(case.when)
    needed = all_of([any_of(asked), paper.when]) if asked else ALWAYS
    yield Rule("show", (one.key,), needed)
    if paper.required and paper.how == "submit" and not paper.electronic_form:
        yield Rule("require", (one.key,), all_of([needed, _FROM_AFAR]))
