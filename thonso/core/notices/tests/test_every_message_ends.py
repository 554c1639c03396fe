"""Whatever the gateway does, every message ends sent or visible as needing attention, and nobody gets one twice."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.servers.sms_gateway import ASKS, SENDS, SmsGateway
from thonso.core.notices import worker
from thonso.core.notices.models import DeliveryAttempt, OutboxMessage, State
from thonso.core.notices.tests.conftest import use_gateway

pytestmark = pytest.mark.django_db
ROUNDS = 45  # of two hours: more than twenty tries need


class Undo(Exception):
    pass


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sends=st.lists(st.sampled_from(SENDS), max_size=60),
    asks=st.lists(st.sampled_from(ASKS), max_size=40),
    remembers=st.booleans(),
    count=st.integers(1, 4),
)
def test_every_message_ends_sent_or_visible(sends, asks, remembers, count, clock, queued, settings):
    settings.DEMO = False
    with SmsGateway(remembers=remembers, hang_seconds=0.3) as gateway:
        use_gateway(settings, gateway, timeout=0.1)
        gateway.then(*sends)
        gateway.then_asked(*asks)
        try:
            with transaction.atomic():
                messages = [queued(key=f"k{n}") for n in range(count)]
                for _ in range(ROUNDS):
                    worker.run_once(concurrency=2)
                    if not OutboxMessage.objects.filter(state__in=[State.QUEUED, State.LEASED]).exists():
                        break
                    gateway.settle()
                    clock.forward(hours=2)
                _check(messages, gateway)
                raise Undo
        except Undo:
            pass
        assert gateway.faults == []


def _check(messages, gateway):
    for message in messages:
        message.refresh_from_db()
        got = gateway.count(message.pk)
        tried = DeliveryAttempt.objects.filter(message_id=message.pk)
        assert got <= 1
        assert message.state == State.SENT or message.needs_attention
        if message.state == State.SENT:
            assert got == 1
        if message.state == State.DEAD:
            assert got == 0
        assert 1 <= tried.count() <= 20
