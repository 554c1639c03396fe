"""Xã Bát Xát with eight hamlets, their households and people: all invented, the same on every installation but for the
year in which their classes hold, which is the one they are loaded in.

`build_commune` may run any number of times; what is there stays. `seed_residents` adds volume for the benchmarks.
"""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings

from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.access.services import tie_to_resident
from thonso.core.base import clock
from thonso.core.base.ids import stable_id
from thonso.core.journal.work import Work, transact
from thonso.core.people import bulk, rules
from thonso.core.people.models import Household, Resident
from thonso.core.people.rules import Family, Klass, Person
from thonso.core.units import services as units
from thonso.core.units.models import CommuneProfile, Unit
from thonso.core.units.rules import SUPPORT, HamletData
from thonso.sample.accounts import account_id
from thonso.sample.families import Maker, Numbers, shares, sizes, synthetic_residents

SINCE = date(2025, 7, 1)


@cache
def _plan() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((Path(settings.CATALOGUE) / "sample" / "commune.yaml").read_text("utf-8"))
    return data


def hamlet_id(code: str) -> UUID:
    return stable_id("hamlet", code)


def resident_id(key: str) -> UUID:
    """Of a person with a name in the sample: 'mai', 'lo', 'tu', 'dung', 'pao', 'sen', 'phung', 'hoa', 'lan'."""
    return stable_id("sample-resident", key)


def household_id(code: str) -> UUID:
    return stable_id("sample-household", code)


def build_commune() -> dict[str, Any]:
    """The commune, its hamlets by code, and the ids of the cast: {"commune", "hamlets", "residents", "households"}."""
    plan, by = _plan(), system_actor("sample")
    commune = units.commune_by_code(plan["code"])
    if commune is None:
        units.load_official()
        commune = units.commune_by_code(plan["code"])
    assert commune is not None
    with transact(commune.id) as work:
        if not CommuneProfile.objects.filter(unit=commune).exists():
            units.set_commune_profile(work, by.ref, commune, **plan["profile"])
        hamlets = {row["code"]: _hamlet(work, commune, row) for row in plan["hamlets"]}
        phones = count(1)
        for row in plan["hamlets"]:
            if not Household.objects.filter(hamlet=hamlets[row["code"]]).exists():
                families = _families(plan, row, Maker(f"sample:{row['code']}", _numbers(row), phones))
                bulk.add_families(work, by.ref, hamlets[row["code"]], families, SINCE)
    keys = [person["key"] for home in plan["cast"] for person in home["people"]]
    for account in Account.objects.filter(id__in=[account_id(key) for key in _accounts(keys)], resident_id=None):
        tie_to_resident(by, commune.id, account, resident_id(account.username))
    return {
        "commune": commune,
        "hamlets": hamlets,
        "residents": {key: resident_id(key) for key in keys},
        "households": {home["people"][0]["key"]: household_id(home["code"]) for home in plan["cast"]},
    }


def _accounts(keys: Iterable[str]) -> list[str]:
    return [key for key in keys if "-" not in key and key != "lo"]


def _numbers(row: dict[str, Any]) -> Numbers:
    """Each hamlet has its own hundred, above those of the cast (below 0100)."""
    place = [hamlet["code"] for hamlet in _plan()["hamlets"]].index(row["code"])
    return Numbers(first=100 + 100 * place, size=100)


def _hamlet(work: Work, commune: Unit, row: dict[str, Any]) -> Unit:
    there = Unit.objects.filter(commune=commune, code=row["code"]).first()
    if there is not None:
        return there
    people: dict[str, int] = {}
    for group, households in row["groups"].items():
        people[group] = row["population"] * households // row["households"]
    people[next(iter(people))] += row["population"] - sum(people.values())
    data = HamletData(
        name=row["name"],
        code=row["code"],
        households=row["households"],
        population=row["population"],
        poor_households=row["poor"],
        near_poor_households=row["near_poor"],
        distance_km=Decimal(str(row["distance_km"])),
        latitude=Decimal(str(row["latitude"])),
        longitude=Decimal(str(row["longitude"])),
        ethnic_groups=people,
        valid_from=SINCE,
        **dict(zip(SUPPORT, row.get("support", ()), strict=False)),
    )
    return units.create_hamlet(work, system_actor("sample").ref, commune, data, id_=hamlet_id(row["code"]))


