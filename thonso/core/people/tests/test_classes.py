"""The class of a household is a decision with dates: which one holds on a day has exactly one answer."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thonso.core.base.errors import Refused
from thonso.core.journal.work import transact
from thonso.core.people import services
from thonso.core.people.models import Classification
from thonso.core.people.rules import Klass
from thonso.core.people.tests.conftest import OFFICER

DECISION = ("215/QĐ-UBND", date(2025, 12, 19))


def on(home, day):
    row = services.classification_on(home, day)
    return row.klass if row else None


def test_a_class_holds_for_its_calendar_year(mai, act):
    home = mai.household
    act(services.set_classification, home, Klass(2026, "poor", *DECISION))
    assert on(home, date(2026, 1, 1)) == on(home, date(2026, 12, 31)) == "poor"
    assert on(home, date(2025, 12, 31)) is on(home, date(2027, 1, 1)) is None


def test_a_decision_in_the_middle_of_the_year_ends_the_one_before(mai, act):
    home = mai.household
    act(services.set_classification, home, Klass(2026, "poor", *DECISION))
    middle = Klass(2026, "escaped", "90/QĐ-UBND", date(2026, 6, 10), valid_from=date(2026, 6, 10))
    act(services.set_classification, home, middle)
    assert on(home, date(2026, 6, 9)) == "poor"
    assert on(home, date(2026, 6, 10)) == "escaped"


def test_a_correction_of_the_same_day_replaces_and_keeps_the_old_row(mai, act):
    home = mai.household
    act(services.set_classification, home, Klass(2026, "poor", *DECISION))
    act(services.set_classification, home, Klass(2026, "near_poor", "216/QĐ-UBND", date(2025, 12, 22)))
    assert on(home, date(2026, 3, 1)) == "near_poor"
    assert Classification.objects.filter(household=home).count() == 2


def test_an_earlier_decision_entered_late_ends_before_the_later_one(mai, act):
    home = mai.household
    late = Klass(2026, "escaped", "90/QĐ-UBND", date(2026, 6, 10), valid_from=date(2026, 6, 10))
    act(services.set_classification, home, late)
    act(services.set_classification, home, Klass(2026, "poor", *DECISION))
    assert on(home, date(2026, 6, 9)) == "poor"
    assert on(home, date(2026, 7, 1)) == "escaped"


@pytest.mark.parametrize(
    "klass",
    [
        Klass(2026, "poor"),
        Klass(2026, "poor", "215/QĐ-UBND"),
        Klass(2026, "rich", *DECISION),
        Klass(1950, "poor", *DECISION),
        Klass(2026, "poor", "215/QĐ-UBND", date(2030, 1, 1)),
        Klass(2026, "poor", *DECISION, valid_from=date(2026, 5, 1), valid_to=date(2026, 4, 1)),
    ],
)
def test_a_class_without_a_real_decision_is_refused(mai, act, klass):
    with pytest.raises(Refused) as refusal:
        act(services.set_classification, mai.household, klass)
    assert refusal.value.fields
    assert not Classification.objects.exists()


DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 1))


@given(
    st.lists(st.tuples(DAYS, st.integers(1, 500), st.sampled_from(["poor", "near_poor", "escaped"])), max_size=6), DAYS
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_decided_at_most_one_class_holds_on_any_day(mai, steps, day):
    home = mai.household
    Classification.objects.all().delete()
    for begin, length, name in steps:
        klass = Klass(begin.year, name, *DECISION, valid_from=begin, valid_to=begin + timedelta(days=length))
        with transact(home.commune_id) as work:
            services.set_classification(work, OFFICER, home, klass)
    standing = Classification.objects.filter(household=home, replaced_at=None, valid_from__lte=day)
    assert standing.exclude(valid_to__lt=day).count() <= 1
    if steps:
        begin, _length, name = steps[-1]
        assert on(home, begin) == name
