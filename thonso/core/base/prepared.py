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

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKey,
    Model,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.query import ModelIterable, get_related_populators

# Values that stand for the arguments while the SQL is made; nothing else in a query equals them.
_MARKS: dict[type, Callable[[int], Any]] = {
    UUID: lambda _n: uuid4(),
    str: lambda n: f"\x01argument {n}\x01",
    datetime: lambda n: datetime(1901, 1, 1, tzinfo=UTC) + timedelta(microseconds=n + 1),
    date: lambda n: date(1901, 1, 1) + timedelta(days=n),
}


def _database() -> BaseDatabaseWrapper:
    """This thread's connection itself: Django's `connection` looks it up again at every touch, 250 times a filing."""
    return connections[DEFAULT_DB_ALIAS]


def planned_cursor() -> CursorWrapper:
    """A cursor whose statements PostgreSQL plans once a connection instead of every time; on SQLite an ordinary one."""
    return _planned(_database())


def _planned(database: BaseDatabaseWrapper) -> CursorWrapper:
    # Django cannot read a prepared statement back for its log of queries.
    if database.vendor != "postgresql" or database.queries_logged:
        return database.cursor()
    from thonso.core.base.numbered import NumberedCursor

    # What `database.cursor()` does first; it would make a cursor of its own kind.
    database.close_if_health_check_failed()
    database.ensure_connection()
    database.validate_thread_sharing()
    return CursorWrapper(NumberedCursor(database.connection), database)


_unsent: ContextVar[list[tuple[str, Sequence[Any]]] | None] = ContextVar("unsent", default=None)


@contextmanager
def sent_together() -> Iterator[None]:
    """What is written inside with `insert` and `write` goes to PostgreSQL as one statement, at the end: one wait instead
    of many. Nothing inside may read what is written here. SQLite has nobody to wait for and writes as it comes.
    """
    if _database().vendor != "postgresql" or _unsent.get() is not None:
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


def _stored(value: Any, database: BaseDatabaseWrapper) -> Any:
    """A value as the database takes it, which is what its field would make of it."""
    if isinstance(value, UUID):
        return value if database.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return database.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return database.ops.adapt_datefield_value(value)
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
        database = _database()
        rows = self._rows(database, arguments)
        if not rows:
            return []
        plan = self._plans[database.vendor]
        results = plan.compiler.apply_converters(rows, self._converters(plan, database))
        return [tuple(row) for row in results] if plan.model is None else [self._instance(plan, row) for row in results]

    def raw(self, *arguments: Any) -> list[tuple[Any, ...]]:
        """The rows as the database gives them, in which only equal is equal: for who compares and does not read."""
        return self._rows(_database(), arguments)

    def _rows(self, database: BaseDatabaseWrapper, arguments: Sequence[Any]) -> list[tuple[Any, ...]]:
        plan = self._plans.get(database.vendor) or self._make(database)
        with _planned(database) as cursor:
            cursor.execute(plan.sql, self._filled(plan, arguments, database))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def first(self, *arguments: Any) -> Any:
        """The first row, or None. For look-ups that find one row at most, or are ordered and limited."""
        found = self(*arguments)
        return found[0] if found else None

    def _converters(self, plan: _Plan, database: BaseDatabaseWrapper) -> Any:
        """Django's, from stored to Python values. They belong to a connection and are kept with it, to go when it goes."""
        kept: dict[Prepared, Any] = database.__dict__.setdefault("prepared_converters", {})
        if self not in kept:
            kept[self] = plan.compiler.get_converters([column[0] for column in plan.compiler.select])
        return kept[self]

    @staticmethod
    def _filled(plan: _Plan, arguments: Sequence[Any], database: BaseDatabaseWrapper) -> list[Any]:
        stored = [_stored(argument, database) for argument in arguments]
        return [fixed if place is None else stored[place] for fixed, place in zip(plan.fixed, plan.places, strict=True)]

    @staticmethod
    def _instance(plan: _Plan, row: Any) -> Model:
        assert plan.model is not None
        start, end, names = plan.init
        found = plan.model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in plan.related:
            populator.populate(row, found)
        for name, column in plan.annotations.items():
            setattr(found, name, row[column])
        return found

    def _make(self, database: BaseDatabaseWrapper) -> _Plan:
        marks = [_MARKS[kind](number) for number, kind in enumerate(self._kinds)]
        queryset = self._build(*marks)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        numbers = {_stored(mark, database): number for number, mark in enumerate(marks)}
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
            plan.related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        compiler.connection = connection  # the proxy: each thread's own
        self._plans[database.vendor] = plan
        return plan


def _own(compiler: Any) -> list[Any]:
    fields = compiler.klass_info["select_fields"]
    return list(compiler.select[fields[0] : fields[-1] + 1])


_MOST_VALUES = 30_000  # in one statement: SQLite takes 32,766, PostgreSQL 65,535
_inserts: dict[tuple[str, type[Model]], tuple[str, str, list[tuple[Any, type | None]]]] = {}


def insert(rows: Sequence[Model], *, unless_there: bool = False) -> None:
    """Write new rows of one model as they stand, in one statement, or in as few as the databases take values at once.
    Nothing is read back, no signal is sent.

    `unless_there`: a row that a unique constraint refuses is left out instead of raising IntegrityError.
    """
    if not rows:
        return
    database = _database()
    key = (database.vendor, type(rows[0]))
    if key not in _inserts:
        meta = type(rows[0])._meta
        fields = list(meta.concrete_fields)
        quote = database.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in fields)
        places = ", ".join(["%s"] * len(fields))
        into = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES "  # noqa: S608 (our own names; the values are parameters)
        _inserts[key] = into, f"({places})", [(field, _usual(field)) for field in fields]
    head, places, taken = _inserts[key]
    tail = " ON CONFLICT DO NOTHING" if unless_there else ""
    at_once = _MOST_VALUES // len(taken)
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        values = [_saved(row, field, usual, database) for row in some for field, usual in taken]
        write(head + ", ".join([places] * len(some)) + tail, values)
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


# What a field of just this class mostly holds: such a value needs no look at the field on its way to the database.
_USUAL: dict[type, type] = {
    CharField: str,
    TextField: str,
    BooleanField: bool,
    UUIDField: UUID,
    DateTimeField: datetime,
}


def _usual(field: Any) -> type | None:
    target = field.target_field if isinstance(field, ForeignKey) else field
    timed = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return None if timed else _USUAL.get(type(target))


def _saved(row: Model, field: Any, usual: type | None, database: BaseDatabaseWrapper) -> Any:
    if usual is not None:
        value = getattr(row, field.attname)
        if value is None or type(value) is usual:
            return value if usual is str or value is None else _stored(value, database)
    return field.get_db_prep_save(field.pre_save(row, add=True), database)
