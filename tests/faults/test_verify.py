"""`thonso verify` finds what somebody with rights on the database changed, took away or left undone; `seed` is the same twice."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from thonso.core.base import append_only
from thonso.core.base.clock import now
from thonso.core.base.ids import new_id
from thonso.core.journal.models import Entry
from thonso.core.notices.models import Channel, OutboxMessage, State
from thonso.dossiers.models import Dossier, Event

DOSSIERS = 400


@pytest.fixture(scope="module")
def _seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        seed("--dossiers", str(DOSSIERS), "--seed", "3")
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def seeded(_seeded: None, db: None) -> None:
    """A commune with synthetic dossiers; what a test does to it is rolled back."""


def seed(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("seed", *arguments, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def verify() -> tuple[bool, str]:
    """Whether all is well, and every fault in one text."""
    out = StringIO()
    try:
        call_command("verify", "--all", "--json", stdout=out)
        code = 0
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    found = json.loads(out.getvalue())
    assert found["ok"] == (code == 0)
    return found["ok"], " | ".join(words for part in found["parts"] for words in part["faults"])


def warnings() -> str:
    out = StringIO()
    call_command("verify", "--json", stdout=out)
    return " | ".join(words for part in json.loads(out.getvalue())["parts"] for words in part["warnings"])


def without_triggers() -> None:
    append_only.remove()


def put_triggers_back() -> None:
    append_only.install()


def test_synthetic_volume_holds_together(seeded: None) -> None:
    assert Dossier.objects.count() == DOSSIERS
    open_share = Dossier.objects.exclude(holder_role="").count() / DOSSIERS
    assert 0.01 < open_share < 0.2
    assert verify() == (True, "")


def test_the_same_seed_adds_nothing_and_another_adds_others(seeded: None) -> None:
    assert seed("--dossiers", str(DOSSIERS), "--seed", "3")["dossiers"] == 0
    assert seed("--dossiers", "50", "--seed", "4")["dossiers"] == 50
    assert Dossier.objects.count() == DOSSIERS + 50
    assert verify() == (True, "")


def test_documents_are_not_there_yet(seeded: None) -> None:
    with pytest.raises(CommandError) as refused:
        seed("--documents", "1")
    assert refused.value.returncode == 2


def test_a_changed_journal_entry_is_found(seeded: None) -> None:
    without_triggers()
    entry = Entry.objects.order_by("seq").first()
    assert entry is not None
    Entry.objects.filter(pk=entry.pk).update(body=entry.body.replace("system", "nobody"))
    put_triggers_back()
    ok, faults = verify()
    assert not ok
    assert f"entry {entry.seq}: changed" in faults


def test_entries_cut_off_at_the_end_are_found(seeded: None) -> None:
    without_triggers()
    Entry.objects.order_by("-seq").first().delete()  # type: ignore[union-attr]
    put_triggers_back()
    assert "truncated" in verify()[1]


def test_a_missing_trigger_is_found(seeded: None) -> None:
    without_triggers()
    assert "missing: journal_entry_no_update" in verify()[1]
    put_triggers_back()


def test_a_state_that_no_event_set_is_found(seeded: None) -> None:
    dossier = Dossier.objects.filter(state="handed_over").first()
    assert dossier is not None
    Dossier.objects.filter(pk=dossier.pk).update(state="withdrawn")
    assert f"{dossier.code}: state is 'withdrawn', its events say 'handed_over'" in verify()[1]


def test_a_missing_event_is_found(seeded: None) -> None:
    event = Event.objects.filter(kind="receive").first()
    assert event is not None
    without_triggers()
    Event.objects.filter(pk=event.pk).delete()
    put_triggers_back()
    assert "an event is missing" in verify()[1]


def test_an_open_dossier_in_no_queue_is_found(seeded: None) -> None:
    dossier = Dossier.objects.exclude(holder_role="").first()
    assert dossier is not None
    Dossier.objects.filter(pk=dossier.pk).update(holder_role="")
    assert f"{dossier.code} is {dossier.state} and stands in no queue" in verify()[1]


def test_a_dossier_that_is_gone_leaves_a_gap_in_the_codes(seeded: None) -> None:
    dossier = Dossier.objects.order_by("code").first()
    assert dossier is not None
    without_triggers()
    Event.objects.filter(dossier=dossier).delete()
    dossier.parties.all().delete()
    dossier.delete()
    put_triggers_back()
    assert "codes given" in verify()[1]


def message(**values: Any) -> OutboxMessage:
    at = now() - timedelta(days=1)
    return OutboxMessage.objects.create(
        commune_id=Dossier.objects.values_list("commune_id", flat=True)[0], key=str(new_id()), account_id=new_id(),
        channel=Channel.INAPP, template="dossier_filed", about_kind="dossier", about_id=new_id(), next_at=at,
        created_at=at, **values,
    )  # fmt: skip


def test_a_message_that_counts_as_delivered_and_is_not_is_found(seeded: None) -> None:
    message(state=State.SENT, sent_at=now())
    assert "counts as delivered" in verify()[1]


def test_messages_that_nobody_takes_or_that_need_a_person_are_named(seeded: None) -> None:
    message(state=State.QUEUED)
    message(state=State.DEAD)
    assert verify()[0]
    said = warnings()
    assert "1 messages have waited" in said
    assert "1 messages need a person's decision" in said


def test_verify_changes_nothing(seeded: None) -> None:
    with connection.execute_wrapper(_only_reads):
        assert verify()[0]


def _only_reads(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert sql.lstrip().upper().startswith(("SELECT", "DECLARE", "FETCH", "CLOSE", "SAVEPOINT", "RELEASE")), sql
    return execute(sql, params, many, context)
