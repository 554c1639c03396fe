"""`kill -9` of the server in the middle of a thousand submissions loses none that was acknowledged and doubles none."""

import pytest

from bench.house import House
from tests.faults.conftest import FILINGS, look
from tests.faults.filing import Filing, Sender, send

pytestmark = [pytest.mark.slow, pytest.mark.own_clock, pytest.mark.timeout(600)]
# One event, two messages (SMS and in the account), one journal entry, two files, two people.
WHOLE = [1, 2, 1, 2, 2]


def test_none_acknowledged_is_lost_and_none_is_doubled(home: House, plan: list[Filing]) -> None:
    server = home.serve("--workers", "2")
    sender = Sender(server.port)
    seen: list[dict[str, dict[str, object]]] = []

    def kill_and_start_again() -> None:
        home.servers[-1].kill()
        seen.append(dict(sender.acknowledged))
        home.serve("--workers", "2", port=server.port)

    sender.file_all(plan, 16, at={FILINGS // 5: kill_and_start_again, FILINGS // 2: kill_and_start_again})

    assert len(sender.acknowledged) == FILINGS
    assert sender.broken, "the kills met nobody: the test has tested nothing"
    stored = look(home)
    assert set(stored) == {filing.id for filing in plan}
    for id_, answer in sender.acknowledged.items():
        assert stored[id_][0] == answer["code"]
    # Nothing half-written, nothing twice.
    assert {id_: row[1:] for id_, row in stored.items() if row[1:] != WHOLE} == {}
    numbers = sorted(int(row[0].rsplit("-", 1)[1]) for row in stored.values())
    assert numbers == list(range(1, FILINGS + 1))
    assert "everything holds" in home.thonso("verify", "--all")

    # What was answered before a kill is answered in the same words after it.
    for filing in [filing for filing in plan if filing.id in seen[0]][:20]:
        status, body, headers = send(server.port, filing)
        assert (status, body["code"], body["key"]) == (200, seen[0][filing.id]["code"], seen[0][filing.id]["key"])
        assert headers["idempotent-replayed"] == "true"
