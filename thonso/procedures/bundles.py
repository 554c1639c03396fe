"""Bundles of procedures that are filed once elsewhere and resolved by several authorities (practice.md 15): dated data.

Nothing is filed from here. The public gets a guide with a checklist; the desk follows by hand (`thonso.portal.bundles`).
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    name: str
    organ: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """`where` is the page to file it on; `procedures` are those of the catalogue from which people are led here."""

    key: str
    code: str
    name: str
    valid_from: date
    source: str
    verify: str
    where: str
    procedures: tuple[str, ...]
    parts: tuple[Part, ...]
    bring: tuple[str, ...]
    steps: tuple[str, ...]


@lru_cache(maxsize=1)
def every() -> tuple[Bundle, ...]:
    entries = yaml.safe_load((settings.CATALOGUE / "bundles.yaml").read_text(encoding="utf-8"))
    return tuple(
        Bundle(
            one["key"], one["code"], one["name"], one["from"], one["source"], one["verify"], one["where"],
            tuple(one["procedures"]), tuple(Part(**part) for part in one["parts"]), tuple(one["bring"]),
            tuple(one["steps"]),
        )
        for one in entries
    )  # fmt: skip


def in_force(day: date) -> list[Bundle]:
    """Of entries with one key the newest that holds on that day."""
    found = {one.key: one for one in sorted(every(), key=lambda one: one.valid_from) if one.valid_from <= day}
    return list(found.values())


def of(key: str, day: date) -> Bundle | None:
    return next((one for one in in_force(day) if one.key == key), None)


def with_procedure(code: str, day: date) -> Bundle | None:
    """The bundle that a procedure is a part of."""
    return next((one for one in in_force(day) if code in one.procedures), None)
