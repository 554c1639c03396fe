"""The evaluator: which fields are asked, which must be answered, what is computed, and what is wrong. Pure and total.

It takes any answers at all (typed on a page, sent by a client, kept in a draft since last month) and never raises.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures.conditions import Scope, is_empty
from thonso.procedures.forms.kinds import Context, Errors, kind_of
from thonso.procedures.forms.kinds.base import under
from thonso.procedures.forms.kinds.group import Group
from thonso.procedures.forms.shape import Form, Node


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Paths are concrete: "mother", "mother.birth", "members.0.birth". Errors are sentences in reading order.

    `values` holds only what is asked and well formed: hidden answers, unknown keys and unreadable values are not in it.
    """

    visible: frozenset[str]
    sections: frozenset[str]
    required: frozenset[str]
    computed: frozenset[str]
    values: dict[str, Any]
    errors: dict[str, list[str]]

    @property
    def ok(self) -> bool:
        return not self.errors


def evaluate(form: Form, answers: Mapping[str, Any], context: Context) -> Evaluation:
    """Decide about every field of `form`. Evaluating the resulting `values` again gives the same evaluation."""
    run = _Run(form, context)
    for key in form.order:
        if key.startswith("§"):
            run.open_section(key[1:])
        else:
            run.decide(form.nodes[key], answers.get(key))
    run.judge()
    return run.result()


class _Run:
    def __init__(self, form: Form, context: Context) -> None:
        self.form, self.context, self.facts = form, context, context.facts
        self.sections: set[str] = set()
        self.visible: set[str] = set()
        self.required: set[str] = set()
        self.computed: set[str] = set()
        self.values: dict[str, Any] = {}
        self.errors: dict[str, list[str]] = {}

    def open_section(self, key: str) -> None:
        shown = self.form.section_shown_if.get(key)
        if shown is None or shown.test(Scope(self.values, self.facts)):
            self.sections.add(key)

    def decide(self, node: Node, raw: Any) -> None:
        if node.section not in self.sections:
            return
        scope = Scope(self.values, self.facts)
        value, shown = self._value(node, raw, scope, node.path)
        if not shown:
            return
        if node.children:
            value = self._rows(node, value or [])
        if not is_empty(value):
            self.values[node.field.key] = value

    def _value(self, node: Node, raw: Any, scope: Scope, path: str) -> tuple[Any, bool]:
        """The value of one field and whether it is shown at all; notes what is wrong with it."""
        if node.shown_if is not None and not node.shown_if.test(scope):
            return None, False
        self.visible.add(path)
        kind = kind_of(node.field)
        if node.compute is not None and node.compute.computation and node.compute.condition.test(scope):
            self.computed.add(path)
            value, _problems = kind.parse(node.compute.computation.value(scope), node.field, self.context)
            return value, True
        value, problems = kind.parse(raw, node.field, self.context)
        self._add(under(path, problems))
        return value, True

    def _rows(self, node: Node, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        done: list[dict[str, Any]] = []
        for index, raw in enumerate(rows):
            row: dict[str, Any] = {}
            scope = Scope(self.values, self.facts, node.field.key, row)
            for child in node.children:
                value, shown = self._value(
                    child, raw.get(child.field.key), scope, f"{node.path}.{index}.{child.field.key}"
                )
                if shown and not is_empty(value):
                    row[child.field.key] = value
            done.append(row)
        return done

    def judge(self) -> None:
        """With every value known: what is missing, and what is refused."""
        for node in self.form.nodes.values():
            if node.path not in self.visible:
                continue
            self._judge(node, Scope(self.values, self.facts), node.path, self.values.get(node.field.key))
            for index, row in enumerate(self.values.get(node.field.key, [])) if node.children else ():
                scope = Scope(self.values, self.facts, node.field.key, row)
                for child in node.children:
                    path = f"{node.path}.{index}.{child.field.key}"
                    if path in self.visible:
                        self._judge(child, scope, path, row.get(child.field.key))

    def _judge(self, node: Node, scope: Scope, path: str, value: Any) -> None:
        kind = kind_of(node.field)
        needed = node.field.required or (node.required_if is not None and node.required_if.test(scope))
        needed = needed or (isinstance(kind, Group) and node.field.min_rows > 0)
        if kind.answerable and needed:
            self.required.add(path)
            if is_empty(value) and not self._has_error(path):
                if path in self.computed:
                    self._add({path: [_("This is worked out from other answers. Please complete them first.")]})
                else:
                    self._add(under(path, kind.missing(node.field)))
        if isinstance(kind, Group) and value and len(value) < node.field.min_rows:
            self._add(under(path, kind.too_few(node.field)))
        self._add({path: sorted(rule.say for rule in node.refusals if rule.condition.test(scope))})

    def _has_error(self, path: str) -> bool:
        return path in self.errors or any(key.startswith(f"{path}.") for key in self.errors)

    def _add(self, errors: Errors) -> None:
        for path, found in errors.items():
            if found:
                self.errors.setdefault(path, []).extend(one for one in found if one not in self.errors.get(path, []))

    def result(self) -> Evaluation:
        return Evaluation(
            visible=frozenset(self.visible),
            sections=frozenset(self.sections),
            required=frozenset(self.required),
            computed=frozenset(self.computed),
            values=self.values,
            errors=dict(_in_reading_order(self.form, self.errors)),
        )


def _in_reading_order(form: Form, errors: Mapping[str, list[str]]) -> Iterable[tuple[str, list[str]]]:
    places: dict[str, int] = {}
    for one in form.fields():
        places[one.key] = len(places)
        for child in one.fields:
            places[f"{one.key}.{child.key}"] = len(places)

    def place(item: tuple[str, list[str]]) -> tuple[int, int, int]:
        parts = item[0].split(".")
        row = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else -1
        inner = places.get(f"{parts[0]}.{parts[2]}", 0) if row >= 0 and len(parts) > 2 else 0
        return places.get(parts[0], 0), row, inner

    return sorted(errors.items(), key=place)
