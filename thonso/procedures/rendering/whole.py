"""A whole form for a phone that fills it in without a server: every question drawn once, and the rules as data.

Nothing of a person is in it, so it may be kept. What decides offline is only what shows; the server judges every answer again.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString

from thonso.procedures.definition import Definition
from thonso.procedures.describing import presence_words
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.kinds.number import Number
from thonso.procedures.forms.shape import Field, Form, Node, Option
from thonso.procedures.rendering.pages import html
from thonso.procedures.rendering.shown import Painter, Shown
from thonso.procedures.rules import Evaluation


def render_whole(form: Form, context: Context) -> SafeString:
    """Every question of every section, each in a box of its own; one row of each list, to be copied."""
    painter = Painter(_everything(form), {one.key: [{}] for one in form.fields() if one.fields}, context, {}, {})
    sections = [
        {
            "section": section,
            "fields": [(one, _all_options(painter.shown(one))) for one in section.fields if not one.quiet],
        }
        for section in form.sections
    ]
    return html("whole", {"sections": sections})


def outline(definition: Definition) -> dict[str, Any]:
    """What decides about it, as data: conditions as the definition writes them, papers by case, who may file."""
    form = definition.form
    return {
        "code": definition.code,
        "name": definition.name,
        "order": list(form.order),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "together": section.together,
                "show": _source(form.section_shown_if.get(section.key)),
                "fields": [_node(form.nodes[one.key]) for one in section.fields],
            }
            for section in form.sections
        ],
        "cases": [
            {
                "when": dict(case.when.source),
                "papers": [
                    {
                        "key": paper.key,
                        "name": paper.name,
                        "note": paper.note,
                        "needed": paper.required and paper.how == "submit" and not paper.electronic_form,
                        "required": paper.required,
                        "written": paper.electronic_form,
                        "most": paper.max_files,
                        "when": dict(paper.when.source),
                    }
                    for paper in case.papers
                ],
            }
            for case in definition.cases
        ],
        "filers": [{"relation": one.relation, "label": one.label, "note": one.note} for one in definition.who_may_file],
        "confirm": list(definition.ways_to_confirm),
        "presence": [
            {"who": one.who, "words": f"{presence_words(one)}. {one.why}", "when": dict(one.when.source)}
            for one in definition.presence
            if one.at in {"filing", "reception"} and not definition.appointment_only
        ],
        "beside": {
            who: {"when": dict(one.when.source), "text": one.text}
            for who, one in (("interpreter", definition.interpreter), ("witnesses", definition.witnesses))
            if one is not None
        },
    }


def _node(node: Node) -> dict[str, Any]:
    one = node.field
    found: dict[str, Any] = {
        "key": one.key,
        "kind": one.kind,
        "label": one.short or one.label,
        "required": one.required,
        "quiet": one.quiet,
        "visit": one.visit,
        "show": _source(node.shown_if),
        "need": _source(node.required_if),
        "refuse": [{"if": dict(rule.condition.source), "say": rule.say} for rule in node.refusals],
        "sources": list(one.sources),
    }
    if node.compute and node.compute.computation:
        found["compute"] = {"as": dict(node.compute.computation.source), "if": dict(node.compute.condition.source)}
    found |= _of_kind(one)
    if node.children:
        found |= {
            "min": one.min_rows,
            "max": one.max_rows,
            "row": one.row_name,
            "fields": [_node(child) for child in node.children],
        }
    return {key: value for key, value in found.items() if value not in (None, "", [], False)}


def _of_kind(one: Field) -> dict[str, Any]:
    if one.kind == "person":
        return {"parts": [[part.key, part.required] for part in one.parts], "filer": list(one.filer)}
    if one.kind in {"choice", "choices"}:
        return {"options": [_option(each) for each in one.options]}
    if one.kind == "number" and one.max is not None:
        return {"low": one.min or 0, "high": one.max, "range": Number().unreadable(one)}
    if one.kind == "file":
        return {"paper": one.paper, "most": one.max_files}
    if one.kind == "date":
        return {"unknown": one.unknown, "way": one.time_way}
    return {"depth": one.depth} if one.kind == "unit" else {}


def _option(one: Option) -> list[Any]:
    return [one.value, one.label, dict(one.when.source)] if one.when.refs else [one.value, one.label]


def _source(condition: Any) -> Mapping[str, Any] | None:
    return dict(condition.source) if condition is not None else None


def _everything(form: Form) -> Evaluation:
    """As if all of it were asked."""
    paths = {one.key for one in form.fields()}
    paths |= {f"{one.key}.0.{child.key}" for one in form.fields() for child in one.fields}
    needed = {one.key for one in form.fields() if one.required or form.nodes[one.key].required_if}
    needed |= {f"{one.key}.0.{c.key}" for one in form.fields() for c in one.fields if c.required}
    return Evaluation(
        visible=frozenset(paths),
        sections=frozenset(section.key for section in form.sections),
        required=frozenset(needed),
        # What is worked out only sometimes has a box for the other times.
        computed=frozenset(key for key, node in form.nodes.items() if node.compute and not node.compute.condition.refs),
        values={},
        errors={},
    )


def _all_options(shown: Shown) -> Shown:
    """Options for one capacity only are there too: the phone hides what is not for this filing."""
    if shown.field.kind != "choice":
        return shown
    return replace(shown, view={**shown.view, "options": list(shown.field.options)})
