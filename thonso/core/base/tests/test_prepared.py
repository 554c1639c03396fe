"""Queries made once give what their queryset gives, with other arguments and on a second call too; inserts likewise."""

from datetime import date
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from tests.cast import Units
from thonso.core.base import kept as keeping
from thonso.core.base.clock import now
from thonso.core.base.ids import new_id
from thonso.core.base.kept import kept
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
