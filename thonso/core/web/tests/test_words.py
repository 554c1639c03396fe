"""Money, numbers, weights, dates and identifiers are written as people here write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.web import words


def test_money_has_dots_between_thousands_and_a_space_that_does_not_break():
    assert words.money(20000) == "20.000\u00a0đ"
    assert words.money(20000, "kg") == "20.000\u00a0đ/kg"
    assert words.money(0) == "0\u00a0đ"


@given(st.integers(-(10**12), 10**12))
def test_money_reads_back_as_the_same_amount(amount):
    assert int(words.money(amount).removesuffix("\u00a0đ").replace(".", "")) == amount


@pytest.mark.parametrize(
    ("value", "shown"), [(1234567.5, "1.234.567,5"), (0.5, "0,5"), (12, "12"), (1000.0, "1.000"), (97.80, "97,8")]
)
def test_numbers_have_a_comma_for_the_fraction(value, shown):
    assert words.number(value) == shown


@pytest.mark.parametrize(
    ("grams", "shown"), [(800, "800\u00a0g"), (2500, "2,5\u00a0kg"), (20_000_000, "20\u00a0tấn"), (1000, "1\u00a0kg")]
)
def test_weights_choose_their_unit(grams, shown):
    assert words.weight(grams) == shown


def test_dates_are_day_month_year_with_the_weekday_in_words():
    assert words.day(date(2026, 11, 9)) == "09/11/2026"
    assert words.day(date(2026, 11, 9), "long") == "thứ Hai, 09/11/2026"
    assert words.day(date(2026, 11, 8), "long") == "Chủ nhật, 08/11/2026"


def test_moments_are_shown_in_hanoi_time():
    evening = datetime(2026, 11, 8, 18, 30, tzinfo=UTC)
    assert words.moment(evening) == "01:30 09/11/2026"
    assert words.moment(evening, "long") == "01:30, thứ Hai 09/11/2026"
    assert words.day(evening) == "09/11/2026"


def test_an_identifier_shows_three_digits_and_the_last_two():
    assert words.masked("015299000123") == "015•••••••23"


@given(st.text(alphabet="0123456789", max_size=20))
def test_a_masked_identifier_never_shows_more_than_five_characters(text):
    shown = words.masked(text)
    assert len(shown) == len(text)
    assert sum(c != words.MASK for c in shown) <= 5
    assert len(text) > 5 or set(shown) <= {words.MASK}


def test_a_masked_phone_shows_only_its_end():
    assert words.masked_phone("0912 345 678") == "•••••••\u00a0678"
