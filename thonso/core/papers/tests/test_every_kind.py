"""Every kind of paper comes out as PDF/A with embedded fonts and readable text, with short data and with very long."""

import io
import re
import unicodedata

import pikepdf
import pypdfium2
import pytest

from thonso.core.papers import KINDS, render
from thonso.core.papers.tests.samples import LONG_NAME, SHORT, long

# What each paper must say whatever its data are, and how many pages the two samples take.
EXPECTED = {
    "form01": ("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", 1, 4),
    "form02": ("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", 1, 4),
    "form03": ("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", 1, 1),
    "form04": ("VĂN BẢN XIN LỖI", 1, 1),
    "form05": ("Dừng giải quyết hồ sơ", 1, 1),
    "form06": ("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", 1, 7),
    "form07": ("SỔ THEO DÕI HỒ SƠ", 1, 7),
    "appointment_slip": ("PHIẾU HẸN LÀM VIỆC", 1, 2),
    "filing_note": ("chưa phải Giấy tiếp nhận hồ sơ", 1, 2),
    "ticket": ("Số thứ tự", 1, 1),
    "paper_register": ("SỔ GHI TAY KHI MẤT ĐIỆN, MẤT MẠNG", 1, 1),
    "visit_list": ("DANH SÁCH HỒ SƠ CỦA LƯỢT LÀM VIỆC", 1, 8),
    "blank_slip": ("Chưa phải Giấy tiếp nhận hồ sơ", 1, 5),
    "decision": ("QUYẾT ĐỊNH", 2, 4),
    "document": ("KẾ HOẠCH", 2, 5),
    "notice": ("THÔNG BÁO", 1, 1),
    "letter": ("V/v", 1, 1),
    "posting_notice": ("Niêm yết công khai", 1, 4),
    "meeting_minutes": ("BIÊN BẢN", 1, 5),
    "handover_list": ("DANH SÁCH BÀN GIAO HỒ SƠ", 1, 9),
    "report_table": ("TỔNG HỢP TÌNH HÌNH", 1, 2),
    "result_receipt": ("GIẤY BIÊN NHẬN", 1, 1),
    "confirmation": ("GIẤY XÁC NHẬN", 1, 3),
    "certificate_household": ("GIẤY CHỨNG NHẬN HỘ CẬN NGHÈO", 1, 4),
    "marital_confirmation": ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", 1, 1),
    "civil_extract_copy": ("TRÍCH LỤC KHAI SINH", 1, 1),
    "cooperative_certificate": ("Đăng ký tổ hợp tác", 1, 1),
}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    return re.sub(r"\s+", " ", " ".join(pages))


def assert_pdf_a(pdf: bytes) -> int:
    """Declared 2B, no font left outside, no script; returns the number of pages."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.open_metadata()
        assert metadata.get("pdfaid:part") == "2"
        assert metadata.get("pdfaid:conformance") == "B"
        assert "/OutputIntents" in document.Root
        assert "/OpenAction" not in document.Root
        assert "/Names" not in document.Root or "/JavaScript" not in document.Root.Names
        fonts = 0
        for page in document.pages:
            for font in page.get("/Resources", {}).get("/Font", {}).values():
                descriptor = (
                    font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
                )
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()), "a font is not embedded"
                assert "Tinos" in str(descriptor.FontName)
                fonts += 1
        assert fonts
        return len(document.pages)


def test_the_samples_cover_every_kind() -> None:
    assert set(SHORT) == set(KINDS) == set(EXPECTED)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_usual_paper(kind: str) -> None:
    title, pages, _ = EXPECTED[kind]
    pdf = render(kind, SHORT[kind])
    text = text_of(pdf)
    assert assert_pdf_a(pdf) == pages
    assert title in text
    assert text == unicodedata.normalize("NFC", text)
    assert "□" not in text
    assert "BẢN THỬ" not in text
    assert "In lại" not in text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_very_long_paper(kind: str) -> None:
    title, _, pages = EXPECTED[kind]
    pdf = render(kind, {**long(kind), "demo": True, "reprint": 3})
    text = text_of(pdf)
    assert assert_pdf_a(pdf) == pages
    assert title in text
    assert text == unicodedata.normalize("NFC", text)
    # The marks stand on every page, so that no page can be passed off alone.
    assert text.count("BẢN THỬ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ") == pages
    assert text.count("In lại lần 3") == pages
    if kind not in {"blank_slip", "ticket", "paper_register"}:
        assert LONG_NAME.split()[0] in text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_line_leaves_its_page(kind: str) -> None:
    """Every letter lies inside the margins that NĐ 30 allows at least (15 mm; slips and the register differ)."""
    document = pypdfium2.PdfDocument(render(kind, long(kind)))
    edge = (
        {"blank_slip": 9, "form07": 9, "filing_note": 11, "appointment_slip": 11, "visit_list": 11, "ticket": 3}.get(
            kind, 14
        )
        * 72
        / 25.4
    )
    for index in range(len(document)):
        page = document[index]
        width, _ = page.get_size()
        for rect in _text_rects(page):
            left, _, right, _ = rect
            assert left >= edge - 1, f"page {index + 1}: text begins at {left:.0f} pt"
            assert right <= width - edge + 1.5, f"page {index + 1}: text ends at {right:.0f} of {width:.0f} pt"


def _text_rects(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    words = page.get_textpage()
    return [words.get_rect(index) for index in range(words.count_rects())]


def test_the_national_name_is_one_line_everywhere() -> None:
    for kind in sorted(set(KINDS) - {"blank_slip", "ticket"}):
        for data in (SHORT[kind], long(kind)):
            document = pypdfium2.PdfDocument(render(kind, data))
            words = document[0].get_textpage()
            found = words.search("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").get_next()
            assert found, kind
            boxes = [words.get_charbox(found[0] + offset) for offset in (0, found[1] - 1)]
            assert abs(boxes[0][1] - boxes[1][1]) < 2, f"{kind}: the national name wraps"


def test_the_same_data_give_the_same_bytes() -> None:
    assert render("decision", SHORT["decision"]) == render("decision", SHORT["decision"])
    assert render("form01", SHORT["form01"]) == render("form01", SHORT["form01"])
