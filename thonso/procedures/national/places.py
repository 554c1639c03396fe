"""Nơi giải quyết: which office a national procedure belongs to, as far as its record says. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from thonso.core.base.text import fold
from thonso.procedures.national.records import Record

COMMUNE, POLICE, TAX, CUSTOMS = "commune", "police", "tax", "customs"
INSURANCE, TREASURY, OTHER, UNSAID = "insurance", "treasury", "other", "unsaid"
PLACES = (COMMUNE, POLICE, TAX, CUSTOMS, INSURANCE, TREASURY, OTHER, UNSAID)

# The first that fits counts: a procedure that the commune's committee decides too is the commune's.
_WORDS = (
    (COMMUNE, r"(?:ubnd|uy ban nhan dan) (?:cap xa|(?:cac )?xa\b|phuong\b)|^ubnd xa|cap xa.*(?:ubnd|uy ban nhan dan)"),
    (POLICE, r"cong an|canh sat|\bc06\b"),
    (CUSTOMS, r"hai quan"),
    (TAX, r"\bthue\b"),
    (INSURANCE, r"bao hiem xa hoi|\bbhxh\b"),
    (TREASURY, r"kho bac"),
)
LONGEST = 2000  # characters of an office; a longer text is none, and is not searched to its end
ENOUGH, SHARE = 3, 0.8  # how many of a sector must say it, and which part of them, for the silent ones to follow


@dataclass(frozen=True, slots=True)
class Place:
    """`said`: the record itself names the office; else it follows from its sector and level."""

    kind: str
    said: bool


def of_office(words: str) -> str:
    """OTHER for an office that is none of those known here, UNSAID for none."""
    folded = re.sub(r"[^\w ]", " ", fold(words[:LONGEST]))
    folded = " ".join(folded.split())
    if not folded:
        return UNSAID
    return next((kind for kind, pattern in _WORDS if re.search(pattern, folded)), OTHER)


def of_all(records: Iterable[Record]) -> dict[str, Place]:
    """By code. Where a record is silent, its sector speaks when the others of it agree; else the level, when it is one only."""
    found = {record.code: (record, of_office(record.office)) for record in records}
    told: dict[str, Counter[str]] = {}
    for record, kind in found.values():
        if kind not in (UNSAID, OTHER):
            told.setdefault(record.says("linh_vuc"), Counter())[kind] += 1
    places = {}
    for code, (record, kind) in found.items():
        said = kind != UNSAID
        places[code] = Place(kind if said else _inferred(record, told.get(record.says("linh_vuc"), Counter())), said)
    return places


def _inferred(record: Record, told: "Counter[str]") -> str:
    if told.total() >= ENOUGH:
        kind, number = told.most_common(1)[0]
        if number >= SHARE * told.total():
            return kind
    return COMMUNE if record.says("cap_thuc_hien") == "Cấp xã" else UNSAID
