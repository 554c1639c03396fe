"""Queries and inserts whose SQL is made once a process, for what every request or every filing needs.

Making SQL out of a queryset costs several times what the database takes to answer it (docs/performance.md), and it is
the same text every time. A query here is still an ordinary queryset, with Django's own converters and models.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

# Values that stand for the arguments while the SQL is made; nothing else in a query equals them.
_MARKS: dict[type, Callable[[int], Any]] = {
    UUID: lambda _n: uuid4(),
    str: lambda n: f"\x01argument {n}\x01",
    datetime: lambda n: datetime(1901, 1, 1, tzinfo=UTC) + timedelta(microseconds=n + 1),
    date: lambda n: date(1901, 1, 1) + timedelta(days=n),
}


def planned_cursor() -> CursorWrapper:
    """A cursor whose statements PostgreSQL plans once a connection instead of every time; on SQLite an ordinary one."""
    cursor = connection.cursor()
    # Django cannot read a prepared statement back for its log of queries.
    if connection.vendor == "postgresql" and not connection.queries_logged:
        from django.db.backends.postgresql.base import ServerBindingCursor

        cursor.cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    return cursor


_unsent: ContextVar[list[tuple[str, Sequence[Any]]] | None] = ContextVar("unsent", default=None)


@contextmanager
def sent_together() -> Iterator[None]:
    """What is written inside with `insert` and `write` goes to PostgreSQL as one statement, at the end: one wait instead
    of many. Nothing inside may read what is written here. SQLite has nobody to wait for and writes as it comes.
    """
    if connection.vendor != "postgresql" or _unsent.get() is not None:
        yield
        return
    waiting: list[tuple[str, Sequence[Any]]] = []
    mark = _unsent.set(waiting)
    try:
        yield
    finally:
        _unsent.reset(mark)
    if waiting:
        parts = ", ".join(f"part_{place} AS ({sql})" for place, (sql, _values) in enumerate(waiting))
        write(f"WITH {parts} SELECT 1", [value for _sql, values in waiting for value in values])


def write(sql: str, values: Sequence[Any]) -> None:
    """Run a statement of which nobody reads anything: not even how many rows it changed."""
    waiting = _unsent.get()
    if waiting is not None:
        waiting.append((sql, values))
        return
    with planned_cursor() as cursor:
        cursor.execute(sql, values)


def _stored(value: Any) -> Any:
    """An argument as the database takes it, which is what a lookup of its field would make of it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


@dataclass(slots=True)
class _Plan:
    """SQL, its parameters with the number of the argument where one goes, and Django's way from rows to results."""

    sql: str
    fixed: tuple[Any, ...]
    places: tuple[int | None, ...]
    compiler: Any
    model: type[Model] | None
    init: tuple[int, int, list[str]]
    related: list[Any]
    annotations: dict[str, int]


class Prepared:
    """`Prepared(lambda id_, day: Row.objects.filter(…), UUID, date)`; call it with the arguments, get a list.

    The queryset gives models (also with select_related) or values_list. An argument must stand alone as a value: it may
    not decide what is asked, be None, or go into `__in`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._plans: dict[str, _Plan] = {}

    def __call__(self, *arguments: Any) -> list[Any]:
        rows = self.raw(*arguments)
        if not rows:
            return []
        plan = self._plans[connection.vendor]
        results = plan.compiler.results_iter(results=[rows], tuple_expected=plan.model is None)
        return list(results) if plan.model is None else [self._instance(plan, row) for row in results]

    def raw(self, *arguments: Any) -> list[tuple[Any, ...]]:
        """The rows as the database gives them, in which only equal is equal: for who compares and does not read."""
        plan = self._plans.get(connection.vendor) or self._make()
        with planned_cursor() as cursor:
            cursor.execute(plan.sql, self._filled(plan, arguments))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def first(self, *arguments: Any) -> Any:
        """The first row, or None. For look-ups that find one row at most, or are ordered and limited."""
        found = self(*arguments)
        return found[0] if found else None

    @staticmethod
    def _filled(plan: _Plan, arguments: Sequence[Any]) -> list[Any]:
        stored = [_stored(argument) for argument in arguments]
        return [fixed if place is None else stored[place] for fixed, place in zip(plan.fixed, plan.places, strict=True)]

    @staticmethod
    def _instance(plan: _Plan, row: Any) -> Model:
        assert plan.model is not None
        start, end, names = plan.init
        found = plan.model.from_db(connection.alias, names, row[start:end])
        for populator in plan.related:
            populator.populate(row, found)
        for name, column in plan.annotations.items():
            setattr(found, name, row[column])
        return found

    def _make(self) -> _Plan:
        marks = [_MARKS[kind](number) for number, kind in enumerate(self._kinds)]
        queryset = self._build(*marks)
        compiler = queryset.query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        numbers = {_stored(mark): number for number, mark in enumerate(marks)}
        places = tuple(numbers.get(p) if isinstance(p, (str, UUID, date)) else None for p in params)
        if set(range(len(marks))) - set(places):
            raise TypeError("an argument of a prepared query does not stand alone as a value")
        fixed = tuple(None if place is not None else p for p, place in zip(params, places, strict=True))
        plan = _Plan(sql, fixed, places, compiler, None, (0, 0, []), [], {})
        if issubclass(queryset._iterable_class, ModelIterable):
            fields = [column[0].target.attname for column in _own(compiler)]
            first = compiler.klass_info["select_fields"][0]
            plan.model, plan.init = compiler.klass_info["model"], (first, first + len(fields), fields)
            plan.annotations = dict(compiler.annotation_col_map or {})
            plan.related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]
        compiler.connection = connection  # the proxy: each thread's own
        self._plans[connection.vendor] = plan
        return plan


def _own(compiler: Any) -> list[Any]:
    fields = compiler.klass_info["select_fields"]
    return list(compiler.select[fields[0] : fields[-1] + 1])


_inserts: dict[tuple[str, type[Model]], tuple[str, str, list[Any]]] = {}


def insert(rows: Sequence[Model], *, unless_there: bool = False) -> None:
    """Write new rows of one model as they stand, in one statement. Nothing is read back, no signal is sent.

    `unless_there`: a row that a unique constraint refuses is left out instead of raising IntegrityError.
    """
    if not rows:
        return
    key = (connection.vendor, type(rows[0]))
    if key not in _inserts:
        meta = type(rows[0])._meta
        fields = list(meta.concrete_fields)
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in fields)
        places = ", ".join(["%s"] * len(fields))
        # The names are those of our own tables and columns; the values are parameters.
        _inserts[key] = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ", f"({places})", fields  # noqa: S608
    head, places, fields = _inserts[key]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields]
    write(head + ", ".join([places] * len(rows)) + (" ON CONFLICT DO NOTHING" if unless_there else ""), values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
