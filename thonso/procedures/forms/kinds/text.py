"""Text on one line, and text on many."""

import re
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.people.rules import check_name, tidy_name
from thonso.procedures.forms.kinds.base import Context, Errors, Kind, tidy
from thonso.procedures.forms.shape import Field


class Text(Kind):
    name = "text"
    multiline = False
    usual_limit = 200

    def limit(self, field: Field) -> int:
        return field.max_length or self.usual_limit

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        text, errors = tidy(raw, limit=self.limit(field), multiline=self.multiline)
        if text and not errors:
            text, errors = _as_written(text, field.written)
        return (None if errors else text or None), {"": errors} if errors else {}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.limit(field)}

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        return {"limit": self.limit(field)}


def _as_written(text: str, written: str) -> tuple[str, list[str]]:
    """The text as a name is tidied, and what is wrong with it as a name or as a word of letters."""
    if written == "name":
        wrong = [str(error) for error in check_name(text).errors]
        return (text if wrong else tidy_name(text)), wrong
    if written == "letters" and not _LETTERS.fullmatch(text):
        return text, [_("Please write it in letters, for example Dao.")]
    return text, []


# Khơ-mú, H'Mông, Hmông (Mèo), Tày - Nùng
_LETTERS = re.compile(r"[^\W\d_]+(?:[ ’'\-(),.]+[^\W\d_]+)*\)?")


class LongText(Text):
    name = "longtext"
    multiline = True
    usual_limit = 2000
