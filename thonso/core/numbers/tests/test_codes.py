"""Tracking and official codes count anew every day, by the clock of the server in Hanoi."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine

from thonso.core.journal.work import transact
from thonso.core.numbers import services

pytestmark = pytest.mark.django_db

BAT_XAT = UUID(int=1)


def tracking() -> str:
    with transact(BAT_XAT) as work:
        return services.next_tracking_code(work, BAT_XAT)


def test_tracking_codes_count_anew_every_day() -> None:
    with time_machine.travel(datetime(2026, 12, 31, 9, tzinfo=UTC), tick=False):
        assert [tracking(), tracking()] == ["TS-261231-0001", "TS-261231-0002"]
    with time_machine.travel(datetime(2027, 1, 1, 1, tzinfo=UTC), tick=False):
        assert tracking() == "TS-270101-0001"


def test_the_day_is_hanois_not_the_servers_utc_one() -> None:
    # 17:30 UTC on 31 December is half past midnight on 1 January in Hanoi.
    with time_machine.travel(datetime(2026, 12, 31, 17, 30, tzinfo=UTC), tick=False):
        assert tracking() == "TS-270101-0001"


def test_a_batch_gets_codes_that_follow_each_other() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 2, tzinfo=UTC), tick=False):
        assert tracking() == "TS-261124-0001"
        with transact(BAT_XAT) as work:
            assert services.next_tracking_codes(work, BAT_XAT, 3) == [f"TS-261124-000{n}" for n in (2, 3, 4)]


def test_official_codes_count_by_unit_and_day() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 2, tzinfo=UTC), tick=False), transact(BAT_XAT) as work:
        assert services.next_official_code(work, BAT_XAT, "H38.12.3") == "H38.12.3-261124-0001"
        assert services.next_official_code(work, BAT_XAT, "3.12.H38") == "H38.12.3-261124-0002"
        assert services.next_official_code(work, BAT_XAT, "H38.12.4") == "H38.12.4-261124-0001"
