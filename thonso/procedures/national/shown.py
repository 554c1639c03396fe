"""What counts of a national procedure in a commune: the reading, or what a reviewer made of it while the source is the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from thonso.procedures.models import NationalProcedure, NationalReview
from thonso.procedures.national import records
from thonso.procedures.national.sections import SECTIONS, Rows, Section


@dataclass(frozen=True, slots=True)
class Shown:
    """`doubts` are open; `review` is the latest, `lapsed` when the source has changed since it."""

    section: Section
    rows: Rows
    doubts: list[str]
    review: NationalReview | None
    lapsed: bool

    @property
    def reviewed(self) -> bool:
        return self.review is not None and not self.lapsed

    @property
    def text(self) -> str:
        """The words of a section that is one text."""
        return self.rows[0].get("text", "") if self.rows else ""


def latest(reviews: Iterable[NationalReview]) -> dict[str, NationalReview]:
    """By section, of reviews of one procedure in the order in which they were made."""
    return {review.section: review for review in reviews}


def open_doubts(
    doubts: Iterable[str], marks: dict[str, str], reviews: dict[str, NationalReview]
) -> dict[str, list[str]]:
    """By section, what nobody has looked at since the source is as it is."""
    found = {}
    for key, section in SECTIONS.items():
        review = reviews.get(key)
        if not review or review.mark != marks.get(key):
            found[key] = [doubt for doubt in doubts if doubt in section.doubts]
    return {key: names for key, names in found.items() if names}


def shown(row: NationalProcedure, reviews: Iterable[NationalReview]) -> dict[str, Shown]:
    record, by_section = records.stored(row.source), latest(reviews)
    doubted = open_doubts(row.doubts, row.marks, by_section)
    made = {}
    for key, section in SECTIONS.items():
        review = by_section.get(key)
        lapsed = review is not None and review.mark != row.marks.get(key)
        mended = review.rows if review and not lapsed else None
        rows = section.read(record) if mended is None else mended
        made[key] = Shown(section, rows, doubted.get(key, []), review, lapsed)
    return made
