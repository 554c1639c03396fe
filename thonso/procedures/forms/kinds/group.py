"""Rows that repeat, such as the members of a household. Rows are added and taken away by ordinary submit buttons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures.forms.kinds.base import Context, Errors, Kind
from thonso.procedures.forms.shape import Field


class Group(Kind):
    """Canonical: a list of rows. Each row's fields are parsed by the evaluator, which knows the rules of the row."""

    name = "group"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        rows = rows_of(raw)
        if rows is None:
            return None, {"": [_("This answer has the wrong form. Please type it again.")]}
        if len(rows) > field.max_rows:
            return rows[: field.max_rows], {"": [_("Please enter at most %(count)d rows.") % {"count": field.max_rows}]}
        return rows or None, {}

    def too_few(self, field: Field) -> Errors:
        return {
            "": [
                _("Please enter at least %(count)d: %(row)s.")
                % {"count": max(field.min_rows, 1), "row": field.row_name}
            ]
        }

    def missing(self, field: Field) -> Errors:
        return self.too_few(field)

    def text(self, value: Any, field: Field, context: Context) -> str:
        return f"{len(value)} {field.row_name}"

    def schema(self, field: Field) -> dict[str, Any]:
        from thonso.procedures.forms.kinds import kind_of

        properties = {one.key: kind_of(one).schema(one) for one in field.fields if kind_of(one).answerable}
        return {
            "type": "array",
            "minItems": field.min_rows,
            "maxItems": field.max_rows,
            "items": {"type": "object", "additionalProperties": False, "properties": properties},
        }


def rows_of(raw: Any) -> list[dict[str, Any]] | None:
    """Rows from a JSON list or from indexed names ("members.0.birth"); None when it is neither."""
    if raw in (None, "", [], {}):
        return []
    if isinstance(raw, Mapping):
        indexed = sorted(
            (int(key), row) for key, row in raw.items() if key.isascii() and key.isdigit() and len(key) < 5
        )
        raw = [row for _index, row in indexed]
    if not isinstance(raw, list):
        return None
    return [dict(row) if isinstance(row, Mapping) else {} for row in raw]
