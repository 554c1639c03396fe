"""The shapes in which people and households are given to the services, and the answer of a check."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

SEXES = ("male", "female")


class Check(NamedTuple):
    errors: list[str]
    warnings: list[str]

    @property
    def ok(self) -> bool:
        return not self.errors


@dataclass(frozen=True, slots=True)
class Birth:
    """`date` is the first day that is possible; `precision` says how much of it is known (day, month or year)."""

    date: date
    precision: str = "day"

    @property
    def year(self) -> int:
        return self.date.year

    def __str__(self) -> str:
        return self.date.strftime({"day": "%d/%m/%Y", "month": "%m/%Y"}.get(self.precision, "%Y"))


@dataclass(frozen=True, slots=True)
class Person:
    """What is given about a person who is to be entered. `relation` is to the head of the household."""

    full_name: str
    sex: str
    birth: Birth
    relation: str = "other"
    id_number: str = ""
    ethnicity: str = ""
    father_name: str = ""
    mother_name: str = ""
    spouse_name: str = ""
    phone: str = ""
    phone_owner: str = "own"
    phone_owner_name: str = ""
    id: UUID | None = None  # sample data has the same ids on every installation


@dataclass(frozen=True, slots=True)
class Klass:
    """A class of a household by decision. Without dates it holds for the calendar year."""

    year: int
    klass: str
    decision_number: str = ""
    decision_date: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A household that is to be entered with its people; the first with relation 'head' is its head."""

    people: tuple[Person, ...]
    code: str = ""
    address: str = ""
    classes: tuple[Klass, ...] = ()
    id: UUID | None = None
