"""The closed set of values a definition may compute: sum, count, copy, concat, age. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from thonso.procedures import partial_date
from thonso.procedures.conditions import Scope, Value, as_number, compile_condition, is_empty, moment


@dataclass(frozen=True, slots=True)
class Computation:
    value: Value
    refs: frozenset[str]
    source: Mapping[str, Any] = field(default_factory=dict, compare=False)


def compile_value(source: Mapping[str, Any]) -> Computation:
    """From the YAML form, already checked by the schema. A value that cannot be computed yet is None."""
    kind = next(name for name in _COMPILERS if name in source)
    return replace(_COMPILERS[kind](source), source=source)


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _sum(source: Mapping[str, Any]) -> Computation:
    refs = source["sum"]

    def value(scope: Scope) -> Any:
        numbers = [number for one in _flat(scope.get(ref) for ref in refs) if (number := as_number(one)) is not None]
        if not numbers:
            return None
        total = sum(numbers)
        return int(total) if total == int(total) else str(total)

    return Computation(value, frozenset(refs))


def _count(source: Mapping[str, Any]) -> Computation:
    ref = source["count"]
    where = compile_condition(source["where"]) if "where" in source else None
    group = ref.split(".")[0]

    def value(scope: Scope) -> int:
        rows = scope.get(ref)
        rows = rows if isinstance(rows, list) else []
        if where is None:
            return sum(not is_empty(row) for row in rows)
        return sum(where.test(Scope(scope.values, scope.facts, group, row)) for row in rows)

    return Computation(value, frozenset([ref]) | (where.refs if where else frozenset()))


def _copy(source: Mapping[str, Any]) -> Computation:
    ref = source["copy"]
    return Computation(lambda scope: scope.get(ref), frozenset([ref]))


def _concat(source: Mapping[str, Any]) -> Computation:
    parts = source["concat"]

    def value(scope: Scope) -> str | None:
        found = [part["text"] if isinstance(part, Mapping) else scope.get(part) for part in parts]
        if all(is_empty(one) for one, part in zip(found, parts, strict=True) if isinstance(part, str)):
            return None
        return "".join("" if one is None else str(one) for one in found).strip()

    return Computation(value, frozenset(part for part in parts if isinstance(part, str)))


def _age(source: Mapping[str, Any]) -> Computation:
    birth, birth_refs = moment(source["age"])
    on, on_refs = moment(source.get("on", "@today"))

    def value(scope: Scope) -> int | None:
        born, day = birth(scope), on(scope)
        if born is None or day is None or day.first < born.first:
            return None
        # An unknown day or month counts as the first, as population records do [cần xác minh].
        return partial_date.whole_years(born.first, day.first)

    return Computation(value, birth_refs | on_refs)


_COMPILERS: dict[str, Callable[[Mapping[str, Any]], Computation]] = {
    "sum": _sum,
    "count": _count,
    "copy": _copy,
    "concat": _concat,
    "age": _age,
}
