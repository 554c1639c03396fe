"""What a procedure costs: by the filing, by a number, by the pages of a list."""

from dataclasses import dataclass
from typing import Any

from thonso.procedures.conditions import ALWAYS, Condition, as_number


@dataclass(frozen=True, slots=True)
class ByPage:
    """How a fee grows with the pages of each paper in a list: the amount for each of the `first` pages, `then` for each
    more, at most `most` a copy; in đồng. `rows`, `pages`, `copies` are keys of the list and of its fields."""

    rows: str
    pages: str
    copies: str
    first: int
    then: int
    most: int

    def total(self, amount: int, rows: Any) -> int:
        found = 0
        for row in rows if isinstance(rows, list) else ():
            pages, copies = (int(as_number(row.get(key)) or 0) for key in (self.pages, self.copies))
            one = amount * min(pages, self.first) + self.then * max(pages - self.first, 0)
            found += min(one, self.most) * copies
        return found


@dataclass(frozen=True, slots=True)
class Fee:
    """`amount` in đồng; 0 is free, None is not known here. `times` names the number field that multiplies it.
    `by_page` counts the pages of a list instead. `exemptions` are who pays nothing or less; whatever else there is to say is
    the `note`."""

    name: str
    amount: int | None
    source: str
    unit: str = ""
    times: str = ""
    by_page: ByPage | None = None
    when: Condition = ALWAYS
    exemptions: tuple[str, ...] = ()
    note: str = ""
    verify: bool = False
