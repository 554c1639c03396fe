"""Comparing readings with their source: the list with its filters, and confirming or mending one section.

What is mended stands beside the source, never in it; rows are only added, with who and when. They lapse when the source of
their section changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.errors import Absent, Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.procedures.models import NationalProcedure, NationalReview
from thonso.procedures.national import records
from thonso.procedures.national.sections import SECTIONS, Rows, Section
from thonso.procedures.national.shown import open_doubts

LONGEST_CELL = 20_000  # characters; the longest steps of the portal have 15,000
MOST_ROWS = 400
A_PAGE = 50

OPEN, DONE, UNTOUCHED, CHANGED = "nghi-ngo", "da-xem", "chua-xem", "nguon-doi"
STATES = (OPEN, DONE, UNTOUCHED, CHANGED)


@dataclass(frozen=True, slots=True)
class Line:
    """`open` are doubts nobody has settled; `reviewed` and `lapsed` count sections."""

    code: str
    name: str
    sector: str
    open: list[str]
    reviewed: int
    lapsed: int


@dataclass(frozen=True, slots=True)
class Asked:
    """`state` is one of STATES or empty, `figure` a mark of doubt, `sector` a name."""

    state: str = ""
    figure: str = ""
    sector: str = ""

    def takes(self, line: Line) -> bool:
        if self.figure and self.figure not in line.open:
            return False
        if self.sector and self.sector != line.sector:
            return False
        return {
            "": True,
            OPEN: bool(line.open),
            DONE: bool(line.reviewed),
            UNTOUCHED: not line.reviewed and not line.lapsed,
            CHANGED: bool(line.lapsed),
        }[self.state]


def lines(commune_id: UUID) -> list[Line]:
    """Every procedure as this commune stands to it, by code: two queries."""
    by_procedure: dict[UUID, dict[str, str]] = defaultdict(dict)
    rows = NationalReview.objects.filter(commune_id=commune_id).order_by("reviewed_at", "id")
    for procedure_id, section, mark in rows.values_list("procedure_id", "section", "mark"):
        by_procedure[procedure_id][section] = mark
    found = []
    procedures = NationalProcedure.objects.order_by("code")
    for id_, code, name, sector, doubts, marks in procedures.values_list(
        "id", "code", "name", "sector", "doubts", "marks"
    ):
        seen = by_procedure.get(id_, {})
        valid = {section for section, mark in seen.items() if marks.get(section) == mark}
        settled = {doubt for section in valid for doubt in SECTIONS[section].doubts}
        still = [doubt for doubt in doubts if doubt not in settled]
        found.append(Line(code, name, sector, still, len(valid), len(seen) - len(valid)))
    return found


def next_open(commune_id: UUID, code: str) -> str:
    """The code of the next procedure with an open doubt, from the beginning again after the last; empty when none is left."""
    waiting = [line.code for line in lines(commune_id) if line.open and line.code != code]
    return next((one for one in waiting if one > code), waiting[0] if waiting else "")


def typed(section: Section, posted: Mapping[str, str]) -> Rows:
    """The rows of a form with cells named `<column>-<number>`; rows without a word fall away. Raises Refused."""
    errors: dict[str, list[str]] = {}
    rows: Rows = []
    for number in range(MOST_ROWS + 1):
        cells = {}
        for column in section.columns:
            name = f"{column}-{number}"
            try:
                cells[column] = clean(posted.get(name, ""), limit=LONGEST_CELL, multiline=True)
            except Refused as refusal:
                errors[name] = [str(refusal.message)]
                cells[column] = ""
            if (
                column in ("originals", "copies")
                and cells[column]
                and not (cells[column].isascii() and cells[column].isdigit())
            ):
                errors[name] = [_("Write the number in digits, or leave it empty.")]
        if any(cells.values()):
            rows.append(cells)
    if len(rows) > MOST_ROWS:
        errors["rows"] = [_("There are too many rows.")]
    if section.key == "title" and not rows:
        errors["text-0"] = [_("A procedure has a name.")]
    if errors:
        raise Refused(fields=errors)
    return rows


def last_review(commune_id: UUID, procedure: NationalProcedure, key: str) -> str:
    """The id of what was written last of this section here; '' when nobody has compared it."""
    rows = NationalReview.objects.filter(commune_id=commune_id, procedure=procedure, section=key)
    found = rows.order_by("-reviewed_at", "-id").values_list("id", flat=True).first()
    return str(found) if found else ""


def review(
    work: Work,
    actor: Ref,
    commune_id: UUID,
    procedure: NationalProcedure,
    key: str,
    mark: str,
    rows: Rows | None,
    *,
    seen: str,
) -> NationalReview:
    """Somebody compared a section with its source: `rows` is what it should say, None that the reading is right.

    `mark` is of the source that was looked at, `seen` the review that stood there then (`last_review`); another one means
    that it has changed since, or that somebody else has compared it. Raises Refused, Absent.
    """
    section = SECTIONS.get(key)
    if section is None:
        raise Absent(_("There is no such part of a procedure."))
    if procedure.marks.get(key) != mark:
        raise Refused(_("The source has changed since this page was opened. Please look at it again."))
    NationalProcedure.objects.select_for_update().get(pk=procedure.pk)  # of two at once the second sees the first
    if last_review(commune_id, procedure, key) != seen:
        raise Refused(
            _(
                "Somebody else has saved this part meanwhile. Look at it in another tab; saved once more, yours takes its place."
            )
        )
    if rows is not None and rows == section.read(records.stored(procedure.source)):
        rows = None
    made = NationalReview.objects.create(
        commune_id=commune_id, procedure=procedure, section=key, mark=mark, rows=rows, reviewed_by=actor.id,
        reviewed_at=work.at,
    )  # fmt: skip
    facts = {"code": procedure.code, "section": key, "mended": rows is not None, "mark": mark}
    work.note("procedure.compared", actor, Ref("national_procedure", procedure.id), facts=facts)
    return made


def still_open(row: NationalProcedure, reviews: Iterable[NationalReview]) -> int:
    """How many doubts of one procedure are open."""
    latest = {review.section: review for review in reviews}
    return sum(len(names) for names in open_doubts(row.doubts, row.marks, latest).values())
