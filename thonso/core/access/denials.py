"""Denied accesses on their way to the journal: a denial met inside a transaction must outlive its rollback."""

import logging
from contextvars import ContextVar
from uuid import UUID

from thonso.core.base.refs import Ref
from thonso.core.journal.services import record_denied

log = logging.getLogger(__name__)
_waiting: ContextVar[list[tuple[UUID, Ref, Ref, str]] | None] = ContextVar("denials", default=None)


def begin() -> None:
    """The gate, at the start of a request."""
    _waiting.set([])


def write_or_wait(commune_id: UUID, actor: Ref, obj: Ref, action: str, *, in_transaction: bool) -> None:
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((commune_id, actor, obj, action))
    elif not in_transaction:
        record_denied(commune_id, actor, obj, action)
    else:
        # Outside a request there is nobody to write it later: the caller's own job log has it.
        log.warning("access denied: %s %s %s", actor, action, obj)


def flush() -> None:
    """The gate, after the response was made and every transaction of the request has ended."""
    waiting = _waiting.get() or []
    _waiting.set(None)
    for commune_id, actor, obj, action in waiting:
        record_denied(commune_id, actor, obj, action)
