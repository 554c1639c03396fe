"""A sealed column cannot be searched, cannot hold plain text, and is renewed when the key rotates."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Q

from thonso.core import crypto
from thonso.core.base.models import Row
from thonso.core.crypto import rotation
from thonso.core.crypto.fields import SealedField

LABEL = "test.paper.secret"


class Paper(Row):
    secret = SealedField(label=LABEL)
    note = SealedField(null=True)
    data_key = SealedField(blank=True, default="")

    class Meta:
        app_label = "crypto_tests"


@pytest.fixture
def table(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # Not the schema editor, which cannot work inside the test's transaction on SQLite.
    with connection.cursor() as cursor:
        uuid = Paper._meta.pk.db_type(connection)
        columns = f"id {uuid} PRIMARY KEY, secret text NOT NULL, note text, data_key text"
        cursor.execute(f"CREATE TABLE {Paper._meta.db_table} ({columns})")
    mine = [rotation.Column(Paper, "secret", LABEL, "id"), rotation.Column(Paper, "data_key", "", "id")]
    monkeypatch.setattr(rotation, "columns", lambda: mine)


def paper(text: str = "015299000001") -> Paper:
    row = uuid4()
    return Paper.objects.create(
        id=row, secret=crypto.seal(LABEL, row, text), data_key=crypto.make_data_key("test.paper.key", row)
    )


@pytest.mark.parametrize("lookup", ["exact", "iexact", "in", "contains", "startswith", "gt", "regex", "range", "len"])
def test_a_look_up_on_a_sealed_column_raises(lookup: str) -> None:
    value = ["x", "y"] if lookup in {"in", "range"} else "x"
    with pytest.raises(FieldError):
        str(Paper.objects.filter(**{f"secret__{lookup}": value}).query)
    with pytest.raises(FieldError):
        str(Paper.objects.filter(~Q(**{f"secret__{lookup}": value})).query)


def test_a_plain_comparison_raises_too() -> None:
    with pytest.raises(FieldError):
        Paper.objects.filter(secret="x")


@pytest.mark.django_db
def test_whether_there_is_a_value_may_be_asked(table: None) -> None:
    paper()
    assert Paper.objects.filter(note__isnull=True).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["015299000001", "Lý Thị Mai", "k1", "x:AAAA", " "])
def test_plain_text_is_never_stored(table: None, value: str) -> None:
    with pytest.raises(ValueError, match="seal the value first") as caught:
        Paper.objects.create(secret=value)
    assert value.strip() not in str(caught.value) or len(value) < 3


def test_a_migration_keeps_the_label() -> None:
    _name, _path, args, options = Paper._meta.get_field("secret").deconstruct()
    assert (args, options) == ([], {"label": LABEL})


@pytest.mark.django_db
def test_rotation_renews_texts_and_data_keys_and_the_old_key_can_go(table: None, own_ring: Path) -> None:
    papers = [paper(f"0152990000{n:02d}") for n in range(7)]
    sealed = {p.id: crypto.seal_with(p.data_key, "test.answers", p.id, "trả lời") for p in papers}
    call_command("keys", "rotate", "--batch", "3", "--json")
    assert rotation.left_under("k1") == {}
    call_command("keys", "retire", "k1")
    for n, row in enumerate(papers):
        row.refresh_from_db()
        assert row.secret.startswith("k2:")
        assert row.data_key.startswith("k2.key:")
        assert crypto.unseal(LABEL, row.id, row.secret) == f"0152990000{n:02d}"
        assert crypto.unseal_with(row.data_key, "test.answers", row.id, sealed[row.id]) == "trả lời"


@pytest.mark.django_db
def test_a_key_that_is_still_needed_is_not_retired(table: None, own_ring: Path) -> None:
    paper()
    crypto.ring.rotate()
    with pytest.raises(CommandError, match="still needed"):
        call_command("keys", "retire", "k1")


@pytest.mark.django_db
def test_a_value_that_cannot_be_opened_is_counted_and_kept(table: None, own_ring: Path) -> None:
    broken = paper()
    Paper.objects.filter(pk=broken.pk).update(secret=crypto.seal(LABEL, uuid4(), "x"))
    paper()
    with pytest.raises(CommandError, match="1 values") as caught:
        call_command("keys", "rotate")
    assert caught.value.returncode == 3
    assert rotation.left_under("k1") == {"crypto_tests.paper.secret": 1}


@pytest.mark.django_db
def test_a_table_that_may_not_be_changed_is_counted_and_the_rest_goes_on(table: None, own_ring: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {Paper._meta.db_table}")
        uuid = Paper._meta.pk.db_type(connection)
        columns = f"id {uuid} PRIMARY KEY, secret text CHECK (secret LIKE 'k1:%'), note text, data_key text"
        cursor.execute(f"CREATE TABLE {Paper._meta.db_table} ({columns})")
    row = paper()
    crypto.ring.rotate()
    results = {result.column: result for result in rotation.reencrypt()}
    assert (results["crypto_tests.paper.secret"].failed, results["crypto_tests.paper.data_key"].renewed) == (1, 1)
    row.refresh_from_db()
    assert crypto.unseal(LABEL, row.id, row.secret) == "015299000001"


@pytest.mark.django_db
def test_a_row_changed_meanwhile_is_not_overwritten(
    table: None, own_ring: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = paper("before")
    crypto.ring.rotate()
    reseal = rotation._resealed

    def somebody_else_first(column: rotation.Column, row_id: object, token: str) -> str:
        Paper.objects.filter(pk=row.pk).update(secret=crypto.seal(LABEL, row.id, "after"))
        return reseal(column, row_id, token)

    monkeypatch.setattr(rotation, "_resealed", somebody_else_first)
    results = {result.column: result for result in rotation.reencrypt()}
    assert results["crypto_tests.paper.secret"].left == 1
    row.refresh_from_db()
    assert crypto.unseal(LABEL, row.id, row.secret) == "after"
