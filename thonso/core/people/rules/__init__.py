"""What can be true of a person, pure: ID numbers, names, birth dates of different precision, phones.

An error stops the record; a warning asks the person at the keyboard to look at the card again.
"""

from datetime import date

from django.utils.translation import gettext as _

from thonso.core.people.rules.births import age_on, check_birth, parse_birth
from thonso.core.people.rules.id_numbers import DOUBTS, check_id_number, digits_of, mask, sex_in
from thonso.core.people.rules.names import check_name, tidy_name
from thonso.core.people.rules.shapes import SEXES, Birth, Check, Family, Klass, Person
from thonso.core.people.rules.words import parse_class, parse_owner, parse_phone, parse_relation, parse_sex

__all__ = [
    "DOUBTS",
    "SEXES",
    "Birth",
    "Check",
    "Family",
    "Klass",
    "Person",
    "age_on",
    "check_birth",
    "check_id_number",
    "check_klass",
    "check_name",
    "check_person",
    "digits_of",
    "mask",
    "parse_birth",
    "parse_class",
    "parse_owner",
    "parse_phone",
    "parse_relation",
    "parse_sex",
    "sex_in",
    "tidy_name",
]


def check_person(person: Person) -> dict[str, Check]:
    """The checks of every field that has something to say; `errors` stop the record, `warnings` ask."""
    found = {"full_name": check_name(person.full_name), "birth": check_birth(person.birth)}
    if person.sex not in SEXES:
        found["sex"] = Check([_("Choose the sex that stands on the card.")], [])
    if person.id_number:
        found["id_number"] = check_id_number(person.id_number, person.birth.year, person.sex)
    for name in ("father_name", "mother_name", "spouse_name"):
        if getattr(person, name):
            found[name] = check_name(getattr(person, name))
    return {name: check for name, check in found.items() if check.errors or check.warnings}


def check_klass(klass: Klass, today: date) -> dict[str, list[str]]:
    """What cannot be in a classification, by field."""
    problems: dict[str, list[str]] = {}
    if not 2000 <= klass.year <= today.year + 1:
        problems["year"] = [_("The year cannot be right.")]
    if klass.klass in ("poor", "near_poor", "escaped"):
        if not klass.decision_number.strip():
            problems["decision_number"] = [_("Give the number of the decision.")]
        if klass.decision_date is None:
            problems["decision_date"] = [_("Give the date of the decision.")]
    if klass.decision_date and klass.decision_date > today:
        problems["decision_date"] = [_("The decision cannot be dated in the future.")]
    if klass.valid_from and klass.valid_to and klass.valid_to < klass.valid_from:
        problems["valid_to"] = [_("It cannot end before it begins.")]
    return problems
