"""How people type a document, and the parts that are made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.documents.outgoing.structure import MOST_COLUMNS, Block, blocks, too_wide, without_gaps


def kinds(text: str, *, enacts: bool = False) -> list[str]:
    return [one.kind for one in blocks(text, enacts=enacts)]


def one(line: str) -> Block:
    (found,) = blocks(line, enacts=False)
    return found


@pytest.mark.parametrize(
    ("line", "kind", "label", "text"),
    [
        ("Điều 1. Thành lập Tổ công nghệ số", "article", "Điều 1.", "Thành lập Tổ công nghệ số"),
        ("ĐIỀU 12: Hiệu lực thi hành.", "article", "Điều 12.", "Hiệu lực thi hành."),
        ("1. Mục đích", "clause", "1.", "Mục đích"),
        ("1.2. Yêu cầu;", "clause", "1.2.", "Yêu cầu;"),
        ("2/ Kinh phí", "clause", "2.", "Kinh phí"),
        ("1.\tMục đích", "clause", "1.", "Mục đích"),
        ("a) Rà soát các hộ;", "point", "a)", "Rà soát các hộ;"),
        ("đ. Báo cáo kết quả.", "point", "đ)", "Báo cáo kết quả."),
        ("- Số hộ đã hướng dẫn;", "dash", "-", "Số hộ đã hướng dẫn;"),
        ("– Số hộ đã hướng dẫn;", "dash", "-", "Số hộ đã hướng dẫn;"),
        ("•\tSố hộ đã hướng dẫn;", "dash", "-", "Số hộ đã hướng dẫn;"),
        ("+ Thôn Suối Chải;", "dash", "+", "Thôn Suối Chải;"),
        ("II. TỔ CHỨC THỰC HIỆN", "roman", "II.", "TỔ CHỨC THỰC HIỆN"),
        ("A. ĐÁNH GIÁ CHUNG", "roman", "A.", "ĐÁNH GIÁ CHUNG"),
        ("Chương II: QUY ĐỊNH CỤ THỂ", "chapter", "Chương II", "QUY ĐỊNH CỤ THỂ"),
        ("Mục 1. Những quy định chung", "section", "Mục 1", "Những quy định chung"),
    ],
)
def test_a_line_is_known_by_how_it_begins(line: str, kind: str, label: str, text: str) -> None:
    found = one(line)
    assert (found.kind, found.label, found.text) == (kind, label, text)


@pytest.mark.parametrize(
    "line",
    [
        "Điều 8 Luật Hộ tịch quy định như sau",  # of a law, in a sentence
        "Mục tiêu của kế hoạch là phổ cập dịch vụ công trực tuyến.",
        "Chương trình chuyển đổi số của xã năm 2026.",
        "Phần lớn các hộ đã có điện thoại thông minh.",
        "A. Páo ở thôn Suối Chải đã được hướng dẫn.",
        "24/11/2026 là ngày cuối cùng.",
        "-5 độ C",
        "Phụ lục kèm theo Quyết định này.",
    ],
)
def test_what_only_looks_like_a_part_stays_a_paragraph(line: str) -> None:
    assert one(line).kind == "para"
    assert one(line).text == line


def test_words_without_an_end_are_a_heading() -> None:
    assert one("1. Mục đích").title
    assert not one("1. Tuyên truyền đến từng hộ.").title
    assert not one("2. Cùng Trưởng thôn:").title
    assert one("Điều 3. Trách nhiệm thi hành").title
    assert not one("1. " + "rất dài " * 40).title


def test_a_decision_has_grounds_before_what_it_enacts() -> None:
    text = (
        "Căn cứ Luật A;\nTheo đề nghị của Trưởng phòng.\nQUYẾT ĐỊNH:\nĐiều 1. Công nhận.\nCăn cứ Điều này, giao phòng."
    )
    assert kinds(text, enacts=True) == ["basis", "basis", "enacting", "article", "para"]


def test_the_enacting_line_is_put_in_where_it_was_left_out() -> None:
    assert kinds("Căn cứ Luật A;\nĐiều 1. Công nhận.", enacts=True) == ["basis", "enacting", "article"]
    assert kinds("Điều 1. Công nhận.", enacts=True) == ["article"]  # nothing to stand between


def test_other_kinds_have_grounds_at_their_beginning_only() -> None:
    text = "Căn cứ Kế hoạch số 1;\nThực hiện chỉ đạo của tỉnh, xã báo cáo:\nCăn cứ tình hình, xã đề nghị."
    assert kinds(text) == ["basis", "para", "para"]


def test_rows_pasted_from_a_spreadsheet_are_one_table() -> None:
    first, table, last = blocks("Danh sách:\nSTT\tTên\n1\tMẩy\tthôn\n2.\tTú\n\nHết.", enacts=False)
    assert (first.kind, table.kind, last.kind) == ("para", "table", "para")
    assert table.rows == (("STT", "Tên", ""), ("1", "Mẩy", "thôn"), ("2.", "Tú", ""))
    assert table.line == 2


def test_rows_with_bars_are_a_table_without_the_line_of_dashes() -> None:
    (table,) = blocks("| A | B |\n|---|:--|\n| 1 | |", enacts=False)
    assert table.rows == (("A", "B"), ("1", ""))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Điều 1.\tThành lập Tổ", "article"), ("I.\tMỤC ĐÍCH", "roman"), ("A.\tĐÁNH GIÁ", "roman"), ("a.\tMột;", "point"),
        ("1/\tKinh phí", "clause"), ("*\tSố hộ;", "dash"), ("Họ và tên:\tTẩn A Páo", "para"),
    ],
)  # fmt: skip
def test_lists_of_word_are_no_tables(line: str, kind: str) -> None:
    assert one(line).kind == kind


def test_a_row_with_one_cell_filled_stays_in_its_table_and_an_empty_line_ends_it() -> None:
    first, second = blocks("STT\tTên\tHộ\nI. Khu vực 1\t\t\n1\tMẩy\t3\n\nThôn\tNgày\nSuối Chải\t12", enacts=False)
    assert [row[0] for row in first.rows] == ["STT", "I. Khu vực 1", "1"]
    assert second.rows == (("Thôn", "Ngày"), ("Suối Chải", "12"))


def test_no_column_is_cut_and_a_table_that_is_too_wide_is_named() -> None:
    found = blocks("Danh sách:\n" + "\t".join(map(str, range(MOST_COLUMNS + 3))), enacts=False)
    assert len(found[1].rows[0]) == MOST_COLUMNS + 3
    assert too_wide(found) == [2]
    assert too_wide(blocks("\t".join("x" * MOST_COLUMNS), enacts=False)) == []


def test_the_enacting_line_is_known_in_small_letters_too() -> None:
    assert kinds("Căn cứ Luật A;\nQuyết định:\nĐiều 1. Công nhận.", enacts=True) == ["basis", "enacting", "article"]


def test_a_chapter_and_an_annex_take_the_line_below_as_their_title() -> None:
    chapter, article, annex, table = blocks(
        "CHƯƠNG I\nNHỮNG QUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nPhụ lục II\nDanh sách hộ\nA\tB", enacts=False
    )
    assert (chapter.label, chapter.text) == ("Chương I", "NHỮNG QUY ĐỊNH CHUNG")
    assert article.kind == "article"
    assert (annex.label, annex.text, table.kind) == ("PHỤ LỤC II", "Danh sách hộ", "table")


def test_an_annex_at_the_end_needs_no_title() -> None:
    assert kinds("Nội dung.\nPHỤ LỤC") == ["para", "annex"]


def test_wrong_counting_is_found_with_its_line() -> None:
    text = "Điều 1. A.\n1. Một.\n3. Ba.\na) một;\nc) ba.\nĐiều 3. C.\n1. Lại từ đầu."
    assert without_gaps(blocks(text, enacts=True)) == [
        (3, "3.", "2."), (5, "c)", "b)"), (6, "Điều 3.", "Điều 2."),
    ]  # fmt: skip


def test_right_counting_is_left_alone() -> None:
    points = "".join(f"{letter}) điểm;\n" for letter in "abcdđeg")
    text = f"I. A\n1. Một.\n2. Hai.\nII. B\n1. Một.\n{points}1. Danh sách khác.\nĐiều 1. X.\nPHỤ LỤC\nĐiều 1. Y."
    assert without_gaps(blocks(text, enacts=False)) == []


@given(st.text(max_size=400), st.booleans())
def test_nothing_that_is_typed_breaks_it_or_gets_lost(text: str, enacts: bool) -> None:
    found = blocks(text, enacts=enacts)
    for part in found:
        assert part.rows or part.text or part.label or part.kind == "enacting"
        assert all(len(row) == len(part.rows[0]) for row in part.rows)
    without_gaps(found)


@given(
    st.lists(
        st.sampled_from(["Điều 1. A.", "1. B", "a) c;", "- d", "Căn cứ e;", "f.", "PHỤ LỤC", "Chương I"]), max_size=12
    )
)
def test_every_line_becomes_a_part_in_its_order(lines: list[str]) -> None:
    found = blocks("\n".join(lines), enacts=False)
    assert [part.line for part in found] == sorted(part.line for part in found)
    assert len(found) <= len(lines)
