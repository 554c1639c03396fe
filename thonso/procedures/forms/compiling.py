"""Turns sections and rules into a plan: who decides about each field, in an order that never looks ahead. Pure.

Raises ValueError with a sentence for an unknown target or reference, two computations of one field, or a circle.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from thonso.procedures.conditions import Condition, any_of
from thonso.procedures.forms.shape import Field, Form, Node, Rule, Section


def compile_form(sections: Sequence[Section], rules: Sequence[Rule]) -> Form:
    """A form ready to be evaluated; the order of `rules` makes no difference."""
    _check_keys(sections, rules)
    by_target: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for target in rule.targets:
            by_target[target].append(rule)
    nodes: dict[str, Node] = {}
    needs: dict[str, set[str]] = {}
    for section in sections:
        shown = _shown_if(by_target[section.key])
        needs[f"§{section.key}"] = _tops(shown.refs if shown else ())
        for one in section.fields:
            node = _node(one, one.key, section.key, by_target)
            nodes[one.key] = node
            needs[one.key] = {f"§{section.key}", *_tops(_refs(node))} - {one.key}
            if one.key in _tops(_deciding(node)):
                raise ValueError(f"{one.key} looks at itself")
    try:
        order = tuple(TopologicalSorter({key: sorted(value) for key, value in sorted(needs.items())}).static_order())
    except CycleError as error:
        raise ValueError("rules go in a circle: " + " → ".join(error.args[1])) from None
    return Form(
        sections=tuple(sections),
        rules=tuple(rules),
        section_shown_if={
            section.key: shown for section in sections if (shown := _shown_if(by_target[section.key])) is not None
        },
        order=order,
        nodes=nodes,
    )


def _node(one: Field, path: str, section: str, by_target: Mapping[str, Sequence[Rule]]) -> Node:
    rules = by_target.get(path, ())
    computes = [rule for rule in rules if rule.kind == "compute"]
    if len(computes) > 1:
        raise ValueError(f"{path} is computed by more than one rule")
    requires = [rule.condition for rule in rules if rule.kind == "require"]
    if one.quiet and not computes:
        raise ValueError(f"{path} is quiet, so something must compute it")
    return Node(
        field=one,
        path=path,
        section=section,
        shown_if=_shown_if(rules),
        required_if=any_of(requires) if requires else None,
        compute=computes[0] if computes else None,
        refusals=tuple(rule for rule in rules if rule.kind == "refuse"),
        children=_in_order([_node(child, f"{path}.*.{child.key}", section, by_target) for child in one.fields]),
    )


def _in_order(children: Sequence[Node]) -> tuple[Node, ...]:
    """Fields of a row, each after those of the same row that decide about it."""
    by_path = {child.path: child for child in children}
    needs = {child.path: sorted({ref for ref in _trimmed(_deciding(child)) if ref in by_path}) for child in children}
    try:
        return tuple(by_path[path] for path in TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise ValueError("rules go in a circle: " + " → ".join(error.args[1])) from None


def _trimmed(refs: Iterable[str]) -> Iterable[str]:
    """ "members.*.mother.birth" is decided by the field "members.*.mother"."""
    return (".".join(ref.split(".")[:3]) for ref in refs)


def _shown_if(rules: Sequence[Rule]) -> Condition | None:
    conditions = [rule.condition for rule in rules if rule.kind == "show"]
    return any_of(conditions) if conditions else None


def _deciding(node: Node) -> set[str]:
    """What must be known before the value of this field is: who shows it and what computes it."""
    refs: set[str] = set(node.shown_if.refs) if node.shown_if else set()
    if node.compute:
        refs |= node.compute.condition.refs
        refs |= node.compute.computation.refs if node.compute.computation else frozenset()
    return refs


def _refs(node: Node) -> set[str]:
    refs = _deciding(node)
    for child in node.children:
        inner = _refs(child)
        if node.path in inner:
            raise ValueError(f"{child.path} looks at the whole group it is in")
        refs |= {ref for ref in inner if not ref.startswith(f"{node.path}.*")}
    return refs


def _tops(refs: Iterable[str]) -> set[str]:
    return {ref.split(".")[0] for ref in refs if not ref.startswith("@")}


def _check_keys(sections: Sequence[Section], rules: Sequence[Rule]) -> None:
    known: dict[str, Field | None] = {}
    for section in sections:
        _add(known, section.key, None)
        for one in section.fields:
            _add(known, one.key, one)
            for child in one.fields:
                if child.kind in {"group", "file", "signature", "consent"}:
                    raise ValueError(f"{one.key}.*.{child.key}: a row cannot hold a {child.kind}")
                _add(known, f"{one.key}.*.{child.key}", child)
    for rule in rules:
        for target in rule.targets:
            if target not in known:
                raise ValueError(f"rule for {target}: there is no such section or field")
            if known[target] is None and rule.kind != "show":
                raise ValueError(f"rule for {target}: a section can only be shown")
        refs = rule.condition.refs | (rule.computation.refs if rule.computation else frozenset())
        for ref in refs:
            _check_ref(ref, known, rule)


def _add(known: dict[str, Field | None], key: str, one: Field | None) -> None:
    if key in known:
        raise ValueError(f"{key} is used twice")
    known[key] = one


def _check_ref(ref: str, known: Mapping[str, Field | None], rule: Rule) -> None:
    if ref.startswith("@"):
        return
    parts = ref.split(".")
    starred = len(parts) > 1 and parts[1] == "*"
    field_path = ".".join(parts[:3]) if starred else parts[0]
    if starred and len(parts) < 3:
        raise ValueError(f"reference {ref}: name a field of the row")
    found = known.get(field_path)
    if found is None:
        raise ValueError(f"reference {ref}: there is no such field")
    rest = parts[3:] if starred else parts[1:]
    if rest:
        inside = {"person": {part.key for part in found.parts}, "unit": {"province", "commune", "hamlet"}}
        if len(rest) > 1 or rest[0] not in inside.get(found.kind, set()):
            raise ValueError(f"reference {ref}: {field_path} has no {'.'.join(rest)}")
    if starred and rule.kind != "compute" and not all(t.startswith(f"{parts[0]}.*.") for t in rule.targets):
        raise ValueError(f"reference {ref}: only rules of the same row may look into it")
