"""A field as a template sees it: its name, value as typed, errors, marks, and what its kind adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures.conditions import is_empty
from thonso.procedures.forms.kinds import Context, kind_of
from thonso.procedures.forms.kinds.group import rows_of
from thonso.procedures.forms.shape import Field
from thonso.procedures.rules import Evaluation


@dataclass(frozen=True)
class Row:
    name: str
    number: int
    fields: tuple["Shown", ...]


@dataclass(frozen=True)
class Shown:
    field: Field
    name: str
    value: Any
    text: str
    errors: tuple[str, ...]
    required: bool
    computed: bool
    filled: str
    page: bool
    template: str
    view: Mapping[str, Any]
    rows: tuple[Row, ...] = ()

    @property
    def optional(self) -> bool:
        return not self.required

    @property
    def can_add(self) -> bool:
        return len(self.rows) < self.field.max_rows


def source_words() -> dict[str, str]:
    return {
        "card": _("as written when help began"),
        "resident": _("taken from the commune's register"),
        "household": _("taken from your household"),
        "earlier": _("taken from your earlier dossier"),
    }


@dataclass(frozen=True)
class Painter:
    """What the drawing of one form shares."""

    evaluation: Evaluation
    answers: Mapping[str, Any]
    context: Context
    errors: Mapping[str, list[str]]
    prefilled: Mapping[str, str]

    def shown(self, one: Field, *, page: bool = False) -> Shown:
        return self._shown(one, one.key, self.answers.get(one.key), page)

    def _shown(self, one: Field, path: str, raw: Any, page: bool = False) -> Shown:
        kind = kind_of(one)
        computed = path in self.evaluation.computed
        value = _at(self.evaluation.values, path) if computed else raw
        text = "" if is_empty(value) else self._text(one, value)
        parts = {
            key.removeprefix(f"{path}."): tuple(found)
            for key, found in self.errors.items()
            if key.startswith(f"{path}.")
        }
        return Shown(
            field=one,
            name=path,
            value=value,
            text=text,
            errors=tuple(self.errors.get(path, ())),
            required=path in self.evaluation.required,
            computed=computed,
            filled=source_words().get(self.prefilled.get(path, ""), "") if not is_empty(value) else "",
            page=page,
            template="procedures/form/kinds/computed.html" if computed else f"procedures/form/kinds/{one.kind}.html",
            view=_named(kind.view(one, value, self.context), path, parts),
            rows=self._rows(one, path, raw) if one.fields else (),
        )

    def _text(self, one: Field, value: Any) -> str:
        """The value as a person writes it; as it was typed when it could not be read."""
        kind = kind_of(one)
        canonical, errors = kind.parse(value, one, self.context)
        if errors or is_empty(canonical):
            return kind.typed(value)
        return kind.text(canonical, one, self.context)

    def _rows(self, one: Field, path: str, raw: Any) -> tuple[Row, ...]:
        rows = rows_of(raw) or []
        return tuple(
            Row(
                f"{path}.{index}",
                index + 1,
                tuple(
                    self._shown(child, f"{path}.{index}.{child.key}", row.get(child.key))
                    for child in one.fields
                    if f"{path}.{index}.{child.key}" in self.evaluation.visible
                ),
            )
            for index, row in enumerate(rows)
        )


def _named(view: dict[str, Any], path: str, errors: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Names and errors of the parts of a composed field: a person's, a place's."""
    for parts in ("items", "levels"):
        if parts in view:
            view[parts] = [
                {**one, "name": f"{path}.{one['key']}", "errors": errors.get(one["key"], ())} for one in view[parts]
            ]
    if "levels" in view:
        view |= {"find_name": f"{path}.find", "match_name": f"{path}.commune"}
        view["match_choices"] = [(f"{province}/{commune}", name) for province, commune, name in view["matches"]]
    return view


def _at(values: Mapping[str, Any], path: str) -> Any:
    found: Any = values
    for part in path.split("."):
        if isinstance(found, list):
            found = found[int(part)] if part.isdigit() and int(part) < len(found) else None
        else:
            found = found.get(part) if isinstance(found, Mapping) else None
    return found


def with_open_rows(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    """A group that needs rows shows them empty from the start."""
    padded = dict(answers)
    for one in fields:
        if one.fields and one.min_rows:
            rows = rows_of(padded.get(one.key)) or []
            padded[one.key] = rows + [{} for _missing in range(one.min_rows - len(rows))]
    return padded
