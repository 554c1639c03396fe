"""A span of whole days by the calendar of Vietnam, and the spans that people ask for by name."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from thonso.core.base.clock import HANOI, local

LONGEST = 366 * 5
"""Days of one table: what somebody who looks back over a term still asks for."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both counted."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), HANOI)

    @property
    def end(self) -> datetime:
        """The hour at which the last day is over; not in the span any more."""
        return datetime.combine(self.last + timedelta(days=1), time(), HANOI)

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end

    def at(self, now: datetime) -> datetime:
        """The hour at which the table looks at what is still open: the end of the span, or now while it runs."""
        return min(self.end, now)


def month(year: int, number: int) -> Span:
    return Span(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def quarter(year: int, number: int) -> Span:
    first = 3 * number - 2
    return Span(date(year, first, 1), month(year, first + 2).last)


def year_of(number: int) -> Span:
    return Span(date(number, 1, 1), date(number, 12, 31))


def _before(span: Span) -> date:
    return span.first - timedelta(days=1)


def named(key: str, today: date) -> Span | None:
    """The span that goes by this name on that day; None for a name that there is not."""
    this_month = month(today.year, today.month)
    this_quarter = quarter(today.year, (today.month + 2) // 3)
    before_month, before_quarter = _before(this_month), _before(this_quarter)
    return {
        "thang-truoc": month(before_month.year, before_month.month),
        "thang-nay": this_month,
        "quy-truoc": quarter(before_quarter.year, (before_quarter.month + 2) // 3),
        "quy-nay": this_quarter,
        "nam-truoc": year_of(today.year - 1),
        "nam-nay": year_of(today.year),
        "hom-nay": Span(today, today),
    }.get(key)


def words(span: Span) -> str:
    """'Tháng 10 năm 2026', 'Quý IV năm 2026', 'Năm 2026', 'Ngày 02/11/2026' or 'Từ ngày 02/11/2026 đến ngày 08/11/2026':
    as it stands on the paper, so always in Vietnamese."""
    first, last = span.first, span.last
    if span == month(first.year, first.month):
        return f"Tháng {first.month} năm {first.year}"
    if span == year_of(first.year):
        return f"Năm {first.year}"
    for number, roman in enumerate(("I", "II", "III", "IV"), start=1):
        if span == quarter(first.year, number):
            return f"Quý {roman} năm {first.year}"
    if first == last:
        return f"Ngày {first:%d/%m/%Y}"
    return f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"


def day_of(moment: datetime) -> date:
    return local(moment).date()
