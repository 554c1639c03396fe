"""Codes are written as the law and the province's systems write them, and read back as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.numbers import rules
from thonso.core.units.rules import canonical_unit_code

days = st.dates(date(2025, 1, 1), date(2099, 12, 31))


@given(days, st.integers(1, 9_999_999))
def test_a_tracking_code_is_read_back_as_it_was_written(day: date, number: int) -> None:
    assert rules.parse_tracking_code(rules.tracking_code(day, number)) == rules.Code("", day, number)


@given(days, st.integers(1, 9_999_999))
def test_an_official_code_fits_the_national_pattern_and_is_read_back(day: date, number: int) -> None:
    code = rules.official_code("H38.12.3", day, number)
    assert rules.OFFICIAL_CODE.match(code)
    assert rules.parse_official_code(code) == rules.Code("H38.12.3", day, number)


def test_a_tracking_code_has_at_least_four_digits_and_grows() -> None:
    assert rules.tracking_code(date(2026, 11, 9), 7) == "TS-261109-0007"
    assert rules.tracking_code(date(2026, 11, 9), 12345) == "TS-261109-12345"


@pytest.mark.parametrize("typed", [" ts-261109-0007 ", "TS – 261109 – 0007", "ts\u2011261109\u20110007"])
def test_a_code_typed_with_blanks_and_long_dashes_is_understood(typed: str) -> None:
    assert rules.parse_tracking_code(typed) == rules.Code("", date(2026, 11, 9), 7)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "TS",
        "TS-261301-0001",
        "TS-260230-0001",
        "TS-261109-0000",
        "TS-261109-007",
        "H38-261109-0001",
        "TS-26١١09-0001",
    ],
)
def test_what_cannot_be_a_tracking_code_is_not_one(typed: str) -> None:
    assert rules.parse_tracking_code(typed) is None


@pytest.mark.parametrize("code", ["H15.50.05.13-261008-0975", "H38.12.3-240426-0001", "H38-240426-1234567"])
def test_codes_seen_in_use_are_official_codes(code: str) -> None:
    assert rules.parse_official_code(code) is not None


@pytest.mark.parametrize("code", ["H38.12.3-241326-0001", "h3-240426-0001", "H38-240426-001", "H38.-240426-0001"])
def test_what_does_not_fit_the_pattern_is_not_an_official_code(code: str) -> None:
    assert rules.parse_official_code(code) is None


@pytest.mark.parametrize(
    ("given_", "kept"),
    [("H56.12", "H56.12"), ("000.00.12.H56", "H56.12"), ("000.00.00.h38", "H38"), ("H38.00.12", "H38.00.12")],
)
def test_the_older_reversed_unit_code_is_turned_round(given_: str, kept: str) -> None:
    assert canonical_unit_code(given_) == kept


@pytest.mark.parametrize("code", ["", "38.H", "H3", "HH38", "12.34", "H38..1"])
def test_a_wrong_unit_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="unit code"):
        canonical_unit_code(code)


def test_a_document_number_below_ten_has_a_nought() -> None:
    assert rules.document_number(5, "QĐ", "UBND") == "05/QĐ-UBND"
    assert rules.document_number(10, "QĐ", "UBND") == "10/QĐ-UBND"
    assert rules.document_number(112, "UBND", "VP") == "112/UBND-VP"


def test_a_volume_of_a_certification_book() -> None:
    assert rules.volume(1, "2026", "SCT/BS") == "01/2026-SCT/BS"
    assert rules.volume(12, "2026-2027", "SCT/CK,ĐC") == "12/2026-2027-SCT/CK,ĐC"


def test_numbers_begin_at_one() -> None:
    for write in (lambda: rules.tracking_code(date(2026, 1, 1), 0), lambda: rules.document_number(0, "QĐ", "UBND")):
        with pytest.raises(ValueError, match="begin at 1"):
            write()
