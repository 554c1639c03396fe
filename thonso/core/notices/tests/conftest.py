"""What the tests of notices share: a commune, servers to talk to, a clock that can be moved."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from tests.servers.mail import MailServer
from tests.servers.sms_gateway import SECRET, SmsGateway
from thonso.core.base.ids import new_id, stable_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.notices import services
from thonso.core.notices.models import OutboxMessage

COMMUNE = stable_id("commune", "02683")
PHONE = "0912 345 678"


@pytest.fixture
def gateway(settings: Any) -> Iterator[SmsGateway]:
    with SmsGateway() as running:
        use_gateway(settings, running)
        yield running
        assert running.faults == []


def use_gateway(settings: Any, running: SmsGateway, timeout: float = 2.0) -> None:
    settings.SMS_URL, settings.SMS_SECRET, settings.SMS_TIMEOUT = running.url, SECRET, timeout
    settings.SMS_DIACRITICS = False
    settings.OUT_ALLOW = ["127.0.0.1"]


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    with MailServer() as running:
        settings.SMTP_URL, settings.MAIL_FROM, settings.SMTP_TIMEOUT = running.url, "xa@example.vn", 1
        yield running


@pytest.fixture
def queued() -> Callable[..., OutboxMessage]:
    """Queue one message the ordinary way and give its row."""

    def queue(channel: str = "sms", to: UUID | str = PHONE, **given: Any) -> OutboxMessage:
        about = Ref("dossier", new_id())
        values = {
            "template": "dossier_received",
            "context": {"code": "TS-7K2M-9QPD", "due": "05/12/2026"},
            "key": f"received:{about.id}",
            "about": about,
            **given,
        }
        before = set(OutboxMessage.objects.values_list("pk", flat=True))
        with transact(COMMUNE) as work:
            services.queue(work, channel=channel, to=to, **values)
        return OutboxMessage.objects.exclude(pk__in=before).get()

    return queue


class MovingClock:
    """Time stands, and goes on by as much as it is told."""

    def __init__(self, traveller: Any) -> None:
        self._traveller = traveller

    def forward(self, **amount: float) -> None:
        self._traveller.shift(timedelta(**amount))


@pytest.fixture
def clock() -> Iterator[MovingClock]:
    # The monotonic clock goes on: only what is stored is moved.
    with time_machine.travel("2026-11-23T01:00:00+00:00", tick=True) as traveller:
        yield MovingClock(traveller)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Rows that other connections see. The append-only triggers would refuse the emptying afterwards."""
    from thonso.core.base import append_only

    yield
    append_only.remove()
