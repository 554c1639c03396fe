"""Form 01 also comes as two A5 copies on one A4 sheet; when cut in two, each half stands by itself."""

import pypdfium2
import pytest

from thonso.core.papers import render
from thonso.core.papers.tests.samples import PAPERS, SHORT, long
from thonso.core.papers.tests.test_every_kind import assert_pdf_a, text_of


def test_two_copies_on_one_landscape_sheet() -> None:
    pdf = render("form01", {**SHORT["form01"], "format": "a5x2"})
    assert assert_pdf_a(pdf) == 1
    width, height = pypdfium2.PdfDocument(pdf)[0].get_size()
    assert width > height
    text = text_of(pdf)
    assert "Liên 1: giao người nộp hồ sơ" in text
    assert "Liên 2: lưu" in text
    assert text.count("17 giờ 00 phút, ngày 09 tháng 3 năm 2026") == 2


def test_the_key_stands_on_the_copy_of_the_person_alone() -> None:
    key = SHORT["form01"]["tracking_key"]
    text = text_of(render("form01", {**SHORT["form01"], "format": "a5x2"}))
    assert text.count(key) == 1
    assert text_of(render("form01", SHORT["form01"])).count(key) == 1


def test_each_half_carries_the_marks() -> None:
    text = text_of(render("form01", {**SHORT["form01"], "format": "a5x2", "demo": True, "reprint": 2}))
    assert text.count("BẢN THỬ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ") == 2
    assert text.count("In lại lần 2") == 2


@pytest.mark.parametrize("count", [1, 2, 5, 8, 9, 10, 11, 12, 15, 40])
def test_every_paper_is_listed_in_both_copies_however_many(count: int) -> None:
    papers = [{"name": f"Giấy tờ mang dấu hiệu {n:02d}X", "originals": 1} for n in range(1, count + 1)]
    text = text_of(render("form01", {**SHORT["form01"], "papers": papers, "format": "a5x2"}))
    for n in range(1, count + 1):
        assert text.count(f"dấu hiệu {n:02d}X") == 2
    assert text.count("NGƯỜI TIẾP NHẬN HỒ SƠ") == 2


def test_a_very_long_one_goes_on_over_numbered_sheets() -> None:
    pdf = render("form01", {**long("form01"), "format": "a5x2"})
    pages = assert_pdf_a(pdf)
    assert pages > 2
    assert text_of(pdf).count(f"tờ {pages}/{pages}") == 2


def test_one_paper_more_never_makes_fewer_sheets() -> None:
    sizes = []
    for count in range(1, 30, 4):
        data = {**SHORT["form01"], "papers": PAPERS * count, "format": "a5x2"}
        sizes.append(len(pypdfium2.PdfDocument(render("form01", data))))
    assert sizes == sorted(sizes)
