"""Invented families, the same for the same seed: names of five ethnic groups, plausible ages, sample ID numbers.

Every number has 99 as its seventh and eighth digit: the range that this project keeps for samples.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from thonso.core.people.rules import Birth, Family, Person

PLACE = "015"
# Families are as old as on this day, whatever day they are made on.
AS_OF = date(2026, 7, 1)


@cache
def _names() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((Path(settings.CATALOGUE) / "sample" / "names.yaml").read_text("utf-8"))
    return data


class Numbers:
    """Sample ID numbers that do not repeat: from `first` on for each sex and year of birth, at most `size` of them."""

    def __init__(self, first: int, size: int) -> None:
        self.first, self.size = first, size
        self.given: Counter[str] = Counter()

    def next(self, sex: str, year: int) -> str:
        start = f"{PLACE}{(year - 1900) // 100 * 2 + (sex == 'female')}{year % 100:02d}99"
        place = self.given[start]
        self.given[start] += 1
        return f"{start}{self.first + place:04d}" if place < self.size else ""


class Maker:
    """Makes families from one stream of chance."""

    def __init__(self, seed: str, numbers: Numbers, phones: Iterator[int] | None = None) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (invented people, not secrets)
        self.numbers = numbers
        self.phones = phones or count(1)

    def name(self, group: str, sex: str, family_name: str = "") -> str:
        parts = _names()[group]
        first = family_name or self.chance.choice(parts["families"])
        middle = self.chance.choice(parts[sex]["middles"])
        return f"{first} {middle} {self.chance.choice(parts[sex]['given'])}"

    def family(self, group: str, size: int, phone_share: float = 0.55) -> Family:
        """A household of `size` people; the head is the first."""
        chance = self.chance
        age = chance.randint(24, 62) if size > 1 else chance.randint(45, 84)
        head_sex = "male" if chance.random() < 0.8 else "female"
        head = self.name(group, head_sex)
        other_sex = "female" if head_sex == "male" else "male"
        paired = size > 1 and chance.random() < 0.9
        spouse = self.name(group, other_sex) if paired else ""
        people = [self.person(head, head_sex, age, "head", group, spouse=spouse)]
        father, mother = (head, spouse) if head_sex == "male" else (spouse, head)
        if paired:
            people.append(
                self.person(spouse, other_sex, max(18, age + chance.randint(-6, 4)), "spouse", group, spouse=head)
            )
        if len(people) < size and chance.random() < 0.3 and age < 60:
            parent_sex = chance.choice(["male", "female"])
            parent = self.name(group, parent_sex, head.split()[0] if parent_sex == "male" else "")
            people.append(self.person(parent, parent_sex, age + chance.randint(20, 30), "parent", group))
        family_name = (father or head).split()[0]
        child_age = min(age - 19, 30)
        while len(people) < size:
            sex = chance.choice(["male", "female"])
            name = self.name(group, sex, family_name)
            tie = "child" if child_age >= 0 else "grandchild"
            people.append(
                self.person(
                    name, sex, max(0, child_age), tie, group, father=father if tie == "child" else "", mother=mother
                )
            )
            child_age -= chance.randint(1, 4)
        if chance.random() < phone_share:
            people[0] = self._with_phone(people[0])
        return Family(tuple(people))

    def person(
        self,
        name: str,
        sex: str,
        age: int,
        relation: str,
        group: str,
        *,
        father: str = "",
        mother: str = "",
        spouse: str = "",
    ) -> Person:
        birth = self.birth(age)
        has_number = self.chance.random() < (0.97 if birth.year > 1956 else 0.85)
        return Person(
            full_name=name,
            sex=sex,
            birth=birth,
            relation=relation,
            id_number=self.numbers.next(sex, birth.year) if has_number else "",
            ethnicity=group,
            father_name=father,
            mother_name=mother,
            spouse_name=spouse,
        )

    def birth(self, age: int) -> Birth:
        """The old often know only the year."""
        day = AS_OF - timedelta(days=age * 365 + age // 4 + self.chance.randrange(365))
        if age > 55 and self.chance.random() < 0.4:
            return Birth(date(day.year, 1, 1), "year")
        if age > 40 and self.chance.random() < 0.08:
            return Birth(date(day.year, day.month, 1), "month")
        return Birth(day)

    def _with_phone(self, person: Person) -> Person:
        from dataclasses import replace

        owner = self.chance.choices(["own", "relative", "neighbour", "helper"], [75, 18, 5, 2])[0]
        phone = f"0900{100000 + next(self.phones) % 900000}"
        name = "" if owner == "own" else self.name(person.ethnicity, "male")
        return replace(person, phone=phone, phone_owner=owner, phone_owner_name=name)


def sizes(chance: random.Random, households: int, people: int) -> list[int]:
    """Household sizes that add up exactly."""
    found = [chance.choices([1, 2, 3, 4, 5, 6, 7], [3, 9, 18, 28, 22, 13, 7])[0] for _ in range(households)]
    while (rest := people - sum(found)) != 0:
        at = chance.randrange(households)
        if rest > 0 and found[at] < 9:
            found[at] += 1
        elif rest < 0 and found[at] > 1:
            found[at] -= 1
    return found


def shares(chance: random.Random, parts: Mapping[str, int]) -> list[str]:
    """Each name as often as its count, shuffled."""
    found = [name for name, times in parts.items() for _ in range(times)]
    chance.shuffle(found)
    return found


def synthetic_residents(n: int, seed: int) -> Iterator[Family]:
    """Families with `n` people altogether, the same for the same seed; for `thonso seed` and the benchmarks.

    Numbers of different seeds (modulo 8) do not meet, and none meets one of the sample commune.
    """
    maker = Maker(f"synthetic:{seed}", Numbers(first=2000 + 1000 * (seed % 8), size=1000))
    groups = list(_names())
    left = n
    while left > 0:
        size = min(left, maker.chance.choices([1, 2, 3, 4, 5, 6, 7], [3, 9, 18, 28, 22, 13, 7])[0])
        left -= size
        yield maker.family(maker.chance.choice(groups), size, phone_share=0.3)
