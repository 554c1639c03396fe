"""One of some, several of some, yes or no, and consent."""

from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures.conditions import Scope
from thonso.procedures.forms.kinds.base import Context, Errors, Kind, one_text
from thonso.procedures.forms.shape import Field, Option


def _not_offered() -> Errors:
    return {"": [_("This answer is not in the list any more. Please choose again.")]}


def offered(field: Field, context: Context) -> list[Option]:
    """The options there are for this filing: some are for one capacity or one way only."""
    return [one for one in field.options if one.when.test(Scope({}, context.facts))]


class Choice(Kind):
    name = "choice"

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        return {"options": offered(field, context)}

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        text = one_text(raw) or ""
        if not text:
            return None, {} if raw in (None, "", [], {}) else _not_offered()
        return (text, {}) if any(one.value == text for one in offered(field, context)) else (None, _not_offered())

    def missing(self, field: Field) -> Errors:
        return {"": [_("Please choose an answer.")]}

    def text(self, value: Any, field: Field, context: Context) -> str:
        return next((one.label for one in field.options if one.value == value), str(value))

    def schema(self, field: Field) -> dict[str, Any]:
        return {"enum": [one.value for one in field.options]}


class Choices(Kind):
    """Canonical: the chosen values in the order of the options."""

    name = "choices"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        chosen = raw if isinstance(raw, list) else [raw] if raw not in (None, "", {}) else []
        chosen = [one for one in chosen if one != ""]
        known = [one.value for one in field.options]
        if any(not isinstance(one, str) or one not in known for one in chosen):
            return None, _not_offered()
        return [one for one in known if one in chosen] or None, {}

    def missing(self, field: Field) -> Errors:
        return {"": [_("Please choose at least one answer.")]}

    def text(self, value: Any, field: Field, context: Context) -> str:
        return "; ".join(one.label for one in field.options if one.value in value)

    def schema(self, field: Field) -> dict[str, Any]:
        return {
            "type": "array",
            "uniqueItems": True,
            "minItems": 1,
            "items": {"enum": [o.value for o in field.options]},
        }


class YesNo(Kind):
    """Canonical: true or false."""

    name = "yes_no"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        if isinstance(raw, bool):
            return raw, {}
        text = one_text(raw) or ""
        if text in {"yes", "no"}:
            return text == "yes", {}
        return None, {} if raw in (None, "", [], {}) else _not_offered()

    def missing(self, field: Field) -> Errors:
        return {"": [_("Please answer yes or no.")]}

    def text(self, value: Any, field: Field, context: Context) -> str:
        return _("Yes") if value else _("No")

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        parsed, _errors = self.parse(value, field, context)
        return {"choices": [("yes", _("Yes")), ("no", _("No"))], "chosen": {True: "yes", False: "no"}.get(parsed)}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "boolean"}


class Consent(Kind):
    """A box to tick under words to be read. Canonical: true, or nothing; a box left open is not a "no"."""

    name = "consent"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        if raw is True or one_text(raw) in {"yes", "on", "true", "1"}:
            return True, {}
        return None, {}

    def missing(self, field: Field) -> Errors:
        return {"": [_("Please read this and tick the box if you agree.")]}

    def text(self, value: Any, field: Field, context: Context) -> str:
        return _("Agreed")

    def schema(self, field: Field) -> dict[str, Any]:
        return {"const": True}
