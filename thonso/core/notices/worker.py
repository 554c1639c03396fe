"""The background worker: sends what is queued, runs jobs, turns the schedules. `thonso worker`, or a thread of `serve`.

Only this thread writes to the database for messages; the pool's threads talk to the outside and nothing else, so a slow
gateway never holds a lock. Jobs have threads of their own.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from django.db import close_old_connections, connection

from thonso.core import crypto
from thonso.core.access.models import Account
from thonso.core.base.clock import now
from thonso.core.base.errors import DomainError
from thonso.core.notices import jobs, jobs_run, messages, nudge, outbox, rules
from thonso.core.notices.channels import Channel, Outgoing, Result, channel_for
from thonso.core.notices.conf import LEASE_SECONDS, POLL_SECONDS
from thonso.core.notices.labels import CONTEXT, TO
from thonso.core.notices.models import OutboxMessage, Outcome
from thonso.core.notices.outbox import Tried
from thonso.core.notices.reasons import coded
from thonso.core.notices.rules import Ending, Next

logger = logging.getLogger(__name__)

# Asking and sending take at most about twelve seconds; with less of the lease left a message is given back untried.
_ENOUGH = 13.0
_BATCH = 200


@dataclass(slots=True)
class Tally:
    """What one round did."""

    messages: int = 0
    jobs: int = 0

    @property
    def idle(self) -> bool:
        return not (self.messages or self.jobs)


@dataclass(frozen=True, slots=True)
class Hand:
    """What a sender must respect: the end of the lease, and being told to stop."""

    until: float
    stop: threading.Event

    def may_begin(self) -> bool:
        return not self.stop.is_set() and self.until - time.monotonic() >= _ENOUGH


def run(stop: threading.Event, *, concurrency: int = 4) -> None:
    """Work until `stop` is set; what was begun is brought to its end first (a few seconds), the rest is given back."""
    logger.info("worker started, concurrency %d", concurrency)
    threads = [
        threading.Thread(target=_loop, args=(stop, lambda: jobs_run.work_off(stop)), name=f"jobs {n}", daemon=True)
        for n in range(concurrency)
    ]
    threads.append(threading.Thread(target=_loop, args=(stop, jobs.turn_schedules), name="schedules", daemon=True))
    for thread in threads:
        thread.start()
    with ThreadPoolExecutor(concurrency, thread_name_prefix="send") as pool:
        _loop(stop, lambda: send_round(pool, stop))
    # A job that goes on longer is left: its lease ends, and another worker does it again.
    patience = time.monotonic() + 5
    for thread in threads:
        thread.join(timeout=max(0.0, patience - time.monotonic()))
    logger.info("worker stopped")


def run_once(*, concurrency: int = 1, with_schedules: bool = False) -> Tally:
    """Everything that is due now, until nothing is; for `--once` and for tests."""
    tally, never = Tally(), threading.Event()
    if with_schedules:
        jobs.turn_schedules()
    with ThreadPoolExecutor(concurrency, thread_name_prefix="send") as pool:
        while True:
            sent, done = send_round(pool, never), jobs_run.work_off(never)
            tally.messages += sent
            tally.jobs += done
            if not sent and not done:
                return tally


def _loop(stop: threading.Event, work: Callable[[], int]) -> None:
    try:
        while not stop.is_set():
            try:
                did = work()
            except Exception:
                # A database that is locked, full or restarting: what was claimed comes back when its lease ends.
                logger.exception("the worker could not go on; trying again")
                connection.close()
                stop.wait(POLL_SECONDS)
                continue
            if not did:
                if connection.vendor != "sqlite":
                    close_old_connections()
                nudge.wait(POLL_SECONDS)
    finally:
        connection.close()


def send_round(pool: ThreadPoolExecutor, stop: threading.Event) -> int:
    """Claim a batch and bring each message as far as it goes; gives how many were claimed."""
    hand = Hand(time.monotonic() + LEASE_SECONDS, stop)
    claimed = outbox.claim(_BATCH)
    if not claimed:
        return 0
    inapp = [message for message in claimed if message.channel == "inapp"]
    if inapp:
        outbox.deliver_inapp(inapp)
    rest = [message for message in claimed if message.channel != "inapp"]
    refused = outbox.without_consent(rest)
    outbox.settle([_no_consent(message) for message in rest if message in refused])
    _send_all(pool, [message for message in rest if message not in refused], hand)
    return len(claimed)


def _send_all(pool: ThreadPoolExecutor, claimed: Sequence[OutboxMessage], hand: Hand) -> None:
    accounts = {message.account_id for message in claimed if message.account_id}
    addresses = dict(Account.objects.filter(pk__in=accounts).values_list("pk", "email")) if accounts else {}
    open_channels: dict[str, Channel | None] = {}
    here: list[Tried] = []
    pending: set[Future[Tried]] = set()
    for message in claimed:
        if message.channel not in open_channels:
            open_channels[message.channel] = channel_for(message.channel)
        channel = open_channels[message.channel]
        ready = _prepare(message, channel, addresses.get(message.account_id, "") if message.account_id else "")
        if isinstance(ready, Tried):
            here.append(ready)
        elif channel is not None and channel.local:
            here.append(_try(message, ready, channel, hand))
        elif channel is not None:
            pending.add(pool.submit(_try, message, ready, channel, hand))
    outbox.settle(here)
    while pending:
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        outbox.settle([future.result() for future in done])


def _no_consent(message: OutboxMessage) -> Tried:
    return Tried(message, Outcome.REJECTED, Next("cancelled"), coded("no_consent"))


def _prepare(message: OutboxMessage, channel: Channel | None, account_email: str) -> Outgoing | Tried:
    """Open and fill in the message, or say why that cannot be."""
    if message.expires_at and message.expires_at <= now():
        return outbox.hopeless(message, Outcome.EXPIRED, coded("too_late"))
    if message.attempts > rules.MAX_ATTEMPTS:
        return outbox.hopeless(message, Outcome.REJECTED, coded("worker_gone"))
    if channel is None:
        return outbox.hopeless(message, Outcome.REJECTED, coded("channel_off", message.channel))
    try:
        to = crypto.unseal(TO, message.pk, message.to) if message.to else rules.email(account_email)
        context = json.loads(crypto.unseal(CONTEXT, message.pk, message.context))
        content = messages.render(message.template, message.channel, message.commune_id, context)
    except DomainError:
        return outbox.hopeless(message, Outcome.REJECTED, coded("no_address"))
    except Exception as error:
        # A key that is gone, a template that is broken: never again by itself, and never the worker's end.
        logger.exception("message %s cannot be composed", message.pk)
        return outbox.hopeless(message, Outcome.REJECTED, coded("not_composed", type(error).__name__))
    return Outgoing(message.pk, message.channel, to, content, message.created_at)


def _try(message: OutboxMessage, outgoing: Outgoing, channel: Channel, hand: Hand) -> Tried:
    if not hand.may_begin():
        return outbox.give_back(message)
    try:
        if message.doubtful:
            earlier = channel.find_out(outgoing)
            if earlier.ending is Ending.SENT:
                return Tried(message, Outcome.FOUND_SENT, Next("sent"))
            if earlier.ending is not Ending.NOT_SENT:
                return _ended(message, earlier, channel)
            # The other side says that nothing arrived: what happens now is all that counts.
            message.doubtful = False
        return _ended(message, channel.send(outgoing), channel)
    except Exception as error:
        logger.exception("channel %s", message.channel)
        return _ended(message, Result(Ending.UNSURE, coded("fault", type(error).__name__)), channel)


def _ended(message: OutboxMessage, result: Result, channel: Channel) -> Tried:
    return outbox.tried(message, result.ending, result.detail, may_repeat=channel.may_repeat, asked=result.wait)
