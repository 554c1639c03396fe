"""Who stands at the desk when it is not the owner: asked before the form, checked, kept with the draft."""

from collections.abc import Mapping
from typing import Any

from thonso.core.base.errors import Refused
from thonso.core.people.rules import check_id_number, check_name, digits_of, parse_phone, tidy_name
from thonso.dossiers.at_desk import AtDesk

FIELDS = ("came_name", "came_id_number", "came_phone")


def came_as(visit: AtDesk) -> dict[str, str]:
    """The person of the visit in these fields, to be changed where somebody else came along."""
    told = visit.details
    return dict(zip(FIELDS, (visit.name, told.get("id_number", ""), told.get("phone", "")), strict=True))


def who_came(post: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """The submitter as a draft keeps it (submitter, id_number, phone), and what is wrong with what was typed. By the number
    she is told from others, whoever is authorised always; a parent who has none is known by what the form asks then
    (practice.md 18). A phone is welcome and never required (practice.md 14)."""
    name, number, phone = (str(post.get(field, "")).strip() for field in FIELDS)
    errors: dict[str, list[Any]] = {}
    if wrong := check_name(name).errors:
        errors["came_name"] = list(wrong)
    needed = number or post.get("representation") == "authorised"
    if needed and (wrong := check_id_number(number).errors):
        errors["came_id_number"] = list(wrong)
    try:
        phone = parse_phone(phone) if phone else ""
    except Refused as refusal:
        errors["came_phone"] = [refusal.message]
    return {"submitter": tidy_name(name), "id_number": digits_of(number), "phone": phone}, errors
