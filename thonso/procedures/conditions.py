"""The closed set of conditions a definition may use, compiled once into plain functions. Pure; no user scripting.

A reference is a path among the answers ("mother.birth"), a path in a repeating group ("members.*.birth": this row
inside the group, every row outside), or a fact of the filing ("@today", "@channel", "@representation", "@commune").
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from thonso.procedures import partial_date

FACTS = ("today", "channel", "representation", "commune")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition may look at: values of visible fields so far, facts, and the row when inside a group."""

    values: Mapping[str, Any]
    facts: Mapping[str, Any]
    group: str = ""
    row: Mapping[str, Any] | None = None

    def get(self, ref: str) -> Any:
        if ref.startswith("@"):
            return self.facts.get(ref[1:])
        parts = ref.split(".")
        value: Any = self.values.get(parts[0])
        rest = parts[1:]
        if rest and rest[0] == "*":
            if parts[0] == self.group and self.row is not None:
                return _walk(self.row, rest[1:])
            rows = value if isinstance(value, list) else []
            return [_walk(row, rest[1:]) for row in rows]
        return _walk(value, rest)


def _walk(value: Any, parts: Iterable[str]) -> Any:
    for part in parts:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


Test = Callable[[Scope], bool]
Value = Callable[[Scope], Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """`source`: as a definition writes it, for whoever decides by it without this code (a phone without signal)."""

    test: Test
    refs: frozenset[str]
    source: Mapping[str, Any] = field(default_factory=dict, compare=False)


ALWAYS = Condition(lambda scope: True, frozenset(), {"and": []})


def is_empty(value: Any) -> bool:
    """Nothing was said. False and 0 are answers."""
    return value is None or value == "" or value == [] or value == {}


def as_number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def compile_condition(source: Mapping[str, Any]) -> Condition:
    """From the YAML form, already checked by the schema: one key, which names the kind."""
    ((kind, argument),) = source.items()
    return replace(_COMPILERS[kind](argument), source=source)


def _equals(argument: list[Any]) -> Condition:
    ref, wanted = argument
    return Condition(lambda scope: _same_value(scope.get(ref), wanted), frozenset([ref]))


def _same_value(left: Any, right: Any) -> bool:
    # 1 == True in Python; a tick box is not a count.
    return type(left) is type(right) and left == right and not is_empty(left)


def _same(argument: list[str]) -> Condition:
    """Two answers that say the same: "dao" and "Dao" are one ethnic group, typed twice."""
    first, second = argument
    return Condition(
        lambda scope: _same_value(_typed(scope.get(first)), _typed(scope.get(second))), frozenset(argument)
    )


def _typed(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _in(argument: list[Any]) -> Condition:
    ref, wanted = argument
    return Condition(lambda scope: any(_same_value(scope.get(ref), one) for one in wanted), frozenset([ref]))


def _contains(argument: list[str]) -> Condition:
    ref, wanted = argument

    def test(scope: Scope) -> bool:
        value = scope.get(ref)
        return isinstance(value, list) and wanted in value

    return Condition(test, frozenset([ref]))


def _compare(argument: list[Any], holds: Callable[[Decimal, Decimal], bool]) -> Condition:
    ref, other = argument
    refs = frozenset([ref, other] if isinstance(other, str) else [ref])

    def test(scope: Scope) -> bool:
        left = as_number(scope.get(ref))
        right = as_number(scope.get(other) if isinstance(other, str) else other)
        return left is not None and right is not None and holds(left, right)

    return Condition(test, refs)


def _empty(ref: str) -> Condition:
    return Condition(lambda scope: is_empty(scope.get(ref)), frozenset([ref]))


def all_of(conditions: Iterable[Condition]) -> Condition:
    parts = tuple(conditions)
    refs = frozenset().union(*(part.refs for part in parts))
    return Condition(lambda scope: all(part.test(scope) for part in parts), refs, {"and": [p.source for p in parts]})


def any_of(conditions: Iterable[Condition]) -> Condition:
    parts = tuple(conditions)
    refs = frozenset().union(*(part.refs for part in parts))
    return Condition(lambda scope: any(part.test(scope) for part in parts), refs, {"or": [p.source for p in parts]})


def negate(inner: Condition) -> Condition:
    return Condition(lambda scope: not inner.test(scope), inner.refs, {"not": inner.source})


def moment(source: str) -> tuple[Callable[[Scope], partial_date.PartialDate | None], frozenset[str]]:
    """A date written out, or one found at a reference."""
    fixed = partial_date.read(source)
    if fixed is not None:
        return lambda scope: fixed, frozenset()
    return lambda scope: _date_at(scope.get(source)), frozenset([source])


def _date_at(value: Any) -> partial_date.PartialDate | None:
    if isinstance(value, date):
        return partial_date.PartialDate(value.year, value.month, value.day)
    return partial_date.read(value)


def _age_on(argument: Mapping[str, Any]) -> Condition:
    birth, birth_refs = moment(argument["of"])
    on, on_refs = moment(argument.get("on", "@today"))

    def test(scope: Scope) -> bool:
        # With the day unknown it holds only where every possible birthday agrees: nobody is refused on a guess.
        born, day = birth(scope), on(scope)
        if born is None or day is None:
            return False
        if "below" in argument:
            return partial_date.whole_years(born.first, day.last) < int(argument["below"])
        return partial_date.whole_years(born.last, day.first) >= int(argument["at_least"])

    return Condition(test, birth_refs | on_refs)


def _date_before(argument: Mapping[str, Any]) -> Condition:
    first, first_refs = moment(argument["of"])
    second, second_refs = moment(argument["by"])
    back = timedelta(days=argument.get("minus_days", 0))

    def test(scope: Scope) -> bool:
        one, other = first(scope), second(scope)
        return one is not None and other is not None and one.last < other.first - back

    return Condition(test, first_refs | second_refs)


_COMPILERS: dict[str, Callable[[Any], Condition]] = {
    "equals": _equals,
    "same": _same,
    "in": _in,
    "contains": _contains,
    "gt": lambda argument: _compare(argument, lambda left, right: left > right),
    "lt": lambda argument: _compare(argument, lambda left, right: left < right),
    "empty": _empty,
    "and": lambda argument: all_of(compile_condition(one) for one in argument),
    "or": lambda argument: any_of(compile_condition(one) for one in argument),
    "not": lambda argument: negate(compile_condition(argument)),
    "age_on": _age_on,
    "date_before": _date_before,
}
KINDS = tuple(_COMPILERS)
