"""Hamlets, pure: names and their short codes, figures that can be true, ethnic groups written in one cell."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold

# What a hamlet is called in different regions; the rest of the text is its name.
KIND_WORDS = ("Tổ dân phố", "Thôn", "Bản", "Khu phố", "Khu", "Ấp", "Buôn", "Làng", "Xóm", "Tiểu khu", "Khóm")
COUNTS = ("households", "population", "poor_households", "near_poor_households")
# Landlines, mobiles and the short numbers of hotlines, in the ways they are printed.
_PHONE = re.compile(r"^\+?[\d .()-]+\Z", re.ASCII)
# An authority as the province's list writes it.
UNIT_CODE = re.compile(r"^[A-Z]\d{2}(\.\d{1,3})*\Z", re.ASCII)
_REVERSED_UNIT_CODE = re.compile(r"^(\d{1,3}\.)+[A-Z]\d{2}\Z", re.ASCII)
SUPPORT = {"support_place": 120, "support_hours": 120, "support_helper": 100, "support_phone": 20}
_LIMITS = {"households": 20_000, "population": 100_000, "poor_households": 20_000, "near_poor_households": 20_000}


@dataclass(frozen=True, slots=True)
class HamletData:
    """What a person gives about a hamlet. A figure that is not known is None, never 0."""

    name: str
    code: str = ""
    households: int | None = None
    population: int | None = None
    poor_households: int | None = None
    near_poor_households: int | None = None
    distance_km: Decimal | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    ethnic_groups: dict[str, int] = field(default_factory=dict)
    valid_from: date | None = None
    support_place: str = ""
    support_hours: str = ""
    support_helper: str = ""
    support_phone: str = ""


def split_name(text: str) -> tuple[str, str]:
    """('Thôn Suối Chải' or 'Suối Chải') -> ('Suối Chải', 'Thôn Suối Chải'). The kind word defaults to Thôn."""
    value = clean(text, limit=100)
    for word in KIND_WORDS:
        rest = value[len(word) :]
        if fold(value[: len(word)]) == fold(word) and rest.startswith(" "):
            return rest.strip(), f"{word} {rest.strip()}"
    return value, f"Thôn {value}" if value else ""


def name_keys(text: str) -> set[str]:
    """Names under which this is the same hamlet: 'Thôn Bản Vai' is also called 'Bản Vai'. Diacritics count."""
    name, full_name = split_name(text)
    return {name.casefold(), full_name.casefold()}


def name_problem(text: str) -> str:
    """Why this cannot be the name of a hamlet, or ''."""
    name, _full = split_name(text)
    if not name:
        return _("Give the hamlet's name.")
    if not re.search(r"[^\W_]", name):
        return _("A hamlet's name has letters or a number.")
    if re.search(r"[^\w\s'’.,()/-]", name) or "_" in name:
        return _("The hamlet's name has a sign that does not belong there.")
    return ""


def code_of(name: str) -> str:
    """'Suối Chải' -> 'suoi-chai': at most 20 characters, whole words where possible."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    code = ""
    for word in words:
        longer = f"{code}-{word}" if code else word
        if len(longer) > 20:
            break
        code = longer
    return code or "".join(words)[:20]


def code_problem(code: str) -> str:
    if code and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
        return _("A hamlet's code has small letters without diacritics, digits and hyphens, for example suoi-chai.")
    return _("A hamlet's code has at most 20 characters.") if len(code) > 20 else ""


def parse_count(text: str) -> int | None:
    """'1.240' or '86' -> a number; '' -> None. Raises Refused."""
    if not text:
        return None
    digits = re.sub(r"[.\s](?=\d{3}(\D|$))", "", text)
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise Refused(_("“%(text)s” is not a whole number.") % {"text": text})
    return int(digits)


def parse_decimal(text: str, places: int) -> Decimal | None:
    """'20,5' or '20.5' -> a number; '' -> None. Raises Refused."""
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > 1_000_000:
        raise Refused(_("“%(text)s” is not a number.") % {"text": text})
    return round(value, places)


def parse_groups(text: str) -> dict[str, int]:
    """'Dao: 300; Mông 140' -> {'Dao': 300, 'Mông': 140}. Raises Refused."""
    found: dict[str, int] = {}
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        match = re.fullmatch(r"\s*([^\d:;=]{1,40}?)\s*[:=]?\s*(\d{1,6})\s*(người)?\s*", part)
        if match is None:
            raise Refused(_("Write ethnic groups like this: Dao: 300; Mông: 140"))
        name = match[1].strip()
        if not name or name in found:
            raise Refused(_("Each ethnic group is named once."))
        found[name] = int(match[2])
    return found


def canonical_unit_code(text: str) -> str:
    """H56.12 from H56.12 or from the older 000.00.12.H56. Raises ValueError when it is neither."""
    tidied = text.strip().upper()
    if _REVERSED_UNIT_CODE.match(tidied):
        groups = tidied.split(".")[::-1]
        while len(groups) > 1 and not int(groups[-1]):
            groups.pop()
        tidied = ".".join(groups)
    if not UNIT_CODE.match(tidied):
        raise ValueError(f"{text!r} is not a unit code")
    return tidied


def phone_problem(text: str) -> str:
    """Why this cannot be a telephone number on a public page, or ''."""
    digits = sum(char.isdigit() for char in text)
    if not text or (_PHONE.match(text) and 4 <= digits <= 12):
        return ""
    return _("Write a telephone number, for example 0214 388 1234.")


def figure_problems(data: HamletData) -> dict[str, list[str]]:
    """Figures that cannot be true together, by field."""
    problems: dict[str, list[str]] = {}
    for name in COUNTS:
        value = getattr(data, name)
        if value is not None and not 0 <= value <= _LIMITS[name]:
            problems.setdefault(name, []).append(_("This number is too large for a hamlet."))
    if data.households is not None:
        for name in ("poor_households", "near_poor_households"):
            if (getattr(data, name) or 0) > data.households:
                problems.setdefault(name, []).append(_("This is more than all households of the hamlet."))
        if (data.poor_households or 0) + (data.near_poor_households or 0) > data.households and not problems:
            problems["poor_households"] = [_("Poor and near-poor households together are more than all households.")]
        if data.population is not None and data.population < data.households:
            problems.setdefault("population", []).append(_("There are fewer people than households."))
    if data.population is not None and sum(data.ethnic_groups.values()) > data.population:
        problems.setdefault("ethnic_groups", []).append(
            _("The ethnic groups add up to more people than the hamlet has.")
        )
    if data.distance_km is not None and not 0 <= data.distance_km <= 300:
        problems.setdefault("distance_km", []).append(_("The distance is between 0 and 300 km."))
    if data.latitude is not None and not 6 <= data.latitude <= 24:
        problems.setdefault("latitude", []).append(_("A place in Vietnam has a latitude between 6 and 24."))
    if data.longitude is not None and not 102 <= data.longitude <= 118:
        problems.setdefault("longitude", []).append(_("A place in Vietnam has a longitude between 102 and 118."))
    if (data.latitude is None) != (data.longitude is None):
        problems.setdefault("latitude", []).append(_("Give both latitude and longitude, or neither."))
    if problem := phone_problem(data.support_phone):
        problems["support_phone"] = [problem]
    return problems
