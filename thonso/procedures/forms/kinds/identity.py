"""Identifiers of people: the twelve-digit number, the phone, and a person made of name, number, birth and sex."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.people.rules import SEXES, check_id_number, check_name, digits_of, mask, parse_phone, tidy_name
from thonso.core.web.words import masked_phone
from thonso.procedures.forms.kinds.base import Context, Errors, Kind, one_text, tidy
from thonso.procedures.forms.kinds.date import Date
from thonso.procedures.forms.shape import Field, Option, Part
from thonso.procedures.partial_date import read


def number_problems(number: str, birth_year: int | None = None, sex: str | None = None) -> list[str]:
    return [str(error) for error in check_id_number(number, birth_year, sex).errors]


class IdNumber(Kind):
    name = "id_number"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        text, errors = tidy(raw, limit=40)
        digits = digits_of(text)
        if errors or not digits:
            return None, {"": errors} if errors else {}
        problems = number_problems(digits)
        return (None, {"": problems}) if problems else (digits, {})

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(\d{9}|\d{12})$"}

    def mask(self, text: str) -> str:
        return mask(text)


class Phone(Kind):
    """Canonical: digits beginning with 0."""

    name = "phone"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        text, errors = tidy(raw, limit=40)
        if errors or not text:
            return None, {"": errors} if errors else {}
        try:
            return parse_phone(text), {}
        except Refused:
            return None, {"": [_("A phone number has 10 digits and begins with 0, for example 0912 345 678.")]}

    def text(self, value: Any, field: Field, context: Context) -> str:
        digits = str(value)
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(0[35789][0-9]{8}|02[0-9]{9})$"}

    def mask(self, text: str) -> str:
        return masked_phone(text)  # as everywhere: two ways on one page would together give it away


LEAST_KNOWN_BY = 10  # letters; fewer tell nobody from another
_BIRTH = Field("birth", "date", "", unknown=True, time_way="past")
_DATE = Date()


class Person(Kind):
    """Canonical: a mapping of the given parts: full_name, id_number, birth (partial date), sex (male | female)."""

    name = "person"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        if not isinstance(raw, Mapping):
            wrong = {"": [_("This answer has the wrong form. Please type it again.")]}
            return None, {} if raw in (None, "", [], {}) else wrong
        value: dict[str, Any] = {}
        errors: Errors = {}
        for part in field.parts:
            found, problems = self._part(part.key, raw.get(part.key), context)
            if problems:
                errors[part.key] = problems
            elif found:
                value[part.key] = found
        without = self._known_by(raw, field, context, value, errors)
        birth = read(value.get("birth"))
        if value.get("id_number") and "id_number" not in errors:
            # The number says the century, the sex and the year: a slip of a digit shows here.
            problems = number_problems(value["id_number"], birth.year if birth else None, value.get("sex"))
            if problems:
                errors["id_number"] = problems
        if value or errors:
            for part in field.parts:
                if part.key == "id_number" and without:
                    continue
                if part.required and part.key not in value and part.key not in errors:
                    errors[part.key] = [self._missing_part(part.key)]
        if errors:
            return None, errors
        return value or None, {}

    def _known_by(
        self, raw: Mapping[str, Any], field: Field, context: Context, value: dict[str, Any], errors: Errors
    ) -> bool:
        """Whether whoever has no number is told by something else. Only the desk may take that: it has her before its eyes."""
        if not may_lack_number(field, context) or value.get("id_number"):
            return False
        text, wrong = tidy(raw.get("known_by"), limit=200)
        if wrong or (text and len(text) < LEAST_KNOWN_BY):
            errors["known_by"] = wrong or [
                _("Say more of what she is known by: household, parents, who of the hamlet knows her, another paper.")
            ]
        elif text:
            value["known_by"] = text
        return bool(text)

    def _part(self, key: str, raw: Any, context: Context) -> tuple[str, list[str]]:
        if key == "birth":
            value, errors = _DATE.parse(raw, _BIRTH, context)
            return value or "", errors.get("", [])
        if key == "sex":
            text = one_text(raw) or ""
            wrong = [_("Please choose male or female.")] if text and text not in SEXES else []
            return text, wrong
        text, errors_ = tidy(raw, limit=40 if key == "id_number" else 100)
        if key == "id_number":
            text = digits_of(text)
            return text, errors_ or (number_problems(text) if text else [])
        if text and not errors_:
            errors_ = [str(error) for error in check_name(text).errors]
        return (text if errors_ else tidy_name(text)), errors_

    def _missing_part(self, key: str) -> str:
        return {
            "full_name": _("Please enter the full name."),
            "id_number": _("Please enter the ID number."),
            "birth": _("Please enter the date of birth; the year alone will do."),
            "sex": _("Please choose male or female."),
        }[key]

    def missing(self, field: Field) -> Errors:
        return {part.key: [self._missing_part(part.key)] for part in field.parts if part.required}

    def text(self, value: Any, field: Field, context: Context) -> str:
        return ", ".join(text for _label, text, _secret in self.lines(value))

    def lines(self, value: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
        """(label, text, is an identifier) of each given part."""
        labels = part_labels()
        sex = {"male": _("Male"), "female": _("Female")}
        out = []
        for key in ("full_name", "birth", "sex", "id_number"):
            if found := value.get(key):
                birth = read(found) if key == "birth" else None
                out.append((labels[key], birth.shown if birth else sex.get(found, found), key == "id_number"))
        if known_by := value.get("known_by"):
            out.append((part_labels()["known_by"], known_by, False))
        return out

    def schema(self, field: Field) -> dict[str, Any]:
        all_parts = {
            "full_name": {"type": "string", "minLength": 1, "maxLength": 100},
            "id_number": {"type": "string", "pattern": r"^(\d{9}|\d{12})$"},
            "birth": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
            "sex": {"enum": list(SEXES)},
        }
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                **{part.key: all_parts[part.key] for part in field.parts},
                "known_by": {"type": "string", "minLength": LEAST_KNOWN_BY, "maxLength": 200},
            },
            "required": [part.key for part in field.parts if part.required and part.key != "id_number"],
            "anyOf": [{"required": [key]} for key in ("id_number", "known_by")] if _wants_number(field) else [{}],
        }

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        given = value if isinstance(value, Mapping) else {}
        labels = part_labels()
        return {
            "items": [
                {
                    "key": part.key,
                    "label": labels[part.key],
                    "optional": not part.required,
                    "value": one_text(given.get(part.key)) or "",
                    "text": _DATE.typed(given.get("birth")) if part.key == "birth" else "",
                }
                for part in (*field.parts, *((Part("known_by", False),) if may_lack_number(field, context) else ()))
            ],
            "sexes": [Option("male", _("Male")), Option("female", _("Female"))],
        }


def _wants_number(field: Field) -> bool:
    return any(part.key == "id_number" and part.required for part in field.parts)


def may_lack_number(field: Field, context: Context) -> bool:
    """At the desk, somebody without a card or number is told by something else (practice.md 18)."""
    return context.channel == "desk" and _wants_number(field)


def part_labels() -> dict[str, str]:
    return {
        "full_name": _("Full name"),
        "id_number": _("ID number"),
        "birth": _("Date of birth"),
        "sex": _("Sex"),
        "known_by": _("Has no ID number; known by"),
    }
