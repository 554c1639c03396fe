"""Words to read, between the questions."""

from typing import Any

from thonso.procedures.forms.kinds.base import Context, Errors, Kind
from thonso.procedures.forms.shape import Field


class Statement(Kind):
    name = "statement"
    answerable = False

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        return None, {}

    def text(self, value: Any, field: Field, context: Context) -> str:
        return field.label

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "null"}
