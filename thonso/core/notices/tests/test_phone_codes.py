"""A sign-in code travels from access through the outbox to the phone."""

import pytest

from thonso.core.access import phone
from thonso.core.base.errors import Unavailable
from thonso.core.notices import worker
from thonso.core.notices.models import DemoMessage, OutboxMessage

pytestmark = pytest.mark.django_db
TEXT = "Mã đăng nhập của ông/bà: 482913. Dùng trong 5 phút. Không đọc cho ai."


def test_the_code_is_in_the_visible_inbox_of_the_demo():
    phone.send("+84912345678", TEXT, "sign_in")
    worker.run_once()
    message = DemoMessage.objects.get()
    assert (message.channel, message.to, message.text) == ("sms", "84912345678", TEXT)


def test_the_code_goes_to_the_gateway(gateway):
    phone.send("+84912345678", TEXT, "sign_in")
    worker.run_once()
    assert "482913" in gateway.delivered[0]["text"]


def test_two_codes_to_one_phone_are_two_messages():
    phone.send("+84912345678", TEXT, "sign_in")
    phone.send("+84912345678", TEXT, "sign_in")
    assert OutboxMessage.objects.count() == 2


def test_a_code_that_cannot_be_sent_does_not_look_sent(settings):
    settings.TEST = False
    settings.SMS_URL = ""
    with pytest.raises(Unavailable):
        phone.send("+84912345678", TEXT, "sign_in")
    assert not OutboxMessage.objects.exists()
