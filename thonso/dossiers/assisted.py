"""What is typed, or read from a card, of the person whom a helper helps: on a page, or on a phone without signal."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.people.rules import SEXES, check_id_number, check_name, digits_of, parse_birth, parse_phone
from thonso.dossiers import sources
from thonso.dossiers.models import AssistSession
from thonso.procedures.definition import Definition

BOXES: tuple[str, ...] = ("name", "id_number", "birth", "phone", "consent")


def read(given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """Her details in the form the register keeps, and every mistake at once, by its box."""
    found: dict[str, str] = {}
    errors: dict[str, list[Any]] = {}
    for key in ("id_number", "birth", "sex", "address", "phone"):
        try:
            found[key] = clean(str(given.get(key) or ""), limit=200)
        except Refused as refusal:
            found[key], errors[key] = "", [refusal.message]
    if wrong := check_name(str(given.get("name") or "")).errors:
        errors["name"] = list(wrong)
    birth = None
    if found["birth"]:
        try:
            birth = parse_birth(found["birth"])
            found["birth"] = sources.birth_text(birth.date, birth.precision)
        except Refused as refusal:
            errors["birth"] = [refusal.message]
    if found["id_number"]:
        found["id_number"] = digits_of(found["id_number"])
        if wrong := check_id_number(found["id_number"], birth.date.year if birth else None).errors:
            errors["id_number"] = list(wrong)
        elif not found["sex"] and len(found["id_number"]) == 12:
            found["sex"] = SEXES[int(found["id_number"][3]) % 2]
    if found["phone"]:
        try:
            found["phone"] = parse_phone(found["phone"])
        except Refused:
            errors["phone"] = [_("A phone number has 10 digits and begins with 0, for example 0912 345 678.")]
    if given.get("consent", "") not in AssistSession.Consent.values:
        errors["consent"] = [_("Read the text aloud, ask, and choose how she agreed.")]
    return {key: value for key, value in found.items() if value}, {key: errors[key] for key in BOXES if key in errors}


def needs_number(definition: Definition) -> bool:
    """Whether the form cannot be sent without the ID number of the person who is helped."""
    fields = (field for section in definition.form.sections for field in section.fields)
    return any(
        field.required and "card" in field.sources and part.key == "id_number" and part.required
        for field in fields
        if field.kind == "person"
        for part in field.parts
    )
