"""Bring a file of national procedures into the database; a second run changes nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from thonso.core.base.clock import now
from thonso.procedures.models import NationalProcedure
from thonso.procedures.national import files, neighbours, places, records, sections
from thonso.procedures.national.places import Place
from thonso.procedures.national.records import FIGURES, Record, Rejected


@dataclass(slots=True)
class Report:
    """What an import did. `parsed` counts procedures; `flagged` names by code what nobody should rely on."""

    read: int = 0
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)
    flagged: list[dict[str, Any]] = field(default_factory=list)
    parsed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURES, 0))


@dataclass(frozen=True, slots=True)
class Reading:
    """A record, and what was made of it."""

    record: Record
    doubts: list[str]
    place: Place
    marks: dict[str, str]


def import_file(path: Path) -> Report:
    """All of the file, or nothing. Raises files.Unreadable, and then nothing has changed."""
    try:
        with path.open("rb") as file:
            report, readings = read_file(file)
    except OSError as error:
        raise files.Unreadable(error.strerror or str(error)) from None
    with transaction.atomic():
        bring_in(report, readings, now())
    return report


def read_file(file: BinaryIO) -> tuple[Report, list[Reading]]:
    """What a file says, each code once; what is no record is told in the report. Takes seconds and asks no database.

    Raises files.Unreadable.
    """
    report = Report()
    found = records_of(file, report)
    beside, where = neighbours.doubts(found.values()), places.of_all(found.values())
    readings = []
    for record in found.values():
        for figure in record.parsed():
            report.parsed[figure] += 1
        doubts = sorted(record.doubts() | beside.get(record.code, set()))
        if doubts:
            report.flagged.append({"code": record.code, "fields": doubts})
        readings.append(Reading(record, doubts, where[record.code], sections.marks(record)))
    return report, readings


def bring_in(report: Report, readings: list[Reading], at: datetime) -> None:
    """Write what is new or has changed, and count it in the report.

    A procedure that the file no longer has stays: the portal's crawls are not whole.
    """
    there = NationalProcedure.objects.in_bulk(field_name="code")
    fresh: list[NationalProcedure] = []
    changed: list[NationalProcedure] = []
    for one in readings:
        row = there.get(one.record.code)
        kept = row and (row.digest, row.doubts, row.place, row.place_said)
        if kept == (one.record.digest, one.doubts, one.place.kind, one.place.said):
            report.unchanged += 1
        else:
            row_or_new = row or NationalProcedure(code=one.record.code)
            (changed if row else fresh).append(_filled(row_or_new, one, at))
    NationalProcedure.objects.bulk_create(fresh, batch_size=200)
    NationalProcedure.objects.bulk_update(changed, [*_COLUMNS, "imported_at"], batch_size=200)
    report.imported, report.updated = len(fresh), len(changed)


_COLUMNS = ("name", "sector", "source", "digest", "doubts", "place", "place_said", "marks")


def records_of(file: BinaryIO, report: Report) -> dict[str, Record]:
    """The records of a file by code, before anything is made of them. Raises files.Unreadable."""
    found: dict[str, Record] = {}
    first: dict[str, int] = {}
    for number, line in files.lines(file):
        report.read += 1
        try:
            record = records.read(line)
            if record.code in found:
                raise Rejected(
                    _("this code stands in the file already, on line %(line)s") % {"line": first[record.code]},
                    record.code,
                )
            found[record.code], first[record.code] = record, number
        except Rejected as rejected:
            report.rejected.append({"line": number, "code": rejected.code, "reason": rejected.reason})
    return found


def _filled(row: NationalProcedure, one: Reading, at: datetime) -> NationalProcedure:
    record, place = one.record, one.place
    row.name, row.sector = record.name, record.says("linh_vuc")[:200]
    row.source, row.digest, row.doubts = record.text, record.digest, one.doubts
    row.place, row.place_said, row.marks = place.kind, place.said, one.marks
    row.imported_at = at
    return row
