"""Exactly once: a change made under a client's transaction id gives its first answer again, and refuses another body."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.errors import Stale
from thonso.core.base.prepared import Prepared, insert
from thonso.core.journal.chain import canonical
from thonso.core.journal.models import Once
from thonso.core.journal.work import Work


def digest_of(body: dict[str, Any] | bytes) -> str:
    return hashlib.sha256(body if isinstance(body, bytes) else canonical(body).encode()).hexdigest()


def replay(
    commune_id: UUID, actor_id: UUID, transaction_id: UUID, verb: str, body: dict[str, Any] | bytes
) -> dict[str, Any] | None:
    """The answer given before, or None when this is the first time. Raises Stale when the id came with another body."""
    row: Once | None = _kept.first(commune_id, actor_id, transaction_id, verb)
    if row is None:
        return None
    if row.body_digest != digest_of(body):
        raise Stale(_("This request was already used for something else. Please open the page again."))
    answer: dict[str, Any] = json.loads(row.response)
    return answer


_kept = Prepared(
    lambda commune_id, actor_id, transaction_id, verb: Once.objects.filter(
        commune_id=commune_id, actor_id=actor_id, transaction_id=transaction_id, verb=verb
    ).order_by(),
    UUID,
    UUID,
    UUID,
    str,
)


def remember(
    work: Work, actor_id: UUID, transaction_id: UUID, verb: str, body: dict[str, Any] | bytes, response: dict[str, Any]
) -> None:
    """Keep the answer in the same transaction. A racing twin breaks on the unique constraint and must call `replay`."""
    row = Once(
        commune_id=work.commune_id,
        actor_id=actor_id,
        transaction_id=transaction_id,
        verb=verb,
        body_digest=digest_of(body),
        response=json.dumps(response, ensure_ascii=False, default=str),
        at=work.at,
    )
    insert([row])
