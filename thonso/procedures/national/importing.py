"""Bring a file of national procedures into the database; a second run changes nothing."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from thonso.core.base.clock import now
from thonso.procedures.models import NationalProcedure
from thonso.procedures.national import files, neighbours, places, records, sections
from thonso.procedures.national.places import Place
from thonso.procedures.national.records import FIGURES, Record, Rejected


@dataclass(slots=True)
class Report:
    """What `import_file` did. `parsed` counts procedures; `flagged` names by code what nobody should rely on."""

    read: int = 0
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)
    flagged: list[dict[str, Any]] = field(default_factory=list)
    parsed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURES, 0))


def import_file(path: Path) -> Report:
    """All of the file in one transaction. Raises files.Unreadable, and then nothing has changed.

    A procedure that the file no longer has stays: the portal's crawls are not whole.
    """
    report = Report()
    found = read_file(path, report)
    beside, where = neighbours.doubts(found.values()), places.of_all(found.values())
    fresh: list[NationalProcedure] = []
    changed: list[NationalProcedure] = []
    at = now()
    with transaction.atomic():
        there = NationalProcedure.objects.in_bulk(field_name="code")
        for record in found.values():
            parsed = record.parsed()
            for figure in parsed:
                report.parsed[figure] += 1
            doubts, place = sorted(record.doubts() | beside.get(record.code, set())), where[record.code]
            if doubts:
                report.flagged.append({"code": record.code, "fields": doubts})
            row = there.get(record.code)
            same = row and (row.digest, row.doubts, row.place, row.place_said) == (
                record.digest, doubts, place.kind, place.said,
            )  # fmt: skip
            if same:
                report.unchanged += 1
                continue
            row_or_new = row or NationalProcedure(code=record.code)
            (changed if row else fresh).append(_filled(row_or_new, record, doubts, place, at))
        NationalProcedure.objects.bulk_create(fresh, batch_size=200)
        NationalProcedure.objects.bulk_update(changed, [*_COLUMNS, "imported_at"], batch_size=200)
    report.imported, report.updated = len(fresh), len(changed)
    return report


_COLUMNS = ("name", "sector", "source", "digest", "doubts", "place", "place_said", "marks")


def read_file(path: Path, report: Report) -> dict[str, Record]:
    """The records of a file by code, each code once; what is no record is told in the report. Raises files.Unreadable."""
    found: dict[str, Record] = {}
    first: dict[str, int] = {}
    for number, line in files.lines(path):
        report.read += 1
        try:
            record = records.read(line)
            if record.code in found:
                raise Rejected(f"this code stands in the file already, on line {first[record.code]}", record.code)
            found[record.code], first[record.code] = record, number
        except Rejected as rejected:
            report.rejected.append({"line": number, "code": rejected.code, "reason": rejected.reason})
    return found


def _filled(row: NationalProcedure, record: Record, doubts: list[str], place: Place, at: Any) -> NationalProcedure:
    row.name, row.sector = record.name, record.says("linh_vuc")[:200]
    row.source, row.digest, row.doubts = record.text, record.digest, doubts
    row.place, row.place_said, row.marks = place.kind, place.said, sections.marks(record)
    row.imported_at = at
    return row
