"""The kinds of documents, of government and of the Party: dated data in `catalogue/documents/kinds.yaml`.

How a kind is called and shortened, how its number is written, which Party body may issue it. Pure: no database.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from django.conf import settings

from thonso.core.base.text import fold
from thonso.core.numbers.rules import document_number

Family = Literal["government", "party"]
Body = Literal["dang-uy", "ban-thuong-vu", "chi-bo"]

_FAMILIES: tuple[Family, ...] = get_args(Family)
_BODIES: tuple[Body, ...] = get_args(Body)
_SYMBOLS = (("kind", "organ"), ("organ", "unit"))
_SLUG = re.compile(r"[a-z]+(-[a-z]+)*", re.ASCII)
_SECTION_KEYS = {"from", "until", "source", "verify", "counted", "symbol", "kinds", "copies"}
_KIND_KEYS = {"key", "name", "abbreviation", "named", "symbol", "aliases", "shares", "by", "enacts", "verify"}


class KindsError(ValueError):
    """A file of kinds that cannot be used; the words name it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`named`: its name is printed on the page (that of a công văn is not). `aliases`: how others shorten it. `enacts`: the
    line between its grounds and what it enacts, '' for a kind without them.

    `shares`: the kind whose abbreviation it has too, and for which that abbreviation is read. `verify`: what is not
    sure of this kind ("cần xác minh"), besides what is not sure of its section.
    """

    key: str
    family: Family
    name: str
    abbreviation: str
    named: bool
    copy: bool
    symbol: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    shares: str = ""
    issuers: frozenset[str] = frozenset()
    enacts: str = ""
    verify: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.abbreviation, *self.aliases) if self.abbreviation else self.aliases


@dataclass(frozen=True, slots=True)
class Section:
    """The kinds of a family under one regulation; `until` is the last day of it. Numbers begin anew each `counted`."""

    since: date
    until: date | None
    source: str
    verify: str
    counted: Literal["year", "term"]
    kinds: tuple[Kind, ...]

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


Sections = Mapping[Family, tuple[Section, ...]]


def section(family: Family, day: date) -> Section | None:
    """The newest that holds on that day."""
    return next((one for one in reversed(every()[family]) if one.holds(day)), None)


def in_force(family: Family, day: date) -> tuple[Kind, ...]:
    found = section(family, day)
    return found.kinds if found else ()


def of(key: str, day: date) -> Kind | None:
    return next((kind for family in _FAMILIES for kind in in_force(family, day) if kind.key == key), None)


def by_abbreviation(family: Family, text: str, day: date) -> Kind | None:
    """Exactly as it is written; else ignoring case; else ignoring diacritics, when only one kind is left ("HD" is not
    "HĐ")."""
    kinds = [kind for kind in in_force(family, day) if not kind.shares]
    for alike in (str, str.casefold, fold):
        wanted = alike(text.strip())
        found = [kind for kind in kinds if wanted in map(alike, kind.spellings)]
        if len(found) == 1:
            return found[0]
    return None


def by_name(family: Family, text: str, day: date) -> Kind | None:
    """From the title on the page: "QUYẾT ĐỊNH", also with blanks lost or added and diacritics misread."""
    wanted = _squeezed(text)
    return next((kind for kind in in_force(family, day) if _squeezed(kind.name) == wanted), None)


def number_line(kind: Kind, number: int, organ_symbol: str, unit_symbol: str = "") -> str:
    """05/QĐ-UBND, a công văn 12/UBND-VP, of the Party 05-NQ/ĐU. Raises ValueError below 1 and without an organ."""
    if not organ_symbol:
        raise ValueError("a number needs the symbol of its organ")
    if kind.family == "party":
        return f"{document_number(number, kind.abbreviation).replace('/', '-')}/{organ_symbol}"
    parts = {"kind": kind.abbreviation, "organ": organ_symbol, "unit": unit_symbol}
    return document_number(number, *filter(None, (parts[part] for part in kind.symbol)))


def symbol_of(kind: Kind, organ_symbol: str, unit_symbol: str = "") -> str:
    """What stands behind the number of a document of government: QĐ-UBND, of a công văn UBND-VHXH."""
    return number_line(kind, 1, organ_symbol, unit_symbol).partition("/")[2]


def may_issue(kind: Kind, body: Body) -> bool:
    """Whether that Party body may issue it; who issues what of government is no matter of kinds, so always."""
    return kind.family == "government" or body in kind.issuers


@lru_cache(maxsize=1)
def every() -> Sections:
    return read(settings.CATALOGUE / "documents" / "kinds.yaml")


def read(path: Path) -> Sections:
    """All sections of a file, oldest first. Raises KindsError."""
    try:
        return parse(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise KindsError(f"{path.parent.name}/{path.name}: {error}") from error


def parse(source: Mapping[str, Any]) -> Sections:
    if set(source) != set(_FAMILIES):
        raise ValueError(f"the families are {', '.join(_FAMILIES)}")
    found = {family: tuple(_section(family, one) for one in source[family]) for family in _FAMILIES}
    keys = {family: {kind.key for one in found[family] for kind in one.kinds} for family in _FAMILIES}
    if both := keys["government"] & keys["party"]:
        raise ValueError(f"{', '.join(sorted(both))}: a key in both families")
    for family, sections in found.items():
        days = [one.since for one in sections]
        if not days or days != sorted(set(days)):
            raise ValueError(f"{family}: sections stand from the oldest to the newest, and there is one at least")
    return found


def _section(family: Family, source: Mapping[str, Any]) -> Section:
    _known(source, _SECTION_KEYS, family)
    since, until = source["from"], source.get("until")
    if type(since) is not date or (until is not None and (type(until) is not date or until < since)):
        raise ValueError(f"{family}: from and until are days, in this order")
    if source["counted"] not in ("year", "term"):
        raise ValueError(f"{family}: counted by year or by term")
    kinds = (
        *(_kind(family, one, source["symbol"], copy=False) for one in source["kinds"]),
        *(_kind(family, one, source["symbol"], copy=True) for one in source.get("copies", ())),
    )
    _told_apart(kinds)
    return Section(
        since=since,
        until=until,
        source=_words(source["source"]),
        verify=_words(source.get("verify", "")),
        counted=source["counted"],
        kinds=kinds,
    )


def _kind(family: Family, source: Mapping[str, Any], symbol: list[str], *, copy: bool) -> Kind:
    key = source["key"]
    _known(source, _KIND_KEYS, key)
    kind = Kind(
        key=key,
        family=family,
        name=_words(source["name"]),
        abbreviation=_words(source.get("abbreviation", "")),
        named=source.get("named", True),
        copy=copy,
        symbol=_listed(source.get("symbol", symbol)),
        aliases=_listed(source.get("aliases", [])),
        shares=source.get("shares", ""),
        issuers=frozenset(_listed(source["by"])) if family == "party" else frozenset(),
        enacts=_words(source.get("enacts", "")),
        verify=_words(source.get("verify", "")),
    )
    if not _SLUG.fullmatch(key) or not kind.name or not isinstance(kind.named, bool):
        raise ValueError(f"{key}: a kind has a key like to-trinh, a name, and named is true or false")
    if family == "government" and "by" in source:
        raise ValueError(f"{key}: by is said of Party kinds only")
    if odd := kind.issuers - set(_BODIES):
        raise ValueError(f"{key}: {', '.join(sorted(odd))} is no body: {', '.join(_BODIES)}")
    if kind.symbol not in _SYMBOLS or ("kind" in kind.symbol) != bool(kind.abbreviation):
        raise ValueError(f"{key}: symbol is [kind, organ], or without an abbreviation [organ, unit]")
    if family == "party" and not kind.abbreviation:
        raise ValueError(f"{key}: numbers of the Party begin with an abbreviation")
    if any(not one.isalpha() for one in kind.spellings):
        raise ValueError(f"{key}: an abbreviation has letters only")
    return kind


def _told_apart(kinds: tuple[Kind, ...]) -> None:
    _once("key", (kind.key for kind in kinds))
    _once("name", (_squeezed(kind.name) for kind in kinds))
    _once("abbreviation", (one for kind in kinds if not kind.shares for one in kind.spellings))
    owners = {kind.key: kind.abbreviation for kind in kinds if not kind.shares}
    for kind in kinds:
        if kind.shares and (owners.get(kind.shares) != kind.abbreviation or kind.aliases):
            raise ValueError(f"{kind.key}: shares names the kind that has the same abbreviation")


def _once(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{value}: the same {what} twice")
        seen.add(value)


def _known(source: Mapping[str, Any], keys: set[str], whose: str) -> None:
    # A misspelt key would be a rule that silently does not hold.
    if odd := source.keys() - keys:
        raise ValueError(f"{whose}: what is {', '.join(map(str, odd))}?")


def _words(value: object) -> str:
    # YAML makes a number or a truth of some words that nobody put in quotes.
    if not isinstance(value, str):
        raise ValueError(f"{value!r}: words are meant")
    return value.strip()


def _listed(value: object) -> tuple[str, ...]:
    # A word that stands alone would be taken for its letters.
    if not isinstance(value, list):
        raise ValueError(f"{value!r}: a list is meant")
    return tuple(_words(one) for one in value)


def _squeezed(text: str) -> str:
    return fold(text).replace(" ", "")
