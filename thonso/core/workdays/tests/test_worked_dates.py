"""Dates computed by hand: around Tết and New Year, weekends, 24 November, 15:00, lunch, and every kind of pause."""

import pytest

from thonso.core.workdays.rules import due, explain
from thonso.core.workdays.tests.worked_dates import HANDBOOK, Case, load, redrawn

CALENDAR, CASES = load()


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.say}" for n, case in enumerate(CASES, start=1)])
def test_the_date_is_the_one_computed_by_hand(case: Case) -> None:
    assert due(case.received, case.rule, case.pauses, CALENDAR) == case.due


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.say}" for n, case in enumerate(CASES, start=1)])
def test_the_explanation_ends_on_it(case: Case) -> None:
    told = explain(case.received, case.rule, case.pauses, CALENDAR)
    assert told.due == case.due
    if case.due is not None:
        assert (told[-1].date, told[-1].kind) == (case.due.date(), "due")


def test_the_table_has_at_least_twenty_dates() -> None:
    assert len(CASES) >= 20


def test_the_handbook_shows_the_same_table() -> None:
    text = HANDBOOK.read_text(encoding="utf-8")
    assert redrawn(text) == text, "run: python -m thonso.core.workdays.tests.worked_dates"
