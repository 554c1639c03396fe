"""Entries of their own: a record opened, an access denied, a chain that goes on from a backup."""

from uuid import UUID

from thonso.core.base.refs import Ref
from thonso.core.journal.anchors import anchor_all, anchor_heads
from thonso.core.journal.segments import start_segment
from thonso.core.journal.verifying import ChainReport, verify, verify_all
from thonso.core.journal.work import transact

__all__ = [
    "ChainReport",
    "anchor_all",
    "anchor_heads",
    "record_denied",
    "record_read",
    "start_segment",
    "verify",
    "verify_all",
]


def record_read(commune_id: UUID, actor: Ref, obj: Ref, purpose: str, *, subject: Ref | None = None) -> None:
    """One entry for one record of a person opened. `purpose` is the open task, or the words the reader gave."""
    with transact(commune_id) as work:
        work.note(f"{obj.kind}.read", actor, obj, subject=subject, purpose=purpose)


def record_denied(commune_id: UUID, actor: Ref, obj: Ref, action: str) -> None:
    """A refusal, in a transaction of its own: call it after the refused one has rolled back."""
    with transact(commune_id) as work:
        work.note("access.denied", actor, obj, facts={"action": action})
