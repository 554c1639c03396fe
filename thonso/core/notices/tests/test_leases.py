"""Leases: what a vanished worker held is taken again, and a worker that comes back late changes nothing."""

from uuid import UUID

import pytest

from thonso.core.base.ids import new_id
from thonso.core.notices import outbox, rules, worker
from thonso.core.notices.conf import LEASE_SECONDS, POLL_SECONDS
from thonso.core.notices.models import DeliveryAttempt, InAppNotice, OutboxMessage, State
from thonso.core.notices.rules import Ending

pytestmark = pytest.mark.django_db


def test_a_lease_and_a_poll_together_end_within_thirty_seconds():
    assert LEASE_SECONDS + 2 * POLL_SECONDS < 30


def test_a_claimed_message_is_nobody_elses_until_its_lease_ends(queued, clock):
    message = queued()
    first = outbox.claim(10)
    assert [m.pk for m in first] == [message.pk]
    assert outbox.claim(10) == []
    clock.forward(seconds=LEASE_SECONDS - 2)
    assert outbox.claim(10) == []
    clock.forward(seconds=3)
    again = outbox.claim(10)
    assert [m.pk for m in again] == [message.pk]
    assert again[0].token == first[0].token + 1
    assert (first[0].doubtful, again[0].doubtful) == (False, True)


def test_a_worker_that_comes_back_late_changes_nothing(queued, clock):
    queued()
    slow = outbox.claim(1)[0]
    clock.forward(seconds=LEASE_SECONDS + 1)
    quick = outbox.claim(1)[0]
    assert outbox.settle([outbox.tried(slow, Ending.REJECTED, "too late", may_repeat=False)]) == 0
    assert outbox.settle([outbox.tried(slow, Ending.SENT, may_repeat=False)]) == 0
    assert OutboxMessage.objects.get().state == State.LEASED
    assert outbox.settle([outbox.tried(quick, Ending.SENT, may_repeat=False)]) == 1
    assert OutboxMessage.objects.get().state == State.SENT
    assert outbox.settle([outbox.tried(slow, Ending.REJECTED, "again", may_repeat=False)]) == 0
    assert OutboxMessage.objects.get().state == State.SENT
    assert sorted(DeliveryAttempt.objects.values_list("outcome", flat=True)) == ["lost_lease"] * 3 + ["sent"]


def test_in_a_batch_only_those_whose_lease_was_lost_are_left_alone(queued, clock):
    for n in range(6):
        queued(key=f"k{n}")
    slow = outbox.claim(6)
    clock.forward(seconds=LEASE_SECONDS + 1)
    taken = outbox.claim(2)
    assert outbox.settle([outbox.tried(m, Ending.SENT, may_repeat=False) for m in slow]) == 4
    still = set(OutboxMessage.objects.filter(state=State.LEASED).values_list("pk", flat=True))
    assert still == {m.pk for m in taken}


def test_a_worker_killed_in_the_middle_of_sending_leaves_a_question_not_a_double(gateway, queued, clock):
    from thonso.core.notices.channels import Outgoing, channel_for
    from thonso.core.notices.messages import Rendered

    gateway.remembers = False
    message = queued()
    claimed = outbox.claim(1)[0]
    # It reached the gateway, and then the worker was gone: nothing was written.
    channel_for("sms").send(Outgoing(claimed.pk, "sms", "84912345678", Rendered("Da tiep nhan"), claimed.created_at))
    clock.forward(seconds=LEASE_SECONDS + 1)
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.SENT
    assert gateway.count(message.pk) == 1


def test_a_message_that_kills_its_worker_every_time_is_dead_in_the_end(gateway, queued, clock):
    message = queued()
    for _ in range(rules.MAX_ATTEMPTS):
        assert len(outbox.claim(1)) == 1
        clock.forward(seconds=LEASE_SECONDS + 1)
    worker.run_once()
    message.refresh_from_db()
    # It may have arrived in one of those tries: unknown, not unsent.
    assert message.state == State.FAILED
    assert gateway.delivered == []


def test_giving_back_does_not_count_as_a_try(queued):
    message = queued()
    claimed = outbox.claim(1)
    assert outbox.settle([outbox.give_back(m) for m in claimed]) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.doubtful) == (State.QUEUED, 0, False)
    assert not DeliveryAttempt.objects.exists()


def test_a_notice_in_the_product_is_delivered_once_however_often_it_is_claimed(queued, clock):
    account = new_id()
    message = queued("inapp", account)
    slow = outbox.claim(1)
    clock.forward(seconds=LEASE_SECONDS + 1)
    assert outbox.deliver_inapp(outbox.claim(1)) == 1
    assert outbox.deliver_inapp(slow) == 0
    notice = InAppNotice.objects.get()
    assert (notice.pk, notice.account_id) == (message.pk, account)


def test_a_message_that_cannot_be_opened_does_not_stop_the_others(gateway, queued):
    from thonso.core import crypto

    bad, good = queued(key="a"), queued(key="b")
    OutboxMessage.objects.filter(pk=bad.pk).update(context=crypto.seal("notices.context", new_id(), "{}"))
    worker.run_once()
    states = dict(OutboxMessage.objects.values_list("pk", "state"))
    assert states == {bad.pk: State.DEAD, good.pk: State.SENT}


def test_a_notice_that_cannot_be_opened_does_not_stop_the_others_either(queued):
    from thonso.core import crypto

    bad, good = queued("inapp", new_id(), key="a"), queued("inapp", new_id(), key="b")
    OutboxMessage.objects.filter(pk=bad.pk).update(context=crypto.seal("notices.context", new_id(), "{}"))
    worker.run_once()
    assert dict(OutboxMessage.objects.values_list("pk", "state")) == {bad.pk: State.DEAD, good.pk: State.SENT}
    assert InAppNotice.objects.get().pk == good.pk


def test_a_code_that_comes_too_late_is_not_sent(gateway, queued, clock):
    message = queued(template="phone_code", context={"code": "482913"}, key="code:1")
    clock.forward(minutes=11)
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.DEAD
    assert gateway.delivered == []


def test_ids_come_back_as_they_are_stored(queued):
    message = queued()
    claimed = outbox.claim(1)[0]
    assert isinstance(claimed.pk, UUID)
    assert claimed.created_at == message.created_at
