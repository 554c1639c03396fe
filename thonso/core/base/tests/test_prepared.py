"""Queries made once give what their queryset gives, with other arguments and on a second call too; inserts likewise."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction
from django.db.models import F, ForeignKey, Model

from tests.cast import Units
from thonso.core.base import kept as keeping
from thonso.core.base import prepared
from thonso.core.base.clock import HANOI, now
from thonso.core.base.ids import new_id
from thonso.core.base.kept import kept
from thonso.core.base.numbered import numbered
from thonso.core.base.prepared import Prepared, insert
from thonso.core.journal.models import Once
from thonso.core.units.models import Unit

pytestmark = pytest.mark.django_db

_in_commune = Prepared(
    lambda commune_id, day: (
        Unit.objects.select_related("parent")
        .filter(commune_id=commune_id, valid_from__lte=day)
        .annotate(above=F("parent__name"))
        .order_by("code")
    ),
    UUID,
    date,
)
_names = Prepared(lambda code: Unit.objects.filter(code=code).order_by("id").values_list("name", "valid_from"), str)


def test_models_come_with_what_is_related_and_annotated(bat_xat: Units) -> None:
    for commune in (bat_xat.commune, bat_xat.other, bat_xat.commune):
        found = _in_commune(commune.id, date(2026, 1, 1))
        wanted = list(Unit.objects.filter(commune_id=commune.id).select_related("parent").order_by("code"))
        assert found == wanted
        assert [(u.name, u.parent.name, u.above) for u in found] == [
            (u.name, u.parent.name, u.parent.name) for u in wanted if u.parent
        ]
        assert all(isinstance(unit.id, UUID) and isinstance(unit.valid_from, date) for unit in found)


def test_nothing_found_is_an_empty_list_and_none(bat_xat: Units) -> None:
    assert _in_commune(uuid4(), date(2026, 1, 1)) == []
    assert _in_commune(bat_xat.commune.id, date(2020, 1, 1)) == []
    assert _names.first("nowhere") is None


def test_values_are_what_the_fields_make_of_them(bat_xat: Units) -> None:
    assert _names("suoi-chai") == [("Suối Chải", date(2025, 7, 1))]
    assert _names("son-ha' OR 1=1 --") == []


def test_an_argument_that_decides_what_is_asked_is_refused() -> None:
    with pytest.raises(TypeError):
        Prepared(lambda code: Unit.objects.filter(code__contains=code), str)("suoi")


def _once(transaction_id: UUID) -> Once:
    ids = {"commune_id": uuid4(), "actor_id": uuid4(), "transaction_id": transaction_id}
    return Once(id=new_id(), verb="a.verb", body_digest="0" * 64, response="{}", at=now(), **ids)


def test_rows_are_inserted_as_they_stand() -> None:
    rows = [_once(uuid4()), _once(uuid4())]
    insert(rows)
    assert {row.transaction_id for row in Once.objects.all()} == {row.transaction_id for row in rows}
    assert not any(row._state.adding for row in rows)
    insert([])


_ID, _AT = uuid4(), datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
_VALUES: dict[str, list[Any]] = {
    "CharField": [None, "", "Suối Chải", Unit.Kind.HAMLET],
    "TextField": [None, "thôn"],
    "BooleanField": [None, True, 0],
    "UUIDField": [None, _ID, str(_ID)],
    "DateTimeField": [None, _AT, _AT.astimezone(HANOI)],
    "DateField": [None, _AT.date()],
    "JSONField": [None, {"a": ["ô"]}],
    "PositiveIntegerField": [None, 3],
}


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_every_column_takes_a_value_as_its_field_would_give_it(model: type[Model]) -> None:
    """Or refuses it with the field's words: plain text in a sealed column."""
    for field in model._meta.concrete_fields:
        target = field.target_field if isinstance(field, ForeignKey) else field
        set_by_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        for value in [] if set_by_itself else _VALUES.get(target.get_internal_type(), []):
            row = model(**{field.attname: value})
            ours, theirs = _given(row, field, prepared._usual(field)), _given(row, field, None)
            assert ours == theirs, field


def _given(row: Model, field: Any, usual: type | None) -> tuple[type, str]:
    try:
        value = prepared._saved(row, field, usual, connections["default"])
    except ValueError as refused:
        return ValueError, str(refused)
    return type(value), str(value)


def test_more_rows_than_a_statement_takes_are_all_there() -> None:
    many = 70_000 // len(Once._meta.concrete_fields)  # more values than either database takes at once
    insert([_once(uuid4()) for _row in range(many)])
    assert Once.objects.count() == many


def test_a_second_row_raises_or_is_left_out_when_asked() -> None:
    row = _once(uuid4())
    insert([row])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([row])
    insert([row], unless_there=True)
    assert Once.objects.count() == 1


def test_what_is_kept_is_asked_for_again_after_two_seconds_and_never_kept_inside_a_transaction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    look = kept(lambda name: asked.append(name) or len(asked))
    clock, database = [100.0], SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(keeping, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(keeping, "settings", SimpleNamespace(TEST=False))
    monkeypatch.setattr(keeping, "connection", database)
    assert (look("a"), look("a"), look("b")) == (1, 1, 2)
    clock[0] += keeping.SECONDS
    assert look("a") == 3
    database.in_atomic_block = True
    assert (look("a"), look("a")) == (4, 5)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("SELECT 1", b"SELECT 1"),
        ("a = %s AND b LIKE '50%%' OR c IN (%s, %s)", b"a = $1 AND b LIKE '50%' OR c IN ($2, $3)"),
        ("a LIKE '%%s' AND b = %s", b"a LIKE '%s' AND b = $1"),
        (", ".join(["%s"] * 12), b"$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12"),
    ],
)
def test_values_are_numbered_as_postgresql_writes_them(written: str, sent: bytes) -> None:
    assert numbered(written) == sent
