"""A run of text split into named cells that add up to it again. Pure.

The portal's pages were tables; captured as text they lost every border ("Trực tuyến3 NgàyMiễn phí…"). A splitter finds the
borders again and may not lose, add or move one character: a text that does not add up is kept whole and said to be unsplit.
"""

from dataclasses import dataclass, field

# Small letters of Vietnamese, for classes of regular expressions, which know no Unicode categories.
LOWER = "".join(chr(code) for code in range(0x61, 0x1EFA) if chr(code).islower() and (code < 0x1B1 or code > 0x1E9F))
NOTHING = "Không có thông tin"  # the portal's own words for an empty cell: a value, not a failure


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind` is what the table's column was, or "head" and "chrome" for what is no content."""

    kind: str
    text: str


@dataclass(slots=True)
class Split:
    """`doubts` name what was split but cannot be relied on: a number without its unit, a fee that is free and not."""

    cells: list[Cell] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)

    def add(self, kind: str, text: str) -> None:
        if text:
            self.cells.append(Cell(kind, text))

    def adds_up_to(self, source: str) -> bool:
        return "".join(cell.text for cell in self.cells) == source

    def of(self, kind: str) -> list[str]:
        """The texts of one column, without the space around them."""
        return [cell.text.strip() for cell in self.cells if cell.kind == kind]
