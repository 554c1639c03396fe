"""Text on one line, and text on many."""

from typing import Any

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
        return text or None, {"": errors} if errors else {}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.limit(field)}

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        return {"limit": self.limit(field)}


class LongText(Text):
    name = "longtext"
    multiline = True
    usual_limit = 2000
