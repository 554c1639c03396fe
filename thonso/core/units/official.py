"""The official list of provinces and communes as a data load that can run again."""

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import fold
from thonso.core.units.models import Unit
from thonso.core.units.sheets import Reject

# Two-tier local government began on this day (Luật 72/2025/QH15); the list holds no older units.
OFFICIAL_SINCE = date(2025, 7, 1)
_OFFICIAL_COLUMNS = ("code", "parent_code", "level", "kind", "name", "full_name")


@dataclass(slots=True)
class LoadReport:
    provinces: int = 0
    communes: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    not_in_file: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def shipped_list() -> Path:
    return Path(settings.CATALOGUE) / "units.csv"


def load_official(path: Path | None = None) -> LoadReport:
    """Provinces and communes from a file like catalogue/units.csv, in one transaction; a second run changes nothing.

    A unit that the file no longer has stays and is reported: the day on which it ended is not in the list.
    Raises Refused when the file as a whole cannot be read.
    """
    report = LoadReport()
    wanted = _wanted(path or shipped_list(), report)
    compared = ("code", "name", "full_name", "folded", "parent_id", "commune_id", "path")
    with transaction.atomic():
        there = {unit.id: unit for unit in Unit.objects.exclude(kind=Unit.Kind.HAMLET)}
        fresh, changed = [], []
        for unit in wanted:
            old = there.get(unit.id)
            if old is None:
                fresh.append(unit)
            elif any(getattr(old, name) != getattr(unit, name) for name in compared):
                for name in compared:
                    setattr(old, name, getattr(unit, name))
                changed.append(old)
            else:
                report.unchanged += 1
        Unit.objects.bulk_create(fresh, batch_size=500)
        Unit.objects.bulk_update(changed, compared, batch_size=200)
    report.created, report.updated = len(fresh), len(changed)
    report.provinces = sum(unit.kind == Unit.Kind.PROVINCE for unit in wanted)
    report.communes = len(wanted) - report.provinces
    known = {unit.id for unit in wanted}
    report.not_in_file = sorted(unit.code for unit in there.values() if unit.id not in known)
    return report


def _wanted(path: Path, report: LoadReport) -> list[Unit]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(_("The file %(file)s cannot be read.") % {"file": path.name}) from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in _OFFICIAL_COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise Refused(_("The columns %(missing)s are missing.") % {"missing": ", ".join(missing)})
    rows = [(reader.line_num, row) for row in reader]
    provinces: dict[str, Unit] = {}
    communes: dict[str, Unit] = {}
    for level, place in (("province", provinces), ("commune", communes)):
        for line, row in rows:
            if row["level"] != level:
                continue
            problem = _official_problem(row, provinces if level == "commune" else None, place)
            if problem:
                report.rejects.append(Reject(line, problem))
            else:
                place[row["code"]] = _official_unit(row, provinces)
    report.rejects += [
        Reject(line, _("The level is neither province nor commune."))
        for line, row in rows
        if row["level"] not in ("province", "commune")
    ]
    report.rejects.sort(key=lambda reject: reject.line)
    return [*provinces.values(), *communes.values()]


def _official_problem(row: dict[str, str], provinces: dict[str, Unit] | None, there: dict[str, Unit]) -> str:
    code, digits = row["code"] or "", 2 if provinces is None else 5
    if len(code) != digits or not code.isascii() or not code.isdigit():
        return _("The code “%(code)s” does not have %(digits)d digits.") % {"code": code, "digits": digits}
    if code in there:
        return _("The code %(code)s is in the file twice.") % {"code": code}
    if not (row["name"] or "").strip() or not (row["full_name"] or "").strip():
        return _("The name is missing.")
    if len(row["name"]) > 100 or len(row["full_name"]) > 150:
        return _("The name is too long.")
    if provinces is not None and row["parent_code"] not in provinces:
        return _("The province %(code)s is not in the file.") % {"code": row["parent_code"]}
    return ""


def _official_unit(row: dict[str, str], provinces: dict[str, Unit]) -> Unit:
    kind, code = row["level"], row["code"]
    id_ = Unit.official_id(kind, code)
    province = provinces.get(row["parent_code"]) if kind == "commune" else None
    return Unit(
        id=id_,
        kind=kind,
        code=code,
        name=row["name"].strip(),
        full_name=row["full_name"].strip(),
        folded=fold(row["name"]),
        parent=province,
        commune_id=id_ if kind == "commune" else None,
        path=f"{province.code}.{code}" if province else code,
        valid_from=OFFICIAL_SINCE,
    )
