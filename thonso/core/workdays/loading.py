"""The shipped calendar (catalogue/holidays.yaml) into the database: repeatable, never over what a person changed."""

from dataclasses import asdict, dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work, transact
from thonso.core.workdays.models import Holiday, WorkingHours
from thonso.core.workdays.services import tell, year_from

COMPARED = ("name", "kind", "source", "verify", "state")


@dataclass(slots=True)
class Report:
    """What a loading did, in dates; `kept` were changed by a person and left as they are."""

    added: list[date] = field(default_factory=list)
    changed: list[date] = field(default_factory=list)
    removed: list[date] = field(default_factory=list)
    kept: list[date] = field(default_factory=list)
    unchanged: int = 0
    hours: int = 0

    def touched(self) -> list[date]:
        return sorted({*self.added, *self.changed, *self.removed})

    def as_json(self) -> dict[str, Any]:
        return {
            key: [str(d) for d in value] if isinstance(value, list) else value for key, value in asdict(self).items()
        }


def load_holidays(path: Path | None = None, *, journal_commune_id: UUID | None = None) -> Report:
    """Bring the common rows in line with the file. Raises Refused, changing nothing, when the file is wrong.

    It is journalled in the chain of the commune this server stands for, or of the server itself when it has none.
    """
    days, hours = read(path or settings.CATALOGUE / "holidays.yaml")
    chain = journal_commune_id or (
        stable_id("commune", settings.COMMUNE_CODE) if settings.COMMUNE_CODE else stable_id("chain", "server")
    )
    report = Report()
    with transact(chain) as work:
        _load_days(work, days, report)
        changed_hours = _load_hours(hours, report)
        if report.touched() or changed_hours:
            work.note(
                "holidays.loaded",
                Ref("system", stable_id("actor", "import")),
                Ref("holidays", chain),
                facts={"dates": [str(day) for day in report.touched()], "hours": report.hours},
            )
            tell(work, [*report.touched(), *(day for since in changed_hours for day in year_from(since))], None)
    return report


def _load_days(work: Work, days: dict[date, dict[str, Any]], report: Report) -> None:
    held = {row.date: row for row in Holiday.objects.filter(commune_id=None)}
    fresh = []
    for day, values in days.items():
        row = held.pop(day, None)
        if row is None:
            fresh.append(Holiday(date=day, origin=Holiday.Origin.SHIPPED, changed_at=work.at, **values))
            report.added.append(day)
        elif all(getattr(row, name) == values[name] for name in COMPARED):
            report.unchanged += 1
        elif row.origin == Holiday.Origin.OFFICE:
            report.kept.append(day)
        else:
            Holiday.objects.filter(pk=row.pk).update(changed_at=work.at, **values)
            report.changed.append(day)
    Holiday.objects.bulk_create(fresh)
    gone = [row for row in held.values() if row.origin == Holiday.Origin.SHIPPED and row.state == Holiday.State.ACTIVE]
    Holiday.objects.filter(pk__in=[row.pk for row in gone]).update(state=Holiday.State.REMOVED, changed_at=work.at)
    report.removed += [row.date for row in gone]


def _load_hours(hours: list[dict[str, Any]], report: Report) -> list[date]:
    changed = []
    for values in hours:
        row = WorkingHours.objects.filter(commune_id=None, since=values["since"]).first()
        if row is not None and all(getattr(row, name) == value for name, value in values.items()):
            continue
        WorkingHours.objects.update_or_create(commune_id=None, since=values["since"], defaults=values)
        changed.append(values["since"])
    report.hours = len(changed)
    return changed


def read(path: Path) -> tuple[dict[date, dict[str, Any]], list[dict[str, Any]]]:
    """The dates and hours of a file, checked. The sentence of a refusal names the date that is wrong."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        sources = raw.get("sources", {})
        days: dict[date, dict[str, Any]] = {}
        for row in raw["days"]:
            day, kind = row["date"], row.get("kind", Holiday.Kind.HOLIDAY)
            if not isinstance(day, date) or kind not in Holiday.Kind.values or day in days:
                raise Refused(_("The list of holidays has a wrong or repeated date: %(date)s.") % {"date": day})
            days[day] = {
                "name": clean(row["name"], limit=100),
                "kind": kind,
                "source": clean(sources[row["source"]], limit=200),
                "verify": bool(row.get("verify", False)),
                "state": Holiday.State.ACTIVE,
            }
        hours = [_hours(row, sources) for row in raw.get("office_hours", [])]
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(_("The list of holidays could not be read: %(why)s") % {"why": error}) from error
    return days, hours


def _hours(row: dict[str, Any], sources: dict[str, str]) -> dict[str, Any]:
    edges = [time.fromisoformat(text) for text in (*row["morning"], *row["afternoon"])]
    if len(edges) != 4 or edges != sorted(set(edges)):
        raise ValueError(f"office hours since {row['since']}")
    names = ("morning_start", "morning_end", "afternoon_start", "afternoon_end")
    more = {"since": row["since"], "source": sources[row["source"]], "verify": bool(row.get("verify", False))}
    return dict(zip(names, edges, strict=True)) | more
