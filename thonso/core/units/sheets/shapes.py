"""A column that is looked for, a line that was read, and a row that cannot be used."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """`titles`: the heading we print, then others that people write for it; case and diacritics do not matter."""

    name: str
    titles: tuple[str, ...]
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `number` is the line seen in the spreadsheet; `numeric` names cells stored as numbers (lost zeros)."""

    number: int
    cells: dict[str, str]
    numeric: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Reject:
    line: int
    reason: str


@dataclass(slots=True)
class Sheet:
    lines: list[Line] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
