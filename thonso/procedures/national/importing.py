"""Bring a file of national procedures into the database; a second run changes nothing."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from thonso.core.base.clock import now
from thonso.core.base.text import fold
from thonso.procedures.models import NationalProcedure
from thonso.procedures.national import records
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
    """All of the file in one transaction. Raises records.Unreadable, and then nothing has changed.

    A procedure that the file no longer has stays: the portal's crawls are not whole.
    """
    report = Report()
    found = _read(path, report)
    names = Counter(record.name for record in found.values())
    fresh: list[NationalProcedure] = []
    changed: list[NationalProcedure] = []
    at = now()
    with transaction.atomic():
        there = NationalProcedure.objects.in_bulk(field_name="code")
        for record in found.values():
            parsed = record.parsed()
            for figure in parsed:
                report.parsed[figure] += 1
            # One title under several codes is the portal's own slip: which text belongs to which code nobody can tell.
            doubts = sorted(record.doubts() | ({"name"} if names[record.name] > 1 else set()))
            if doubts:
                report.flagged.append({"code": record.code, "fields": doubts})
            row = there.get(record.code)
            if row and row.digest == record.digest and row.doubts == doubts:
                report.unchanged += 1
                continue
            (changed if row else fresh).append(_filled(row or NationalProcedure(code=record.code), record, doubts, at))
        NationalProcedure.objects.bulk_create(fresh, batch_size=200)
        NationalProcedure.objects.bulk_update(changed, [*_COLUMNS, "imported_at"], batch_size=200)
    report.imported, report.updated = len(fresh), len(changed)
    return report


_COLUMNS = ("name", "sector", "folded", "source", "digest", "doubts")


def _read(path: Path, report: Report) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for number, line in records.lines(path):
        report.read += 1
        try:
            record = records.read(line)
            if record.code in found:
                raise Rejected("this code stands in the file already", record.code)
            found[record.code] = record
        except Rejected as rejected:
            report.rejected.append({"line": number, "code": rejected.code, "reason": rejected.reason})
    return found


def _filled(row: NationalProcedure, record: Record, doubts: list[str], at: Any) -> NationalProcedure:
    row.name, row.sector = record.name, record.says("linh_vuc")[:200]
    row.folded = f" {fold(f'{record.code} {row.name} {row.sector}')}"[:1300]  # a word is looked for from its beginning
    row.source, row.digest, row.doubts = record.text, record.digest, doubts
    row.imported_at = at
    return row
