"""The periodic table: each dossier of the period in one line, each figure a set of dossiers that can be opened."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from thonso.core.base.text import fold
from thonso.insight import facts as loading
from thonso.insight.facts import Facts
from thonso.insight.layouts import Column, Layout
from thonso.insight.rules.counting import COUNTERS, Kind, Life, kinds

NOWHERE = "Không rõ thôn"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `key` is what its figures are narrowed to when they are opened, '' for the total."""

    label: str
    key: str
    level: int  # 0 total, 1 field, hamlet or commune, 2 procedure
    counted: Counter[Kind] = field(default_factory=Counter)

    def figure(self, column: Column) -> int:
        return sum(self.counted[kind] for kind in COUNTERS[column.key])


@dataclass(frozen=True, slots=True)
class Table:
    layout: Layout
    facts: Facts
    lines: tuple[Line, ...]
    total: Line

    def figures(self, line: Line) -> list[int]:
        return [line.figure(column) for column in self.layout.columns]


def of(facts: Facts, layout: Layout, by: str) -> Table:
    """Count every dossier once in its line and once in the total. `by`: linh-vuc (field and procedure), thon, xa."""
    counted: dict[str, Counter[Kind]] = defaultdict(Counter)
    whole: Counter[Kind] = Counter()
    key_of = _key(by, facts)
    for life in facts.lives:
        found = kinds(life, facts.span, facts.at)
        if found:
            counted[key_of(life)].update(found)
            whole.update(found)
    total = Line("Tổng cộng", "", 0, whole)
    lines = _by_field(counted, facts) if by == "linh-vuc" else _by_place(counted)
    return Table(layout, facts, tuple(lines), total)


def _key(by: str, facts: Facts) -> Callable[[Life], str]:
    if by == "thon":
        return lambda life: str(life.hamlet or "")
    return (lambda life: str(life.commune)) if by == "xa" else (lambda life: life.procedure)


def _by_field(counted: dict[str, Counter[Kind]], facts: Facts) -> Iterator[Line]:
    fields: dict[str, list[Line]] = defaultdict(list)
    for code, figures in counted.items():
        name_of_field, name = facts.procedures[code]
        fields[name_of_field].append(Line(name, code, 2, figures))
    for name_of_field in sorted(fields, key=fold):
        whole: Counter[Kind] = Counter()
        for line in fields[name_of_field]:
            whole.update(line.counted)
        yield Line(name_of_field, f"lv:{name_of_field}", 1, whole)
        yield from sorted(fields[name_of_field], key=lambda line: fold(line.label))


def _by_place(counted: dict[str, Counter[Kind]]) -> Iterator[Line]:
    units = loading.places([UUID(key) for key in counted if key])
    names = {key: units[UUID(key)].full_name if key else NOWHERE for key in counted}
    # Where it is not known where somebody lives stands last.
    for key in sorted(counted, key=lambda key: (not key, fold(names[key]))):
        yield Line(names[key], key or "-", 1, counted[key])


def opened(facts: Facts, figure: str, key: str = "") -> list[Life]:
    """The dossiers behind one figure, in the order of filing. `key` of a line, '' for all."""
    wanted = COUNTERS.get(figure, frozenset())
    return [life for life in facts.lives if wanted & kinds(life, facts.span, facts.at) and _in_line(life, key, facts)]


def _in_line(life: Life, key: str, facts: Facts) -> bool:
    if key in {"", life.procedure}:
        return True
    if key.startswith("lv:"):
        return facts.procedures[life.procedure][0] == key.removeprefix("lv:")
    return key in {str(life.hamlet or "-"), str(life.commune)}
