"""SMS against a real gateway that answers, lies, breaks off and falls silent; nobody ever gets a message twice."""

import pytest

from thonso.core.notices import worker
from thonso.core.notices.models import DeliveryAttempt, OutboxMessage, State
from thonso.core.notices.tests.conftest import use_gateway

pytestmark = pytest.mark.django_db


def outcomes(message):
    return list(DeliveryAttempt.objects.filter(message_id=message.pk).order_by("pk").values_list("outcome", flat=True))


@pytest.fixture
def impatient(gateway, settings):
    """The first answer is not waited for long; `patient` waits again, so that a busy machine is no fault."""
    use_gateway(settings, gateway, timeout=0.3)
    gateway.hang_seconds = 1
    return gateway


@pytest.fixture
def patient(settings):
    def when_settled(gateway):
        gateway.settle()
        use_gateway(settings, gateway)

    return when_settled


def test_a_message_reaches_the_gateway_once_without_diacritics(gateway, queued):
    message = queued()
    assert worker.run_once().messages == 1
    assert worker.run_once().messages == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert gateway.count(message.pk) == 1
    assert gateway.delivered[0]["to"] == "84912345678"
    assert "Da tiep nhan ho so TS-7K2M-9QPD. Hen tra ket qua: 05/12/2026." in gateway.delivered[0]["text"]
    assert gateway.delivered[0]["segments"] == 1
    assert outcomes(message) == ["sent"]


def test_with_diacritics_when_the_commune_pays_for_it(gateway, queued, settings):
    settings.SMS_DIACRITICS = True
    queued()
    worker.run_once()
    assert "Đã tiếp nhận hồ sơ" in gateway.delivered[0]["text"]
    assert gateway.delivered[0]["encoding"] == "ucs2"


@pytest.mark.parametrize("broken", ["ok_then_drop", "ok_then_hang", "ok_then_500", "ok_then_garbage"])
@pytest.mark.parametrize("remembers", [True, False])
def test_taken_over_but_not_told_is_found_out_and_not_sent_again(impatient, patient, queued, clock, broken, remembers):
    impatient.remembers = remembers
    impatient.then(broken)
    message = queued()
    worker.run_once()
    message.refresh_from_db()
    assert (message.state, message.doubtful) == (State.QUEUED, True)
    patient(impatient)
    clock.forward(minutes=2)
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.SENT
    assert impatient.count(message.pk) == 1
    assert impatient.tries[str(message.pk)] == 1
    assert outcomes(message) == ["unsure", "found_sent"]


@pytest.mark.parametrize("broken", ["drop", "hang", "broken", "proxy_page", "redirect"])
def test_lost_on_the_way_is_found_out_and_then_sent(impatient, patient, queued, clock, broken):
    impatient.then(broken)
    message = queued()
    worker.run_once()
    patient(impatient)
    clock.forward(minutes=2)
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.SENT
    assert impatient.count(message.pk) == 1
    assert outcomes(message) == ["unsure", "sent"]


@pytest.mark.parametrize("busy", ["busy", "slow_down", "forbidden"])
def test_surely_not_taken_is_tried_again_without_asking(gateway, queued, clock, busy):
    gateway.then(busy)
    message = queued()
    worker.run_once()
    assert worker.run_once().messages == 0
    clock.forward(minutes=2)
    worker.run_once()
    assert gateway.count(message.pk) == 1
    assert gateway.asked == []
    assert outcomes(message) == ["not_sent", "sent"]


def test_a_refused_number_is_dead_at_once_and_visible(gateway, queued):
    gateway.then("bad_number")
    message = queued()
    worker.run_once()
    message.refresh_from_db()
    assert (message.state, message.needs_attention) == (State.DEAD, True)
    assert "422 bad_number" in message.last_error
    assert "912345678" not in message.last_error


def test_when_the_gateway_cannot_say_either_a_person_is_asked(impatient, queued, clock):
    impatient.then("ok_then_500")
    impatient.then_asked(*["broken", "proxy_404"] * 10)
    message = queued()
    for _ in range(12):
        worker.run_once()
        impatient.settle()
        clock.forward(hours=2)
    message.refresh_from_db()
    assert (message.state, message.doubtful) == (State.FAILED, True)
    assert impatient.tries[str(message.pk)] == 1


def test_a_gateway_that_is_down_for_an_hour_is_waited_for(queued, clock, settings, gateway):
    settings.SMS_URL = "http://127.0.0.1:1/v1"
    message = queued()
    for _ in range(8):
        worker.run_once()
        clock.forward(minutes=8)
    message.refresh_from_db()
    assert message.state == State.QUEUED
    use_gateway(settings, gateway)
    clock.forward(hours=1)
    worker.run_once()
    assert gateway.count(message.pk) == 1


def test_a_gateway_that_never_comes_back_makes_it_dead_not_forever(queued, clock, settings, gateway):
    settings.SMS_URL = "http://127.0.0.1:1/v1"
    message = queued()
    for _ in range(30):
        worker.run_once()
        clock.forward(hours=2)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.DEAD, 20)
    assert DeliveryAttempt.objects.filter(message_id=message.pk).count() == 20


def test_a_wrong_secret_is_not_sent_and_not_lost(gateway, queued, settings):
    settings.SMS_SECRET = "another-secret-0123456789-0123456789"
    message = queued()
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.QUEUED
    assert gateway.delivered == []
    gateway.faults.clear()


def test_a_channel_that_is_off_makes_it_visible_at_once(queued, settings):
    settings.TEST = False
    settings.SMS_URL = ""
    message = queued()
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.DEAD
    assert "off" in message.last_error


def test_in_the_demo_nothing_leaves_though_a_gateway_is_configured(gateway, queued, settings):
    from thonso.core.notices.models import DemoMessage

    settings.DEMO = True
    queued()
    worker.run_once()
    assert gateway.delivered == []
    assert DemoMessage.objects.get().to == "84912345678"


def test_many_at_once_each_reach_the_gateway_once(gateway, queued):
    ids = {queued(key=f"k{n}", to=f"09123{n:05d}").pk for n in range(40)}
    worker.run_once(concurrency=8)
    assert {message["key"] for message in gateway.delivered} == {str(id_) for id_ in ids}
    assert len(gateway.delivered) == 40
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}
