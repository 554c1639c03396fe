"""One transaction for one act: state, journal entries and outbox rows commit together or not at all.

    with transact(commune_id) as work:
        ...change rows...
        work.note("dossier.received", actor.ref, Ref("dossier", dossier.id))

Entries are queued and chained last, because the chain head is the one row that every act of a commune must take in turn.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from thonso.core.base.clock import now
from thonso.core.base.ids import new_id
from thonso.core.base.prepared import insert, planned_cursor, sent_together, write
from thonso.core.base.refs import Ref
from thonso.core.journal import chain, events
from thonso.core.journal.models import Entry, Head


@dataclass(slots=True)
class Work:
    """What is being done now. Pass it to every service that writes as a part of the same act."""

    commune_id: UUID
    at: datetime
    _notes: list[dict[str, Any]] = field(default_factory=list)

    def note(
        self,
        verb: str,
        actor: Ref,
        obj: Ref,
        *,
        subject: Ref | None = None,
        acting_for: Ref | None = None,
        purpose: str = "",
        facts: dict[str, Any] | None = None,
    ) -> None:
        """Queue a journal entry. `facts` may hold codes, states and digests; never a name, a number or an answer."""
        self._notes.append(
            {
                "verb": verb,
                "actor": [actor.kind, str(actor.id)],
                "object": [obj.kind, str(obj.id)],
                "subject": str(subject.id) if subject else None,
                "acting_for": [acting_for.kind, str(acting_for.id)] if acting_for else None,
                "purpose": purpose,
                "facts": facts or {},
            }
        )

    def publish(self, event: str, /, **data: Any) -> None:
        """Tell subscribers, inside this transaction."""
        events.publish(event, work=self, **data)


@contextmanager
def transact(commune_id: UUID) -> Iterator[Work]:
    """Open the transaction of one act in one commune; on an exception nothing of it remains."""
    with transaction.atomic(durable=False):
        work = Work(commune_id, now())
        yield work
        if work._notes:
            _append(work)


def _append(work: Work) -> None:
    count = len(work._notes)
    seq, previous = _take_head(work.commune_id, count)
    rows = []
    for note in work._notes:
        seq += 1
        body = chain.canonical({"at": work.at.isoformat(), **note})
        hash_ = chain.link(previous, seq, body)
        rows.append(
            Entry(
                id=new_id(),
                commune_id=work.commune_id,
                seq=seq,
                at=work.at,
                verb=note["verb"],
                actor_kind=note["actor"][0],
                actor_id=note["actor"][1],
                object_kind=note["object"][0],
                object_id=note["object"][1],
                subject_id=note["subject"],
                body=body,
                previous=previous,
                hash=hash_,
            )
        )
        previous = hash_
    with sent_together():
        insert(rows)
        _keep_head(work.commune_id, previous)
    work._notes.clear()


def _take_head(commune_id: UUID, count: int) -> tuple[int, str]:
    """Lock the head by moving it on; gives the seq before and the hash of the last entry."""
    table = Head._meta.db_table
    key = str(commune_id) if connection.vendor == "postgresql" else commune_id.hex
    with planned_cursor() as cursor:
        # The table name is our own constant; the values are parameters.
        cursor.execute(
            f"INSERT INTO {table} (commune_id, seq, hash) VALUES (%s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (commune_id) DO UPDATE SET seq = {table}.seq + %s RETURNING seq, hash",
            [key, count, chain.GENESIS, count],
        )
        seq, previous = cursor.fetchone()
    return seq - count, previous


def _keep_head(commune_id: UUID, hash_: str) -> None:
    key = str(commune_id) if connection.vendor == "postgresql" else commune_id.hex
    # As above: our own table's name.
    write(f"UPDATE {Head._meta.db_table} SET hash = %s WHERE commune_id = %s", [hash_, key])  # noqa: S608


def body_of(entry: Entry) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(entry.body)
    return parsed
