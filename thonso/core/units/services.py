"""The only code that writes units: the official list as a data load, and hamlets with their dates and successors."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.work import Work
from thonso.core.units import rules
from thonso.core.units.models import CommuneProfile, HamletEthnicGroup, HamletProfile, Unit
from thonso.core.units.rules import HamletData
from thonso.core.units.sheets import Reject

# Two-tier local government began on this day (Luật 72/2025/QH15); the list holds no older units.
OFFICIAL_SINCE = date(2025, 7, 1)
_OFFICIAL_COLUMNS = ("code", "parent_code", "level", "kind", "name", "full_name")
_PROFILE_FIELDS = tuple(
    f.name for f in fields(HamletData) if f.name not in {"name", "code", "valid_from", "ethnic_groups"}
)


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


def commune_by_code(code: str) -> Unit | None:
    return Unit.objects.filter(id=Unit.official_id("commune", code)).first()


def set_commune_profile(work: Work, actor: Ref, commune: Unit, **values: str) -> CommuneProfile:
    """Set fields of the commune's profile; those not given keep what they have."""
    profile = CommuneProfile.objects.filter(unit=commune).first() or CommuneProfile(unit=commune)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save()
    work.note("commune.profile_changed", actor, Ref("unit", commune.id), facts={"fields": sorted(values)})
    return profile


def hamlets(commune_id: UUID, on: date | None = None) -> QuerySet[Unit]:
    """The commune's hamlets that exist on a day (today), by name."""
    day = on or today()
    rows = Unit.objects.filter(commune_id=commune_id, kind=Unit.Kind.HAMLET, valid_from__lte=day)
    return rows.exclude(valid_to__lt=day).select_related("hamlet_profile").order_by("folded", "code")


def current(unit: Unit) -> list[Unit]:
    """What a hamlet has become: itself while it exists, otherwise its last successors."""
    seen, found, open_ = set[UUID](), list[Unit](), [unit]
    while open_:
        one = open_.pop()
        if one.id in seen:
            continue
        seen.add(one.id)
        after = list(one.successors.all())
        open_ += after
        if not after:
            found.append(one)
    return found


def create_hamlet(work: Work, actor: Ref, commune: Unit, data: HamletData) -> Unit:
    """A new hamlet from `data.valid_from` (today). Raises Refused with `fields` when something cannot be."""
    _check(commune, data, None)
    hamlet = _new_hamlet(commune, data, data.valid_from or today())
    _write_profile(hamlet, data)
    work.note("hamlet.created", actor, Ref("unit", hamlet.id), facts={"code": hamlet.code})
    return hamlet


def update_hamlet(work: Work, actor: Ref, hamlet: Unit, data: HamletData) -> Unit:
    """New figures, or a typing mistake in the name set right. A hamlet that got another name by decision: `rename`."""
    assert hamlet.commune is not None
    _check(hamlet.commune, replace(data, code=""), hamlet)
    hamlet.name, hamlet.full_name = rules.split_name(data.name)
    hamlet.folded = fold(hamlet.name)
    hamlet.save(update_fields=["name", "full_name", "folded"])
    _write_profile(hamlet, data)
    work.note("hamlet.changed", actor, Ref("unit", hamlet.id))
    return hamlet


def rename(work: Work, actor: Ref, hamlet: Unit, new_name: str, on: date) -> Unit:
    """From the day `on` the hamlet bears another name: a new unit follows the old one, with its figures."""
    [after] = _succeed(work, actor, [hamlet], [replace(data_of(hamlet), name=new_name)], on, "hamlet.renamed")
    return after


def merge(work: Work, actor: Ref, merged: Sequence[Unit], new_name: str, on: date) -> Unit:
    """From the day `on` several hamlets are one. Its figures are the sums where every one of them is known."""
    if len({hamlet.id for hamlet in merged}) < 2:
        raise Refused(_("Choose at least two hamlets to merge."))
    parts = [data_of(hamlet) for hamlet in merged]
    sums: dict[str, int] = {}
    for name in rules.COUNTS:
        known = [getattr(part, name) for part in parts]
        if None not in known:
            sums[name] = sum(known)
    groups: dict[str, int] = {}
    for part in parts:
        for name, people in part.ethnic_groups.items():
            groups[name] = groups.get(name, 0) + people
    at = {name: getattr(parts[0], name) for name in ("distance_km", "latitude", "longitude")}
    figures: dict[str, Any] = {**sums, **at}
    data = HamletData(name=new_name, ethnic_groups=groups, **figures)
    [after] = _succeed(work, actor, list(merged), [data], on, "hamlet.merged")
    return after


def split(work: Work, actor: Ref, hamlet: Unit, parts: Sequence[HamletData], on: date) -> list[Unit]:
    """From the day `on` one hamlet is several. Households go to the first part; move the others by hand afterwards."""
    if len(parts) < 2:
        raise Refused(_("Name at least two hamlets that it is split into."))
    return _succeed(work, actor, [hamlet], list(parts), on, "hamlet.split")


