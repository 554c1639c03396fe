"""Several writings in one statement on PostgreSQL: all or nothing, and nothing sent when the block fails."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from thonso.core.access.models import RateWindow
from thonso.core.base.prepared import insert, sent_together, write

pytestmark = pytest.mark.django_db
TABLE = RateWindow._meta.db_table


def window(key: str, count: int = 1) -> RateWindow:
    return RateWindow(key=key, started=1, expires=2, count=count)


def keys() -> set[str]:
    return set(RateWindow.objects.values_list("key", flat=True))


def send(*names: str, fails: bool = False) -> None:
    with sent_together():
        for name in names:
            insert([window(name)])
        assert not fails or 1 / 0


def test_three_writings_are_one_statement_where_there_is_somebody_to_wait_for() -> None:
    insert([window("there")])
    with CaptureQueriesContext(connection) as asked, sent_together():
        insert([window("a")])
        insert([window("b"), window("c")])
        write(f"UPDATE {TABLE} SET count = %s WHERE key = %s", [7, "there"])
    assert len(asked.captured_queries) == (1 if connection.vendor == "postgresql" else 3)
    assert keys() == {"there", "a", "b", "c"}
    assert RateWindow.objects.get(key="there").count == 7


def test_one_refused_row_leaves_none_of_them() -> None:
    insert([window("there")])
    with pytest.raises(IntegrityError), transaction.atomic():
        send("a", "there")
    assert keys() == {"there"}


def test_what_is_there_already_may_be_left_out() -> None:
    insert([window("there")])
    with sent_together():
        insert([window("there", 9)], unless_there=True)
        insert([window("a")])
    assert keys() == {"there", "a"}
    assert RateWindow.objects.get(key="there").count == 1


def test_a_block_that_fails_sends_nothing_more() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send("a", fails=True)
    insert([window("b")])
    assert keys() == {"b"}


def test_a_block_in_a_block_belongs_to_the_outer_one() -> None:
    with CaptureQueriesContext(connection) as asked, sent_together():
        insert([window("a")])
        with sent_together():
            insert([window("b")])
    assert len(asked.captured_queries) == (1 if connection.vendor == "postgresql" else 2)
    assert keys() == {"a", "b"}
