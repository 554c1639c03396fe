"""The national portal's tables without borders: split into cells that add up to the text, or left whole. Texts are invented."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thonso.procedures.national import legal, papers, results, ways
from thonso.procedures.national.cells import NOTHING

SPLITTERS = [ways.split, papers.split, legal.split, results.split]


def table(*rows: str) -> str:
    return ways.HEAD + "".join(rows)


def read(text: str) -> list[ways.Way]:
    made = ways.split(text)
    assert made.adds_up_to(text)
    return ways.rows(made)


def test_three_ways_with_time_and_fee() -> None:
    text = table("Trực tuyến3 Ngày làm việcMiễn phí", "Dịch vụ bưu chính5 NgàyMiễn phí", f"Trực tiếp8 Giờ{NOTHING}")
    assert [(way.channels, way.time, way.fees) for way in read(text)] == [
        (["Trực tuyến"], "3 Ngày làm việc", ["Miễn phí"]),
        (["Dịch vụ bưu chính"], "5 Ngày", ["Miễn phí"]),
        (["Trực tiếp"], "8 Giờ", []),
    ]
    assert ways.split(text).doubts == set()


def test_a_number_without_its_unit_is_read_and_doubted() -> None:
    text = table("Trực tuyến1Miễn phí")
    assert [way.time for way in read(text)] == ["1"]
    assert ways.split(text).doubts == {"time"}


def test_free_with_a_price_in_its_note_is_doubted() -> None:
    text = table("Trực tiếp5 NgàyMiễn phí(Mức thu do Hội đồng nhân dân tỉnh quyết định (nếu có).)Nộp tại xã.")
    (way,) = read(text)
    assert way.fees == ["Miễn phí (Mức thu do Hội đồng nhân dân tỉnh quyết định (nếu có).)"]
    assert way.note == "Nộp tại xã."
    assert ways.split(text).doubts == {"fee"}


def test_a_fee_grown_together_with_the_number_before_it_is_parted_by_its_note() -> None:
    (way,) = read(table("Trực tuyến120 VNĐ(20.000 đồng/tờ khai)"))
    assert (way.time, way.fees) == ("1", ["20 VNĐ (20.000 đồng/tờ khai)"])


@pytest.mark.parametrize("glued", ["1500 VNĐ(đối với tàu)", "120 VNĐ", "1200 VNĐ(0 đồng)"])
def test_what_no_note_parts_stays_whole_and_doubted(glued: str) -> None:
    text = table(f"Trực tiếp{glued}")
    made = ways.split(text)
    assert made.adds_up_to(text)
    assert made.of("time") == []
    assert made.doubts == {"time", "fee"}


def test_rows_that_say_the_same_are_told_once() -> None:
    (way,) = read(table("Trực tuyến3 NgàyMiễn phí", "Dịch vụ bưu chính3 NgàyMiễn phí", "Trực tiếp3 NgàyMiễn phí"))
    assert way.channels == ["Trực tuyến", "Dịch vụ bưu chính", "Trực tiếp"]


def test_several_fees_in_one_row() -> None:
    (way,) = read(table("Trực tiếp2 Ngày8,000 VNĐ(một bản)1,000 VNĐ(mỗi bản thêm)Nộp tại xã."))
    assert way.fees == ["8,000 VNĐ (một bản)", "1,000 VNĐ (mỗi bản thêm)"]


def test_names_of_ways_inside_a_description_begin_no_row() -> None:
    text = table(
        "Trực tuyến7 NgàyMiễn phí- Trực tiếp: nộp tại xã. - Trực tuyến: nộp qua Cổng.", "Trực tiếp7 NgàyMiễn phí"
    )
    assert [way.channels for way in read(text)] == [["Trực tuyến"], ["Trực tiếp"]]


def test_a_sentence_in_the_place_of_a_time() -> None:
    (way,) = read(table("Trực tuyếnKhông phải trả kết quả cho người nộpMiễn phíQua Cổng."))
    assert (way.time, way.note) == ("Không phải trả kết quả cho người nộp", "Qua Cổng.")


def test_papers_by_case_with_their_forms_and_numbers() -> None:
    text = (
        f"* Phải nộp:{papers.HEAD}- Tờ khai theo mẫu (quy định tại Thông tư số 01/2020/TT-BTP);To khai.docx1 bản chính"
        f"b) Giấy tờ khác: 01 bản chính kèm bản dịch.0 bản chính,1 bản sao* Xuất trình:{papers.HEAD}Ủy quyền1 bản chính"
    )
    made = papers.split(text)
    assert made.adds_up_to(text)
    first, second = papers.cases(made)
    assert (first.name, second.name) == ("Phải nộp:", "Xuất trình:")
    assert [(paper.form, paper.count) for paper in first.papers] == [
        ("To khai.docx", "1 bản chính"),
        ("", "0 bản chính,1 bản sao"),
    ]
    assert first.papers[1].name == "b) Giấy tờ khác: 01 bản chính kèm bản dịch."
    assert made.doubts == set()


def test_a_paper_without_a_number_is_kept_and_doubted() -> None:
    made = papers.split(f"--{papers.HEAD}Đơn đề nghị1 bản chínhGiấy ủy quyền")
    assert [paper.name for paper in papers.cases(made)[0].papers] == ["Đơn đề nghị", "Giấy ủy quyền"]
    assert made.doubts == {"papers"}


def test_numbers_of_acts_are_told_from_those_in_their_names() -> None:
    text = (
        f"{legal.HEAD}Nghị định số 91/2022/NĐ-CP sửa đổi Nghị định số 126/2020/NĐ-CP91/2022/NĐ-CPLuật 54/2014/QH13"
        "54/2014/QH13Luật Hộ tịchLuật 60/2014/QH13Về trợ cấp hằng tháng613/QĐ-TTgThí điểm66.7/2025/NQ-CP"
    )
    made = legal.split(text)
    assert made.adds_up_to(text)
    assert [(act.name, act.number) for act in legal.acts(made)] == [
        ("Nghị định số 91/2022/NĐ-CP sửa đổi Nghị định số 126/2020/NĐ-CP", "91/2022/NĐ-CP"),
        ("Luật 54/2014/QH13", "54/2014/QH13"),
        ("Luật Hộ tịch", "Luật 60/2014/QH13"),
        ("Về trợ cấp hằng tháng", "613/QĐ-TTg"),
        ("Thí điểm", "66.7/2025/NQ-CP"),
    ]
    assert made.doubts == set()


def test_an_act_without_a_number_is_doubted() -> None:
    made = legal.split(f"{legal.HEAD}Luật Hộ tịch60/2014/QH13Quyết định của tỉnh24/2024")
    assert [act.number for act in legal.acts(made)] == ["60/2014/QH13", ""]
    assert made.doubts == {"legal"}


def test_results_without_what_the_page_put_around_them() -> None:
    text = (
        "Quyết định công nhậnMã: KQ.G15.000056Thông báo từ chốiMã: KQ.G15.000057Từ khóaKhông có thông tinMô tảTrả tại xã"
        "Chọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngành-- Chọn --Nộp hồ sơ"
    )
    made = results.split(text)
    assert made.adds_up_to(text)
    assert results.names(made) == ["Quyết định công nhận", "Thông báo từ chối"]
    assert made.of("note") == ["Trả tại xã"]


@pytest.mark.parametrize("split", SPLITTERS)
@pytest.mark.parametrize("text", ["", "Bước 2. Nộp hồ sơ cho cơ quan", "x" * 5000, "Tên giấy tờ"])
def test_what_is_no_table_is_left_whole(split: Any, text: str) -> None:
    assert not split(text).adds_up_to(text) or text == ""


# A machine with more to do is no fault of what is tested.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOTES = st.text(alphabet="aăâbcđ ơư.,;:()\n0123456789Đ-", max_size=12)
TIMES = st.sampled_from(["1 Ngày", "15 Ngày làm việc", "8 Giờ", NOTHING, "3"])
FEES = st.sampled_from(["Miễn phí", NOTHING])


@patient
@given(st.lists(st.tuples(st.sampled_from(ways.CHANNELS), TIMES, FEES, NOTES), min_size=1, max_size=4))
def test_any_table_is_read_back_as_it_was_written(rows: list[tuple[str, str, str, str]]) -> None:
    text = table(
        *(f"{channel}{time}{fee}{'' if not note else 'Ghi chú: ' + note}" for channel, time, fee, note in rows)
    )
    made = ways.split(text)
    assert made.adds_up_to(text)
    assert made.of("channel") == [row[0] for row in rows]
    assert made.of("time") == [row[1] for row in rows]


@pytest.mark.parametrize("split", SPLITTERS)
@patient
@given(st.text(alphabet="Trực tuyến1 Ngày(Miễn phí)Tên giấy tờMã: KQ.G/20-NĐCP\n", max_size=200))
def test_no_text_loses_or_gains_a_character(split: Any, text: str) -> None:
    for head in ("", ways.HEAD, f"--{papers.HEAD}", legal.HEAD):
        made = split(head + text)
        assert not made.cells or made.adds_up_to(head + text)
