"""The queue keeps up: the figures are printed (`pytest -s`), the floor is what nine thousand messages in a minute need."""

import pytest

from thonso.core.notices.tests.throughput import figures


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.own_clock
@pytest.mark.django_db
def test_nine_thousand_messages_leave_within_a_minute(settings):
    # The functions set what they need; pytest-django puts the settings back.
    settings.SMS_URL = ""
    settings.SMS_SECRET = ""
    settings.OUT_ALLOW = []
    found = figures(600)
    print(found)
    assert found["queue_many"] > 150
    assert found["drain_inapp"] > 150
