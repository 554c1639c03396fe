"""Until when something is asked for, and which days only look so."""

from datetime import date

import pytest

from thonso.documents.reading.days import due

DATED = date(2026, 2, 9)
SAID = [
    ("gửi kết quả về Sở trước ngày 20/3/2026 để tổng hợp", "2026-03-20"),
    ("gửi báo cáo trước ngày 05/03/2026.", "2026-03-05"),
    ("gửi báo cáo trước ngày 5/3/2026.", "2026-03-05"),
    ("báo cáo trước ngày 13 tháng 02 năm 2026.", "2026-02-13"),
    ("báo cáo kết quả trước 17 giờ 00 phút, ngày 12 tháng 3 năm 2026", "2026-03-12"),
    ("báo cáo trước 16h30 ngày 12/3/2026", "2026-03-12"),
    ("chậm nhất ngày 25 tháng 9 năm 2026", "2026-09-25"),
    ("chậm nhất là ngày 25-9-2026", "2026-09-25"),
    ("Chậm nhất trước ngày 25.9.2026", "2026-09-25"),
    ("hoàn thành xong trước ngày 15/3.", "2026-03-15"),
    ("hoàn thành trước ngày 15 tháng 3 và báo cáo", "2026-03-15"),
    ("báo cáo quý I trước ngày 10/3/2026; quý II trước ngày 10/6/2026", "2026-03-10"),
]
NOT_SAID = [
    "các hộ được công nhận trước ngày 01/7/2025 gửi lại hồ sơ",
    "báo cáo trước ngày 31/02/2026",
    "báo cáo trước ngày 15 hằng tháng",
    "báo cáo trước ngày 15/1",
    "báo cáo trước ngày     tháng     năm 2026",
    "Luật này có hiệu lực trước ngày 01/7/2027",
    "ngày 20/3/2026 họp tại xã",
]


@pytest.mark.parametrize(("text", "day"), SAID)
def test_a_term_is_found(text: str, day: str) -> None:
    found = due(text, DATED)
    assert found is not None
    assert found.day.isoformat() == day
    assert text[found.start : found.end].lower().startswith(("trước", "chậm nhất"))


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_is_no_term_is_left_out(text: str) -> None:
    assert due(text, DATED) is None


def test_without_the_papers_own_day_no_year_is_guessed() -> None:
    assert due("báo cáo trước ngày 15/3", None) is None
