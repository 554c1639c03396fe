"""NĐ 30: days below 10 and months 1 and 2 take a zero, so do numbers below 10; a draft has blanks to write on."""

from datetime import date

import pytest

from thonso.core.papers import render
from thonso.core.papers.tests.samples import SHORT
from thonso.core.papers.tests.test_every_kind import text_of


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 9), "ngày 09 tháng 02 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
        (date(2027, 1, 1), "ngày 01 tháng 01 năm 2027"),
    ],
)
def test_how_a_date_is_written(day: date, written: str) -> None:
    assert f"Bát Xát, {written}" in text_of(render("notice", {**SHORT["notice"], "date": day}))


def test_how_a_number_is_written() -> None:
    assert "Số: 05/QĐ-UBND" in text_of(render("decision", SHORT["decision"]))
    assert "Số: 145/UBND-VHXH" in text_of(render("letter", SHORT["letter"]))


def test_a_draft_has_neither_number_nor_day() -> None:
    draft = {key: value for key, value in SHORT["decision"].items() if key not in {"number", "date"}}
    text = text_of(render("decision", draft))
    assert "Số: /QĐ-UBND" in text
    assert "ngày tháng năm" in text


def test_a_moment_is_shown_in_vietnam() -> None:
    # 02:15 UTC.
    assert "09 giờ 15 phút, ngày 09 tháng 02 năm 2026" in text_of(render("form01", SHORT["form01"]))


def test_a_decision_ends_as_it_should() -> None:
    text = text_of(render("decision", SHORT["decision"]))
    assert text.count("./.") == 2
    assert "ngày 16 tháng 6 năm 2025;" in text
    assert "Trưởng phòng Văn hóa - Xã hội." in text
    assert "- Lưu: VT, VHXH." in text
