"""Queueing: in the caller's transaction, once a key, sealed, one INSERT."""

import json

import pytest
from django.db import connection

from thonso.core import crypto
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.notices import labels, services
from thonso.core.notices.models import OutboxMessage
from thonso.core.notices.tests.conftest import COMMUNE, PHONE

pytestmark = pytest.mark.django_db
ABOUT = Ref("dossier", new_id())
RECEIVED = {"template": "dossier_received", "context": {"code": "TS-7K2M-9QPD", "due": "05/12/2026"}, "about": ABOUT}


def queue(channel="sms", to=PHONE, key="received:1", **given):
    with transact(COMMUNE) as work:
        services.queue(work, channel=channel, to=to, key=key, **{**RECEIVED, **given})


def test_a_message_is_one_insert(django_assert_num_queries):
    with transact(COMMUNE) as work, django_assert_num_queries(1):
        services.queue(work, channel="sms", to=PHONE, key="k", **RECEIVED)


def test_a_hundred_messages_are_three_inserts_at_most(django_assert_max_num_queries):
    many = [services.Message("inapp", new_id(), key="k", **RECEIVED) for _ in range(100)]
    # SQLite takes 999 values a statement.
    with transact(COMMUNE) as work, django_assert_max_num_queries(3):
        services.queue_many(work, many)
    assert OutboxMessage.objects.count() == 100


def test_what_is_rolled_back_is_not_queued():
    def broken_off():
        with transact(COMMUNE) as work:
            services.queue(work, channel="sms", to=PHONE, key="k", **RECEIVED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert not OutboxMessage.objects.exists()


def test_the_same_key_to_the_same_person_is_one_message():
    queue()
    queue(to="+84912345678")
    assert OutboxMessage.objects.count() == 1


def test_the_same_act_reaches_another_channel_another_person_and_another_commune():
    queue()
    queue(channel="email", to="mai@example.vn")
    queue(to="0987654321")
    with transact(new_id()) as work:
        services.queue(work, channel="sms", to=PHONE, key="received:1", **RECEIVED)
    assert OutboxMessage.objects.count() == 4


def test_phone_and_text_are_sealed_in_the_database():
    queue()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {OutboxMessage._meta.db_table}")
        stored = " ".join(str(value) for row in cursor.fetchall() for value in row)
    assert "912345678" not in stored
    assert "9QPD" not in stored
    row = OutboxMessage.objects.get()
    assert crypto.unseal(labels.TO, row.pk, row.to) == "84912345678"
    assert json.loads(crypto.unseal(labels.CONTEXT, row.pk, row.context))["code"] == "TS-7K2M-9QPD"


@pytest.mark.parametrize("bad", ["", "0212 345 678", "12345", "+1 212 555 0100", "09123456789", "０912345678", "abc"])
def test_a_number_that_gets_no_sms_is_refused_with_a_sentence(bad):
    with pytest.raises(Refused):
        queue(to=bad)


@pytest.mark.parametrize(
    "bad", ["", "mai", "mai@", "mai@xa", "a b@example.vn", "mai@example.vn\nBcc: x@example.vn", "x@.vn"]
)
def test_an_address_that_is_none_is_refused(bad):
    with pytest.raises(Refused):
        queue(channel="email", to=bad)


@pytest.mark.parametrize(
    "context",
    [
        {"code": "015299001234"},
        {"code": "015 299 001 234"},
        {"code": "TS-1", "due": "0912345678"},
        {"code": "TS-1", "procedure": "Công nhận hộ nghèo"},
        {"code": "TS-1", "name": "Lý Thị Mai"},
        {"due": "05/12/2026"},
        {"code": "T" * 33},
    ],
)
def test_what_must_not_be_in_a_message_is_a_fault_of_the_caller(context):
    with pytest.raises(ValueError, match="dossier_received"):
        queue(context=context)


def test_an_unknown_template_or_channel_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="no message"):
        queue(template="greetings")
    with pytest.raises(ValueError, match="no message"):
        queue(channel="fax")
    with pytest.raises(ValueError, match="account"):
        queue(to=new_id())
    with pytest.raises(ValueError, match="account"):
        queue(channel="inapp", to=PHONE)
