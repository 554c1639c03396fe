"""The worker's side of the outbox: what is due is claimed, and how a try ended is written, if the lease still holds."""

import logging
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from thonso.core.base.clock import now
from thonso.core.notices import leases
from thonso.core.notices.channels.inapp.deliver import deliver, resealed
from thonso.core.notices.conf import LEASE_SECONDS
from thonso.core.notices.messages import DOSSIER_STATUS
from thonso.core.notices.models import Consent, DeliveryAttempt, OutboxMessage, Outcome, State
from thonso.core.notices.reasons import coded
from thonso.core.notices.rules import Ending, Next, after

logger = logging.getLogger(__name__)
_roll = random.SystemRandom().random


@dataclass(frozen=True, slots=True)
class Tried:
    """What one try of a message came to; `outcome` None gives the message back untried."""

    message: OutboxMessage
    outcome: Outcome | None
    next: Next
    detail: str = ""


def claim(limit: int) -> list[OutboxMessage]:
    """Take up to `limit` messages for one lease. One that was being tried when its worker vanished becomes doubtful."""
    also = "doubtful = (doubtful OR state = 'leased')"
    return leases.claim(OutboxMessage, "next_at", at=now(), seconds=LEASE_SECONDS, limit=limit, also=also)


def tried(message: OutboxMessage, ending: Ending, detail: str = "", *, may_repeat: bool, asked: float = 0.0) -> Tried:
    step = after(
        ending,
        attempt=message.attempts,
        doubtful=message.doubtful,
        may_repeat=may_repeat,
        roll=_roll,
        asked=asked,
    )
    return Tried(message, Outcome(ending.value), step, detail)


def hopeless(message: OutboxMessage, outcome: Outcome, detail: str) -> Tried:
    """It will not be tried again by itself. A try that may have arrived earlier keeps it among the unknown."""
    return Tried(message, outcome, Next("failed" if message.doubtful else "dead", doubtful=message.doubtful), detail)


def give_back(message: OutboxMessage) -> Tried:
    return Tried(message, None, Next("queued", doubtful=message.doubtful))


def without_consent(messages: Iterable[OutboxMessage]) -> set[OutboxMessage]:
    """Those whose contact has not agreed, or has agreed no longer, to be written to on that channel."""
    asking = [m for m in messages if m.contact_id]
    if not asking:
        return set()
    agreed = set(
        Consent.objects.filter(
            commune_id__in={m.commune_id for m in asking},
            contact_id__in={m.contact_id for m in asking},
            purpose=DOSSIER_STATUS,
            withdrawn_at__isnull=True,
        ).values_list("commune_id", "contact_id", "channel")
    )
    return {m for m in asking if (m.commune_id, m.contact_id, m.channel) not in agreed}


def settle(results: Sequence[Tried]) -> int:
    """Write how tries ended, in one transaction; gives how many still held their lease.

    A worker that was slower than its lease finds another token and changes nothing but the list of attempts.
    """
    if not results:
        return 0
    with transaction.atomic():
        held = _mark(results)
        DeliveryAttempt.objects.bulk_create(
            _attempt(result, result.message.pk in held) for result in results if result.outcome
        )
    for result in results:
        if result.next.state in {"failed", "dead"} and result.message.pk in held:
            logger.warning("message %s needs attention: %s", result.message.pk, result.detail)
    return len(held)


def deliver_inapp(messages: Sequence[OutboxMessage]) -> int:
    """Notices in the product: delivered and marked in one transaction, so exactly once whatever happens."""
    contexts = resealed(messages)
    lost = [message for message in messages if message.pk not in contexts]
    settle([hopeless(message, Outcome.REJECTED, coded("not_composed")) for message in lost])
    results = [Tried(message, Outcome.SENT, Next("sent")) for message in messages if message.pk in contexts]
    with transaction.atomic():
        held = _mark(results)
        deliver([result.message for result in results if result.message.pk in held], contexts)
        DeliveryAttempt.objects.bulk_create(_attempt(result, True) for result in results if result.message.pk in held)
    return len(held)


def _mark(results: Sequence[Tried]) -> set[object]:
    at = now()
    held: set[object] = set()
    # Most of a batch was sent at the first try: one UPDATE a token for those, one a row for the rest.
    sent: dict[int, list[OutboxMessage]] = defaultdict(list)
    for result in results:
        if result.next.state == "sent":
            sent[result.message.token].append(result.message)
        elif _mark_one(result):
            held.add(result.message.pk)
    for token, messages in sent.items():
        ids = [message.pk for message in messages]
        mine = OutboxMessage.objects.filter(pk__in=ids, token=token)
        count = mine.filter(state=State.LEASED).update(
            state=State.SENT, sent_at=at, next_at=at, doubtful=False, last_error=""
        )
        held.update(ids if count == len(ids) else mine.filter(state=State.SENT).values_list("pk", flat=True))
    return held


def _mark_one(result: Tried) -> int:
    message, step = result.message, result.next
    values = {
        "state": step.state,
        "next_at": now() + timedelta(seconds=step.wait),
        "doubtful": step.doubtful,
        "last_error": result.detail[:300],
    }
    if result.outcome is None:
        # Not tried: the claim does not count as an attempt, and what was said before still stands.
        values = {**values, "attempts": max(message.attempts - 1, 0), "last_error": message.last_error}
    return OutboxMessage.objects.filter(pk=message.pk, token=message.token, state=State.LEASED).update(**values)


def _attempt(result: Tried, held: bool) -> DeliveryAttempt:
    said = result.outcome or Outcome.NOT_SENT
    outcome, detail = (said, result.detail) if held else (Outcome.LOST_LEASE, f"{said}: {result.detail}")
    return DeliveryAttempt(
        commune_id=result.message.commune_id,
        message_id=result.message.pk,
        at=now(),
        token=result.message.token,
        outcome=outcome,
        detail=detail[:300],
    )
