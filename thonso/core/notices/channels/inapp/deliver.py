"""Notices inside the product: our own table, so a whole batch is delivered and marked in one transaction."""

from collections.abc import Sequence
from uuid import UUID

from thonso.core import crypto
from thonso.core.notices.labels import CONTEXT, NOTICE
from thonso.core.notices.models import InAppNotice, OutboxMessage


def resealed(messages: Sequence[OutboxMessage]) -> dict[UUID, str]:
    """The values of each message sealed for the notice it becomes; one that cannot be opened is left out.

    Done before the transaction that delivers, which then holds the lock for a shorter time.
    """
    found = {}
    for message in messages:
        try:
            found[message.pk] = crypto.seal(NOTICE, message.pk, crypto.unseal(CONTEXT, message.pk, message.context))
        except crypto.CannotOpen:
            continue
    return found


def deliver(messages: Sequence[OutboxMessage], contexts: dict[UUID, str]) -> None:
    """Call inside the transaction that marks them sent. The notice takes the message's id: it cannot come twice."""
    InAppNotice.objects.bulk_create(
        [
            InAppNotice(
                id=message.id,
                commune_id=message.commune_id,
                account_id=message.account_id,
                template=message.template,
                context=contexts[message.pk],
                about_kind=message.about_kind,
                about_id=message.about_id,
                created_at=message.created_at,
            )
            for message in messages
            if message.account_id
        ],
        ignore_conflicts=True,
    )
