"""How long to wait, and where a message goes after a try."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.base.errors import Refused
from thonso.core.notices import rules
from thonso.core.notices.rules import Ending, after, backoff, email, masked, mobile

ROLL = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, 10_000), ROLL)
def test_a_wait_is_at_least_seven_seconds_and_at_most_an_hour(attempt, roll):
    assert 7.5 <= backoff(attempt, lambda: roll) <= 3600


@given(st.integers(1, 19))
def test_waits_grow(attempt):
    assert backoff(attempt + 1, lambda: 0.0) >= backoff(attempt, lambda: 0.0)


def test_all_tries_together_outlast_a_night_without_power():
    longest = sum(backoff(n, lambda: 0.999) for n in range(1, rules.MAX_ATTEMPTS))
    shortest = sum(backoff(n, lambda: 0.0) for n in range(1, rules.MAX_ATTEMPTS))
    assert 5 * 3600 < shortest < longest < 14 * 3600


@given(st.sampled_from(Ending), st.integers(1, 60), st.booleans(), st.booleans(), ROLL)
def test_every_try_leads_somewhere_and_the_last_one_to_an_end(ending, attempt, doubtful, may_repeat, roll):
    step = after(ending, attempt=attempt, doubtful=doubtful, may_repeat=may_repeat, roll=lambda: roll)
    assert step.state in {"sent", "queued", "failed", "dead"}
    if attempt >= rules.MAX_ATTEMPTS:
        assert step.state != "queued"
    if step.state == "queued":
        assert step.wait > 0
    if ending is Ending.UNSURE and not may_repeat:
        assert step.doubtful
    if doubtful and ending is not Ending.SENT and not (ending is Ending.UNSURE and may_repeat):
        # What may have arrived is never called surely unsent.
        assert step.doubtful
        assert step.state != "dead"


def test_an_outcome_nobody_knows_is_asked_about_for_a_while_and_then_shown_to_a_person():
    states = [
        after(Ending.UNSURE, attempt=n, doubtful=n > 1, may_repeat=False, roll=lambda: 0.5).state for n in range(1, 10)
    ]
    assert states == ["queued"] * 7 + ["failed"] * 2


def test_what_the_gateway_asks_to_wait_is_waited():
    assert after(Ending.NOT_SENT, attempt=1, doubtful=False, may_repeat=False, roll=lambda: 0.0, asked=500).wait == 500


@pytest.mark.parametrize("text", ["0912345678", "0912 345 678", "+84 912-345-678", "84912345678", "(091) 234.5678"])
def test_a_mobile_number_is_brought_to_one_form(text):
    assert mobile(text) == "84912345678"


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_number_or_a_refusal(text):
    try:
        found = mobile(text)
    except Refused:
        return
    assert len(found) == 11
    assert found.isascii()
    assert found.isdecimal()


def test_addresses_are_masked():
    assert masked("84912345678") == "•••••678"
    assert masked("mai.ly@example.vn") == "m•••@example.vn"
    assert masked("12") == "•••"
    assert email(" mai@example.vn ") == "mai@example.vn"