def data_of(hamlet: Unit) -> HamletData:
    profile = HamletProfile.objects.filter(unit=hamlet).first()
    known = {name: getattr(profile, name) for name in _PROFILE_FIELDS} if profile else {}
    groups = dict(HamletEthnicGroup.objects.filter(hamlet=hamlet).order_by("-people").values_list("name", "people"))
    return HamletData(name=hamlet.full_name, ethnic_groups=groups, **known)


def _succeed(work: Work, actor: Ref, old: list[Unit], new: list[HamletData], on: date, verb: str) -> list[Unit]:
    if on > today():
        raise Refused(_("Enter it on the day it takes effect."), fields={"on": [_("This day has not come yet.")]})
    commune = old[0].commune
    for hamlet in old:
        if hamlet.kind != Unit.Kind.HAMLET or hamlet.commune_id != old[0].commune_id:
            raise Refused(_("Only hamlets of one commune can be changed together."))
        if hamlet.valid_to is not None:
            raise Refused(_("%(hamlet)s no longer exists.") % {"hamlet": hamlet.full_name})
        if on <= hamlet.valid_from:
            text = _("%(hamlet)s exists only since %(day)s; choose a later day.")
            day = hamlet.valid_from.strftime("%d/%m/%Y")
            raise Refused(text % {"hamlet": hamlet.full_name, "day": day}, fields={"on": [_("The day is too early.")]})
    assert commune is not None
    for hamlet in old:
        hamlet.valid_to = on - timedelta(days=1)
        hamlet.save(update_fields=["valid_to"])
    after = []
    for data in new:
        _check(commune, data, None)
        unit = _new_hamlet(commune, data, on)
        _write_profile(unit, data)
        after.append(unit)
    for hamlet in old:
        hamlet.successors.set(after)
        facts = {"successors": [str(unit.id) for unit in after], "on": on.isoformat()}
        work.note(verb, actor, Ref("unit", hamlet.id), facts=facts)
    work.publish("units.succeeded", actor=actor, old=old, new=after, on=on)
    return after


def _check(commune: Unit, data: HamletData, hamlet: Unit | None) -> None:
    problems = check(commune, data, hamlet)
    if problems:
        raise Refused(_("Please correct what is marked."), fields=problems)


def check(commune: Unit, data: HamletData, hamlet: Unit | None = None) -> dict[str, list[str]]:
    """What is wrong with the data of a new hamlet (or of `hamlet`), by field; nothing is written."""
    problems = rules.figure_problems(data)
    name = rules.name_problem(data.name)
    if name:
        problems["name"] = [name]
    else:
        keys = rules.name_keys(data.name)
        others = hamlets(commune.id).exclude(id__in=[hamlet.id] if hamlet else [])
        if any(keys & rules.name_keys(full_name) for full_name in others.values_list("full_name", flat=True)):
            problems["name"] = [_("There is already a hamlet of this name.")]
    code = rules.code_problem(data.code)
    if code:
        problems["code"] = [code]
    elif (
        data.code
        and Unit.objects.filter(commune=commune, code=data.code).exclude(id__in=[hamlet.id] if hamlet else []).exists()
    ):
        problems["code"] = [_("There is already a hamlet with this code; a code is never used again.")]
    if data.valid_from and not date(1945, 9, 2) <= data.valid_from <= today() + timedelta(days=366):
        problems["valid_from"] = [_("This day cannot be right.")]
    return problems


def _new_hamlet(commune: Unit, data: HamletData, since: date) -> Unit:
    name, full_name = rules.split_name(data.name)
    code = data.code or free_code(commune, name)
    path = f"{commune.path}.{code}"
    return Unit.objects.create(
        id=new_id(),
        kind=Unit.Kind.HAMLET,
        code=code,
        name=name,
        full_name=full_name,
        folded=fold(name),
        parent=commune,
        commune=commune,
        path=path,
        valid_from=since,
    )


def free_code(commune: Unit, name: str) -> str:
    """A code that no hamlet of the commune has ever had: 'suoi-chai', then 'suoi-chai-2'."""
    base = rules.code_of(name) or "thon"
    taken = set(Unit.objects.filter(commune=commune, code__startswith=base[:16]).values_list("code", flat=True))
    code, count = base, 1
    while code in taken:
        count += 1
        code = f"{base[: 19 - len(str(count))].rstrip('-')}-{count}"
    return code


def _write_profile(hamlet: Unit, data: HamletData) -> None:
    assert hamlet.commune_id is not None
    values = {name: getattr(data, name) for name in _PROFILE_FIELDS}
    HamletProfile.objects.update_or_create(unit=hamlet, defaults={"commune_id": hamlet.commune_id, **values})
    HamletEthnicGroup.objects.filter(hamlet=hamlet).delete()
    HamletEthnicGroup.objects.bulk_create(
        HamletEthnicGroup(commune_id=hamlet.commune_id, hamlet=hamlet, name=name, people=people)
        for name, people in data.ethnic_groups.items()
    )
