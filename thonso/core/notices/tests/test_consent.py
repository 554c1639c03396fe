"""Nobody is written to who has not agreed, or agrees no longer."""

import pytest

from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.notices import services, worker
from thonso.core.notices.models import Consent, State
from thonso.core.notices.tests.conftest import COMMUNE

pytestmark = pytest.mark.django_db
HELPER = Ref("account", new_id())


def give(contact, text="2026-11"):
    with transact(COMMUNE) as work:
        return services.record_consent(work, contact_id=contact, channel="sms", recorder=HELPER, text_version=text)


def withdraw(contact):
    with transact(COMMUNE) as work:
        return services.withdraw_consent(work, contact_id=contact, channel="sms", recorder=HELPER)


def test_with_consent_it_is_sent_and_without_it_is_cancelled(gateway, queued):
    yes, no = new_id(), new_id()
    give(yes)
    sent, held = queued(key="a", contact_id=yes), queued(key="b", contact_id=no)
    worker.run_once()
    sent.refresh_from_db()
    held.refresh_from_db()
    assert (sent.state, held.state) == (State.SENT, State.CANCELLED)
    assert not held.needs_attention
    assert len(gateway.delivered) == 1


def test_a_withdrawal_also_holds_what_is_queued_already(gateway, queued):
    contact = new_id()
    give(contact)
    message = queued(contact_id=contact)
    assert withdraw(contact)
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.CANCELLED
    assert gateway.delivered == []


def test_consent_for_another_channel_or_commune_is_none(gateway, queued):
    contact = new_id()
    with transact(new_id()) as work:
        services.record_consent(work, contact_id=contact, channel="sms", recorder=HELPER, text_version="1")
    with transact(COMMUNE) as work:
        services.record_consent(work, contact_id=contact, channel="email", recorder=HELPER, text_version="1")
    message = queued(contact_id=contact)
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.CANCELLED


def test_given_twice_is_one_and_after_a_withdrawal_it_is_a_new_one():
    contact = new_id()
    assert give(contact).pk == give(contact, "2027-01").pk
    assert services.has_consent(COMMUNE, contact, "sms")
    assert withdraw(contact)
    assert not withdraw(contact)
    assert not services.has_consent(COMMUNE, contact, "sms")
    give(contact)
    assert Consent.objects.filter(contact_id=contact).count() == 2
    assert list(Entry.objects.order_by("seq").values_list("verb", flat=True)) == [
        "consent.given",
        "consent.withdrawn",
        "consent.given",
    ]
