"""The typed view of a definition that is sound (`reading.check`). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from thonso.procedures import definition as d
from thonso.procedures.computing import compile_value
from thonso.procedures.conditions import ALWAYS, Condition, all_of, any_of, compile_condition, negate
from thonso.procedures.forms.compiling import compile_form
from thonso.procedures.forms.shape import Field, Form, Option, Part, Rule, Section


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
        heir=d.Heir(**source["heir"]) if "heir" in source else None,
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
            result.get("death", ""),
            d.Book(**result["book"]) if "book" in result else None,
            d.Each(**result["each"]) if "each" in result else None,
            tuple(d.Outcome(**one) for one in result.get("outcomes", ())),
            _decision(result["decision"]) if "decision" in result else None,
            result.get("certifies_too", ""),
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
    for key in ("interpreter", "witnesses", "heir"):
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
    visits = {key for one in source["sections"] for key in _visit(one)}
    sections = tuple(
        Section(
            one["key"],
            one["title"],
            one.get("intro", ""),
            one.get("together", False),
            tuple(replace(_field(each, papers), visit=each["key"] in visits) for each in one["fields"]),
        )
        for one in source["sections"]
    )
    rules = [_rule(one) for one in source.get("rules", ())]
    for section in sections:
        rules += (rule for one in section.fields if one.paper for rule in _paper_rules(one, papers[one.paper], cases))
    return compile_form(sections, rules)


def _visit(section: Mapping[str, Any]) -> set[str]:
    """Its questions about a day on which somebody wants to come: the day and its half, and where in the commune."""
    halves = {one["key"]: one["half_day"] for one in section["fields"] if one.get("half_day")}
    if not halves:
        return set()
    where = {one["key"] for one in section["fields"] if one["key"] == "place" or one.get("here")}
    return {*halves, *halves.values(), *where}


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