def _families(plan: dict[str, Any], row: dict[str, Any], maker: Maker) -> list[Family]:
    """The cast's households under their own numbers, the others under what is left, with the figures of the plan."""
    cast = {home["code"]: home for home in plan["cast"] if home["hamlet"] == row["code"]}
    prefix = "".join(word[0] for word in row["code"].split("-")).upper()
    codes = [f"{prefix}-{number:03d}" for number in range(1, row["households"] + 1)]
    named = sum(len(home["people"]) for home in cast.values())
    rest = iter(sizes(maker.chance, row["households"] - len(cast), row["population"] - named))
    groups = dict(row["groups"])
    classes = {"poor": row["poor"], "near_poor": row["near_poor"]}
    for home in cast.values():
        groups[home["people"][0]["group"]] -= 1
        if home.get("klass"):
            classes[home["klass"]] -= 1
    left = row["households"] - len(cast) - sum(classes.values())
    group_of = iter(shares(maker.chance, groups))
    class_of = iter(shares(maker.chance, {**classes, "": left}))
    families = []
    for code in codes:
        if code in cast:
            families.append(_cast_family(plan, cast[code]))
            continue
        family = maker.family(next(group_of), next(rest))
        people = tuple(
            replace(person, id=stable_id("sample-resident", f"{code}:{place}"))
            for place, person in enumerate(family.people)
        )
        klass = next(class_of)
        classes_ = _classes(plan, klass, maker.chance)
        families.append(Family(people, code, _address(maker.chance), classes_, household_id(code)))
    return families


def _address(chance: random.Random) -> str:
    return f"Nhóm {chance.randint(1, 4)}"


def _classes(plan: dict[str, Any], klass: str, chance: random.Random | None) -> tuple[Klass, ...]:
    """The class of this year as planned; a year earlier some were poorer, and a few of those who left are 'escaped' now."""
    before = klass
    if chance is not None and klass == "near_poor" and chance.random() < 0.4:
        before = "poor"
    if chance is not None and not klass and chance.random() < 0.08:
        before, klass = "near_poor", "escaped"
    year, decisions = clock.today().year, plan["decisions"]
    return tuple(
        Klass(of, name, decision["number"], date(of - 1, 12, decision["day"]))
        for of, name, decision in ((year - 1, before, decisions["before"]), (year, klass, decisions["now"]))
        if name
    )


def _cast_family(plan: dict[str, Any], home: dict[str, Any]) -> Family:
    people = tuple(
        Person(
            full_name=row["name"],
            sex=row["sex"],
            birth=rules.parse_birth(row["birth"]),
            relation=row.get("relation", "head"),
            id_number=row.get("id", ""),
            ethnicity=row["group"],
            father_name=row.get("father", ""),
            mother_name=row.get("mother", ""),
            spouse_name=row.get("spouse", ""),
            phone=row.get("phone", ""),
            phone_owner=row.get("phone_owner", "own"),
            phone_owner_name=row.get("phone_owner_name", ""),
            id=resident_id(row["key"]),
        )
        for row in home["people"]
    )
    classes = _classes(plan, home.get("klass", ""), None)
    return Family(people, home["code"], home["address"], classes, household_id(home["code"]))


def seed_residents(commune: Unit, n: int, seed: int) -> int:
    """Add `n` synthetic residents, spread over the commune's hamlets; gives how many were added.

    The same seed a second time adds nothing: its households are already there.
    """
    prefix = f"X{seed}-"
    if Household.objects.filter(commune=commune, code__startswith=prefix).exists():
        return 0
    by, before = system_actor("seed"), Resident.objects.filter(commune=commune).count()
    places = cycle(list(units.hamlets(commune.id)))
    number = count(1)
    made = synthetic_residents(n, seed)
    while families := list(islice(made, 500)):
        coded = [replace(family, code=f"{prefix}{next(number):06d}") for family in families]
        with transact(commune.id) as work:
            bulk.add_families(work, by.ref, next(places), coded, SINCE)
    return Resident.objects.filter(commune=commune).count() - before
