"""Days of which not everything is known."""

from datetime import date

import pytest

from thonso.procedures.partial_date import PartialDate, read, whole_years


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1985", PartialDate(1985)),
        ("1985-03", PartialDate(1985, 3)),
        ("2024-02-29", PartialDate(2024, 2, 29)),
        ("2023-02-29", None),
        ("1985-13", None),
        ("1985-00", None),
        ("1985-03-00", None),
        ("85", None),
        (1985, None),
        (None, None),
    ],
)
def test_only_real_days_months_and_years_are_read(text: object, found: PartialDate | None) -> None:
    assert read(text) == found


def test_a_year_spans_from_its_first_to_its_last_day() -> None:
    assert (PartialDate(1985).first, PartialDate(1985).last) == (date(1985, 1, 1), date(1985, 12, 31))
    assert PartialDate(2024, 2).last == date(2024, 2, 29)


def test_it_reads_as_people_write() -> None:
    assert [PartialDate(1985, 3, 12).shown, PartialDate(1985, 3).shown, PartialDate(1985).shown] == [
        "12/03/1985",
        "03/1985",
        "1985",
    ]


def test_a_leap_day_child_is_a_year_older_from_the_first_of_march() -> None:
    born = date(2008, 2, 29)
    assert whole_years(born, date(2026, 2, 28)) == 17
    assert whole_years(born, date(2026, 3, 1)) == 18
