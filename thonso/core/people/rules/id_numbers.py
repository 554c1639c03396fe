"""ID numbers: 12 digits that say sex, century and year of birth, or the old 9."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.base.clock import today
from thonso.core.people.rules.shapes import SEXES, Check

# What the digits themselves can say, by kind: the card scanner says the same on a phone without a network.
DOUBTS = {
    "repeated": gettext_lazy("This is not a real ID number. Look at the card again."),
    "abroad": gettext_lazy("The number begins with a country's code: the birth was registered abroad. Is that right?"),
    "place": gettext_lazy("No province has the code %(code)s. Look at the first three digits."),
    "future": gettext_lazy("By its digits 4 to 6 this number belongs to someone born in %(year)d."),
    "year": gettext_lazy("By its digits 4 to 6 this number belongs to someone born in %(year)d, not %(given)d."),
    "man": gettext_lazy("By its fourth digit this number belongs to a man."),
    "woman": gettext_lazy("By its fourth digit this number belongs to a woman."),
}


class _Codes(NamedTuple):
    provinces: frozenset[str]
    countries_from: int


@cache
def _codes() -> _Codes:
    data = yaml.safe_load((Path(settings.CATALOGUE) / "id-number-codes.yaml").read_text(encoding="utf-8"))
    return _Codes(frozenset(data["provinces"]), int(data["country_codes_from"]))


def digits_of(text: str) -> str:
    """The number without the blanks, dots and hyphens that people put in to read it."""
    return re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", text))


def check_id_number(text: str, birth_year: int | None = None, sex: str | None = None) -> Check:
    """A 12-digit personal ID number, or an old 9-digit one. The number itself says sex, century and year of birth.

    A number that contradicts the birth year or the sex is an error: when either is corrected by law the person gets a
    new number (NĐ 137/2015 Đ.17, cần xác minh), so one of the two was typed wrong. The place code only warns where it
    may be a country's, and never says where a person lives now (NĐ 137/2015 Đ.13).
    """
    number = digits_of(text)
    if not number:
        return Check([_("Enter the ID number.")], [])
    if not number.isascii() or not number.isdigit():
        return Check([_("An ID number has digits only.")], [])
    if len(set(number)) == 1:
        return Check([str(DOUBTS["repeated"])], [])
    if len(number) == 9:
        return Check([], [_("This is an old number of 9 digits. Ask for the 12-digit number on the new card.")])
    if len(number) != 12:
        text_ = _("The ID number has %(count)d digits; it needs 12. Look at the card again.")
        return Check([text_ % {"count": len(number)}], [])
    return _check_twelve(number, birth_year, sex)


def _check_twelve(number: str, birth_year: int | None, sex: str | None) -> Check:
    errors: list[str] = []
    warnings: list[str] = []
    place, century_sex, codes = number[:3], int(number[3]), _codes()
    if place not in codes.provinces:
        if int(place) >= codes.countries_from:
            warnings.append(str(DOUBTS["abroad"]))
        else:
            errors.append(str(DOUBTS["place"]) % {"code": place})
    year = 1900 + century_sex // 2 * 100 + int(number[4:6])
    if year > today().year:
        errors.append(str(DOUBTS["future"]) % {"year": year})
        return Check(errors, warnings)
    if birth_year is not None and birth_year != year:
        errors.append(str(DOUBTS["year"]) % {"year": year, "given": birth_year})
    if sex in SEXES and SEXES[century_sex % 2] != sex:
        errors.append(str(DOUBTS["man" if century_sex % 2 == 0 else "woman"]))
    return Check(errors, warnings)


def sex_in(number: str) -> str:
    """What a 12-digit number says of the sex; '' for any other."""
    return SEXES[int(number[3]) % 2] if len(number) == 12 and number.isascii() and number.isdigit() else ""


def mask(text: str) -> str:
    """'015168990023' -> '015•••••••23'. What is too short to hide anything becomes dots altogether."""
    number = digits_of(text)
    if len(number) < 8:
        return "•" * len(number)
    return f"{number[:3]}{'•' * (len(number) - 5)}{number[-2:]}"
