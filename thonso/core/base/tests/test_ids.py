import time

import pytest

from thonso.core.base.ids import new_id


@pytest.mark.parametrize("step", [0, 1, -1], ids=["one millisecond", "as time goes", "a clock set back"])
def test_ids_keep_the_order_in_which_they_were_made(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    begun = time.time_ns()
    ticks = iter(range(2000))
    monkeypatch.setattr(time, "time_ns", lambda: begun + step * next(ticks) * 1_000_000)
    made = [new_id() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == 2000
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
