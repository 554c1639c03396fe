"""Lines of a page as they were drawn or recognised, and what was found in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from thonso.documents.reading import words


@dataclass(frozen=True, slots=True)
class Line:
    """Text that stands together; sides as fractions of the page (0..1, y downwards), pages from 0, size in points.

    `bold` is None where nobody can tell (a scan).
    """

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool | None = None

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.001)

    def part(self, start: int, end: int) -> "Line":
        """Characters `start` to `end`, in a box of their share of the width."""
        whole = max(len(self.text), 1)
        wide = self.right - self.left
        return replace(
            self,
            text=self.text[start:end].strip(),
            left=self.left + wide * start / whole,
            right=self.left + wide * end / whole,
        )

    def beside(self, other: "Line") -> bool:
        """On the same height of the same page."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return self.page == other.page and shared > min(self.height, other.height) / 2


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the place it was read from (page from 0, sides as in Line)."""

    value: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


def found(value: str, lines: Sequence[Line]) -> Found:
    """The place is that of all lines together, or of those on the first page."""
    page = lines[0].page
    same = [line for line in lines if line.page == page]
    return Found(
        value,
        page,
        min(line.left for line in same),
        min(line.top for line in same),
        max(line.right for line in same),
        max(line.bottom for line in same),
    )


def joined(lines: Sequence[Line]) -> str:
    return words.tidy(" ".join(line.text for line in lines))
