"""The only code that writes units: hamlets with their dates and successors; the official list comes from `official`."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.work import Work
from thonso.core.units import rules
from thonso.core.units.models import HamletEthnicGroup, HamletProfile, Unit
from thonso.core.units.official import LoadReport, load_official, shipped_list
from thonso.core.units.profile import set_commune_profile
from thonso.core.units.rules import HamletData

__all__ = [
    "LoadReport",
    "check",
    "commune_by_code",
    "create_hamlet",
    "current",
    "data_of",
    "hamlets",
    "load_official",
    "merge",
    "rename",
    "set_commune_profile",
    "shipped_list",
    "split",
    "update_hamlet",
]
_PROFILE_FIELDS = tuple(
    f.name for f in fields(HamletData) if f.name not in {"name", "code", "valid_from", "ethnic_groups"}
)


def commune_by_code(code: str) -> Unit | None:
    return Unit.objects.filter(id=Unit.official_id("commune", code)).first()


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


def create_hamlet(work: Work, actor: Ref, commune: Unit, data: HamletData, *, id_: UUID | None = None) -> Unit:
    """A new hamlet from `data.valid_from` (today). Raises Refused with `fields` when something cannot be."""
    _check(commune, data, None)
    hamlet = _new_hamlet(commune, data, data.valid_from or today(), id_)
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


def _new_hamlet(commune: Unit, data: HamletData, since: date, id_: UUID | None = None) -> Unit:
    name, full_name = rules.split_name(data.name)
    code = data.code or free_code(commune, name)
    path = f"{commune.path}.{code}"
    return Unit.objects.create(
        id=id_ or new_id(),
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
