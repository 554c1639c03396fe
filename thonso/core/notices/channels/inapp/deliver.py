"""Notices inside the product: our own table, so a whole batch is delivered and marked in one transaction."""

from collections.abc import Sequence

from thonso.core.notices.models import InAppNotice, OutboxMessage


def deliver(messages: Sequence[OutboxMessage]) -> None:
    """Call inside the transaction that marks them sent.

    The notice takes the message's id, and with it the sealed context as it is.
    """
    InAppNotice.objects.bulk_create(
        [
            InAppNotice(
                id=message.id,
                commune_id=message.commune_id,
                account_id=message.account_id,
                template=message.template,
                context=message.context,
                about_kind=message.about_kind,
                about_id=message.about_id,
                created_at=message.created_at,
            )
            for message in messages
            if message.account_id
        ],
        ignore_conflicts=True,
    )
