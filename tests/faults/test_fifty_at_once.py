"""Fifty people press the button at the same moment: each gets a code, and the codes of the day have no gap."""

import pytest

from bench.house import House
from tests.faults.conftest import look
from tests.faults.filing import Filing, Sender

pytestmark = [pytest.mark.slow, pytest.mark.own_clock, pytest.mark.timeout(600)]
ROUNDS, THREADS = 4, 50


def test_codes_of_the_day_have_no_gap(home: House, plan: list[Filing]) -> None:
    server = home.serve("--workers", "2")
    sender = Sender(server.port)
    sender.file_all(plan[: ROUNDS * THREADS], THREADS)
    codes = sorted(str(answer["code"]) for answer in sender.acknowledged.values())
    assert [int(code.rsplit("-", 1)[1]) for code in codes] == list(range(1, ROUNDS * THREADS + 1))
    assert sender.broken == 0
    assert len(look(home)) == ROUNDS * THREADS
    assert "everything holds" in home.thonso("verify", "--all")


def test_the_same_filing_sent_fifty_times_at_once_is_one_dossier(home: House, plan: list[Filing]) -> None:
    server = home.serve("--workers", "2")
    sender = Sender(server.port)
    sender.file_all([plan[0]] * THREADS, THREADS)
    stored = look(home)
    assert list(stored) == [plan[0].id]
    assert stored[plan[0].id][0] == sender.acknowledged[plan[0].id]["code"]
    assert stored[plan[0].id][1] == 1
    assert "everything holds" in home.thonso("verify", "--all")
