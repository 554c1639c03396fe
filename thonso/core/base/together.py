"""Rows of several tables in one statement: all that belongs to one thing and is shown together.

Each part is an ordinary queryset of whole rows of one model. The database gives every row as a JSON array of its columns, so
that rows of different tables stand under each other in one answer, and here they become models again with Django's own
converters. Like `prepared`, the SQL is made once a process. Rows come in no order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from json import loads
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model, QuerySet

from thonso.core.base.prepared import planned_cursor

# What becomes text in JSON and must become a value again; on SQLite it is text in the table too.
_FROM_JSON: dict[str, Callable[[str], Any]] = {
    "UUIDField": UUID,
    "ForeignKey": UUID,
    "OneToOneField": UUID,
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
}
_AS_IT_IS = {
    "CharField", "TextField", "BooleanField", "JSONField", "IntegerField", "SmallIntegerField", "BigIntegerField",
    "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField", "EmailField",
}  # fmt: skip


@dataclass(slots=True)
class _Part:
    model: type[Model]
    names: list[str]
    converters: list[tuple[int, Callable[[Any], Any]]]

    def row(self, text: str) -> Model:
        values = loads(text)
        for place, convert in self.converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        return self.model.from_db(connection.alias, self.names, values)


class Together:
    """`Together(lambda id_: (Row.objects.filter(of=id_), …))`; call it with an id, get a list of rows for each part."""

    def __init__(self, build: Callable[[UUID], Sequence[QuerySet[Any, Any]]]) -> None:
        self._build = build
        self._plans: dict[str, tuple[str, list[Any], UUID, list[_Part]]] = {}

    def __call__(self, id_: UUID) -> list[list[Any]]:
        sql, params, mark, parts = self._plans.get(connection.vendor) or self._make()
        stored = id_ if connection.features.has_native_uuid_field else id_.hex
        found: list[list[Any]] = [[] for _part in parts]
        with planned_cursor() as cursor:
            cursor.execute(sql, [stored if param == mark else param for param in params])
            for number, text in cursor.fetchall():
                found[number].append(parts[number].row(text))
        return found

    def _make(self) -> tuple[str, list[Any], Any, list[_Part]]:
        mark = uuid4()
        words, params, parts = [], [], []
        for number, queryset in enumerate(self._build(mark)):
            compiler = queryset.query.get_compiler(connection.alias)
            sql, given = compiler.as_sql()
            fields = [column[0].target for column in compiler.select]
            words.append(f"SELECT {number}, {_array(fields)} FROM ({sql}) part")  # noqa: S608 (our own columns)
            params += given
            parts.append(_Part(queryset.model, [field.attname for field in fields], _converters(compiler, fields)))
        plan = " UNION ALL ".join(words), params, mark if connection.vendor == "postgresql" else mark.hex, parts
        self._plans[connection.vendor] = plan  # type: ignore[assignment]
        return plan


def _array(fields: list[Any]) -> str:
    quote = connection.ops.quote_name
    if connection.vendor == "postgresql":
        # JSON inside as text, as a cursor gives it to Django's own field.
        kinds = ["::text" if field.get_internal_type() == "JSONField" else "" for field in fields]
        columns = [f"part.{quote(field.column)}{kind}" for field, kind in zip(fields, kinds, strict=True)]
        return f"json_build_array({', '.join(columns)})::text"
    return f"json_array({', '.join(f'part.{quote(field.column)}' for field in fields)})"


def _converters(compiler: Any, fields: list[Any]) -> list[tuple[int, Callable[[Any], Any]]]:
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for place, field in enumerate(fields):
        kind = field.get_internal_type()
        if kind not in _FROM_JSON and kind not in _AS_IT_IS:
            raise TypeError(f"{field}: nobody has said how a {kind} comes out of JSON")
        if connection.vendor == "postgresql" and kind in _FROM_JSON:
            found.append((place, _FROM_JSON[kind]))
        own = compiler.get_converters([field.get_col(field.model._meta.db_table)])
        for converters, expression in own.values():
            found += [(place, _bound(convert, expression)) for convert in converters]
    return found


def _bound(convert: Any, expression: Any) -> Callable[[Any], Any]:
    return lambda value: convert(value, expression, connection)
