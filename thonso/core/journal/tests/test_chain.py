"""The chain finds what was changed, removed, reordered or cut off."""

import json
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.base import append_only
from thonso.core.base.errors import Stale
from thonso.core.base.refs import Ref
from thonso.core.journal import anchors, chain, events, once, services
from thonso.core.journal.models import Entry, Head, Once
from thonso.core.journal.work import body_of, transact


def run_of(count: int) -> list[SimpleNamespace]:
    rows, previous = [], chain.GENESIS
    for seq in range(1, count + 1):
        body = chain.canonical({"n": seq, "verb": "x"})
        hash_ = chain.link(previous, seq, body)
        rows.append(SimpleNamespace(seq=seq, body=body, previous=previous, hash=hash_))
        previous = hash_
    return rows


@given(st.integers(0, 30))
def test_an_untouched_run_has_no_fault(count: int) -> None:
    assert chain.faults(run_of(count)) == []


@given(st.integers(2, 20), st.data())
def test_a_changed_body_is_found_where_it_is(count: int, data: st.DataObject) -> None:
    rows = run_of(count)
    victim = data.draw(st.integers(0, count - 1))
    rows[victim].body = rows[victim].body.replace("x", "y")
    assert chain.Fault(victim + 1, "changed") in chain.faults(rows)


@given(st.integers(3, 20), st.data())
def test_a_removed_entry_leaves_a_gap(count: int, data: st.DataObject) -> None:
    rows = run_of(count)
    victim = data.draw(st.integers(0, count - 2))
    del rows[victim]
    assert any(fault.kind == "missing" for fault in chain.faults(rows))


@given(st.integers(3, 20), st.data())
def test_two_entries_that_change_places_are_found(count: int, data: st.DataObject) -> None:
    rows = run_of(count)
    a, b = sorted(data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True)))
    rows[a].body, rows[b].body = rows[b].body, rows[a].body
    assert chain.faults(rows)


ME = Ref("account", uuid4())


def act(commune_id, verb="thing.done", thing=None):
    with transact(commune_id) as work:
        work.note(verb, ME, Ref("thing", thing or uuid4()), facts={"state": "ok"})


@pytest.mark.django_db
def test_entries_follow_each_other_and_communes_do_not_mix() -> None:
    here, there = uuid4(), uuid4()
    for _ in range(3):
        act(here)
    act(there)
    assert list(Entry.objects.filter(commune_id=here).order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert [r.faults for r in services.verify_all() if r.commune_id in {here, there}] == [[], []]


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_entry() -> None:
    commune = uuid4()

    def fail() -> None:
        with transact(commune) as work:
            work.note("thing.done", ME, Ref("thing", uuid4()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Entry.objects.exists()
    assert not Head.objects.exists()


@pytest.mark.django_db
def test_a_stored_body_is_what_was_chained() -> None:
    commune = uuid4()
    act(commune)
    entry = Entry.objects.get(commune_id=commune)
    assert body_of(entry)["facts"] == {"state": "ok"}
    assert chain.canonical(json.loads(entry.body)) == entry.body


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry"])
def test_the_database_itself_refuses_to_change_the_journal(statement: str) -> None:
    act(uuid4())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_missing_trigger_is_noticed_and_put_back() -> None:
    assert append_only.missing() == []
    append_only.remove()
    assert "journal_entry_no_update" in append_only.missing()
    append_only.install()
    assert append_only.missing() == []


@pytest.mark.django_db
@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no schemas")
def test_the_triggers_of_another_schema_do_not_count() -> None:
    """As after `thonso restore --replace`, which renames the schema that was there."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER SCHEMA public RENAME TO aside_then")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute("CREATE TABLE journal_entry (LIKE aside_then.journal_entry)")
        assert "journal_entry_no_update" in append_only.missing()
        append_only.install()
        assert "journal_entry_no_update" not in append_only.missing()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE journal_entry")


@pytest.mark.django_db
def test_a_tail_cut_off_before_the_anchor_is_found_and_after_it_is_found_by_the_head(settings, tmp_path) -> None:
    settings.DATA = tmp_path
    commune = uuid4()
    for _ in range(4):
        act(commune)
    assert services.anchor_all() == 1
    assert services.anchor_all() == 0
    assert services.verify(commune).faults == []
    assert services.verify(commune).anchored_to == 4
    append_only.remove()
    last = Entry.objects.get(commune_id=commune, seq=3)
    Entry.objects.filter(commune_id=commune, seq__gt=3).delete()
    Head.objects.filter(commune_id=commune).update(seq=3, hash=last.hash)
    append_only.install()
    assert [fault.kind for fault in services.verify(commune).faults] == ["truncated"]


@pytest.mark.django_db
def test_a_forged_anchor_is_found(settings, tmp_path) -> None:
    settings.DATA = tmp_path
    commune = uuid4()
    act(commune)
    services.anchor_all()
    path = anchors.anchor_file(commune)
    row = json.loads(path.read_text())
    path.write_text(json.dumps(row | {"hash": "f" * 64}) + "\n")
    assert [fault.kind for fault in services.verify(commune).faults] == ["anchor"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "torn", [b'{"commune": "', b"\0\0\0\0", b"\xff\xfe", b"[]", b"7", b'{"seq": "1"}', b'{"commune": null, "seq": 1}']
)
def test_a_torn_line_is_a_fault_and_spoils_neither_its_neighbours_nor_the_next_anchor(settings, tmp_path, torn) -> None:
    settings.DATA = tmp_path
    commune = uuid4()
    act(commune)
    services.anchor_all()
    with anchors.anchor_file(commune).open("ab") as out:
        out.write(torn)
    act(commune)
    assert services.anchor_all() == 1
    report = services.verify(commune)
    assert report.faults == [chain.Fault(0, "anchor")]
    assert report.anchored_to == 2
    assert [row["seq"] for row in anchors.outside(commune)] == [1, 2]


@pytest.mark.django_db
def test_a_retry_gets_the_first_answer_and_another_body_is_refused() -> None:
    commune, actor, transaction_id = uuid4(), uuid4(), uuid4()
    body = {"a": 1}
    assert once.replay(commune, actor, transaction_id, "file", body) is None
    with transact(commune) as work:
        once.remember(work, actor, transaction_id, "file", body, {"code": "TS-1"})
    assert once.replay(commune, actor, transaction_id, "file", body) == {"code": "TS-1"}
    with pytest.raises(Stale):
        once.replay(commune, actor, transaction_id, "file", {"a": 2})
    assert once.replay(commune, uuid4(), transaction_id, "file", body) is None
    assert Once.objects.count() == 1


@pytest.mark.django_db
def test_a_subscriber_acts_inside_the_transaction() -> None:
    seen = []
    events.subscribe("test.happened", lambda work, **data: seen.append((work.commune_id, data)))
    commune = uuid4()
    with transact(commune) as work:
        work.publish("test.happened", what=1)
    assert seen == [(commune, {"what": 1})]
