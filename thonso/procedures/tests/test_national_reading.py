"""The national portal's tables without borders: split into cells that add up to the text, or left whole. Texts are invented."""

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thonso.procedures.national import legal, papers, places, results, ways
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
    made = legal.split(f"{legal.HEAD}Luật Hộ tịch60/2014/QH13Quyết định của tỉnh")
    assert [act.number for act in legal.acts(made)] == ["60/2014/QH13", ""]
    assert made.doubts == {"legal"}


def test_results_without_what_the_page_put_around_them() -> None:
    text = (
        "Quyết định công nhậnMã: KQ.G15.000056Thông báo từ chốiMã: KQ.G15.000057Từ khóaKhông có thông tinMô tảTrả tại xã"
        "Chọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngành-- Chọn --Nộp hồ sơ"
    )
    made = results.split(text)
    assert made.adds_up_to(text)
    assert [(one.name, one.code) for one in results.rows(made)] == [
        ("Quyết định công nhận", "KQ.G15.000056"),
        ("Thông báo từ chối", "KQ.G15.000057"),
    ]
    assert made.of("note") == ["Trả tại xã"]


HOSTILE = {
    "numbers": (legal.split, legal.HEAD, "Luật a 1/CP"),
    "organs": (legal.split, f"{legal.HEAD}1/TT-BTC", "-BTC"),
    "keywords": (results.split, "Mã: a", "Từ khóa"),
    "fees": (ways.split, f"{ways.HEAD}Trực tiếpKhông Miễn phí", "1 VNĐ"),
    "counts": (papers.split, papers.HEAD, "abc1 bản chính"),
    "files": (papers.split, papers.HEAD, "aB"),
    "offices": (places.of_office, "", "cap xa "),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_long_text_made_to_be_slow_is_read_in_seconds(name: str) -> None:
    read_it, head, again = HOSTILE[name]
    begun = time.process_time()
    read_it(head + again * (400_000 // len(again)))
    assert time.process_time() - begun < 15


def test_many_rows_that_all_differ_are_read_in_seconds() -> None:
    begun = time.process_time()
    found = read(table(*(f"Trực tiếp{index % 9999} Ngày{index // 9999 + 1}.000 VNĐ" for index in range(20_000))))
    assert len(found) == 20_000
    assert time.process_time() - begun < 15


@pytest.mark.parametrize("split", SPLITTERS)
@pytest.mark.parametrize("text", ["", "Bước 2. Nộp hồ sơ cho cơ quan", "x" * 5000, "Tên giấy tờ"])
def test_what_is_no_table_is_left_whole(split: Any, text: str) -> None:
    assert not split(text).adds_up_to(text) or text == ""


# A machine with more to do is no fault of what is tested.
patient = settings(suppress_health_check=[HealthCheck.too_slow])
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


# --- Shapes of records that nobody here has seen: invented, each for a rule about the structure ---------------------------


@pytest.mark.parametrize(
    ("rows", "found", "doubted"),
    [
        ("Luật Một năm 202076/2025/QH15Luật Hai12/2024/QH15", ["76/2025/QH15", "12/2024/QH15"], False),
        ("Chương trình 2021-2030182/2025/NQ-HĐND", ["182/2025/NQ-HĐND"], False),
        ("Kế hoạch 2021-2025.01/2022/TT-BXDLuật Ba1/2020/QH14", ["01/2022/TT-BXD", "1/2020/QH14"], False),
        ("Quy định hồ sơ12/2025/TT-BNVTHÔNG TƯ VỀ SỔ3/2025/TT-BTP", ["12/2025/TT-BNV", "3/2025/TT-BTP"], False),
        ("Về lao động1/2019/TT-BLĐTBXHTHÔNG TƯ HAI2/2019/TT-BYT", ["1/2019/TT-BLĐTBXH", "2/2019/TT-BYT"], False),
        ("Phối hợp4/2014/NQLT-CP-UBTƯMTTQVN Luật Bốn5/2015/QH13", ["4/2014/NQLT-CP-UBTƯMTTQVN", "5/2015/QH13"], False),
        ("Nghị định về xe.73-CPLuật Năm6/2016/QH13", ["73-CP", "6/2016/QH13"], False),
        ("Nghị định của Chính phủ167/2025Luật Sáu7/2017/QH14", ["167/2025", "7/2017/QH14"], False),
        ("Thông tư 08.a/2010/TT-BTP08.a/2010/TT-BTPLuật Bảy8/2018/QH14", ["08.a/2010/TT-BTP", "8/2018/QH14"], False),
        ("Về tổ chức190/2025/NQ-QH15Luật Tám9/2023/QH15", ["190/2025/NQ-QH15", "9/2023/QH15"], False),
        ("Thông tư 1/2023/TT-BTC của Bộ Tài chính.TT1/2023/TT-BTC", ["TT1/2023/TT-BTC"], False),
        ("Thông tư số 2/2016/TT-BTC ngày 1/1/2016 về phí2/2016/TT-BTC", ["2/2016/TT-BTC"], False),
        ("Thông tư80Nghị định 59/2018/NĐ-CP59/2018/NĐ-CP", ["59/2018/NĐ-CP"], True),
        ("Luật18/2017/QH14", ["18/2017/QH14"], True),
        ("Về tuổi đảng viên13-TB/TWLuật Chín1/2013/QH13", ["1/2013/QH13"], True),
        ("Về cơ quan lạ5/2025/TT-XYZBAN HÀNH SỔ6/2025/TT-BTP", ["6/2025/TT-BTP"], True),
    ],
)
def test_numbers_of_acts_in_many_shapes(rows: str, found: list[str], doubted: bool) -> None:
    made = legal.split(legal.HEAD + rows)
    assert made.adds_up_to(legal.HEAD + rows)
    assert [act.number for act in legal.acts(made)][-len(found) :] == found
    assert ("legal" in made.doubts) is doubted


@pytest.mark.parametrize(
    ("rows", "found", "doubted"),
    [
        ("Đơn theo Mẫu số 181 bản chínhGiấy khác2 bản chính", [("Đơn theo Mẫu số 18", 1, None), ("Giấy khác", 2, None)], True),
        ("Tờ khai CT011 bản chính,2 bản sao", [("Tờ khai CT01", 1, 2)], True),
        ("Quyết định 03-QĐ6131 bản chính", [("Quyết định 03-QĐ613", 1, None)], True),
        ("Giấy cấp năm 20191 bản chính", [("Giấy cấp năm 2019", 1, None)], False),
        ("Ảnh: 01 bản chính1 bản chính", [("Ảnh: 01 bản chính", 1, None)], False),
        ("Ảnh12 bản chính", [("Ảnh", 12, None)], False),
        ("Giấy (nếu có),1 bản chính", [("Giấy (nếu có),", 1, None)], False),
        ("Giấy (nếu có).\t1 bản chính- Giấy hai0 bản chính,1 bản sao", [("Giấy (nếu có).", 1, None), ("Giấy hai", 0, 1)], False),
        ("Giấy một1 bản saođối với trẻ em1 bản chính", [("Giấy một", None, 1), ("đối với trẻ em", 1, None)], False),
        ("Hóa đơn: 01 bản chụp;0 bản chính", [("Hóa đơn: 01 bản chụp;", 0, None)], True),
        ("Số lượng: 01 bộ0 bản chính", [("Số lượng: 01 bộ", 0, None)], False),
        ("Đơn của Chính phủBáo cáo tháng1 bản chính", [("Đơn của Chính phủBáo cáo tháng", 1, None)], True),
    ],
)  # fmt: skip
def test_counts_of_papers_in_many_shapes(rows: str, found: list[tuple[str, Any, Any]], doubted: bool) -> None:
    text = f"--{papers.HEAD}{rows}"
    made = papers.split(text)
    assert made.adds_up_to(text)
    (case,) = papers.cases(made)
    assert [(paper.name, paper.originals, paper.copies) for paper in case.papers] == found
    assert ("papers" in made.doubts) is doubted


@pytest.mark.parametrize(
    ("name", "form", "doubted"),
    [
        ("Đơn theo Nghị định số 1/2026/NĐ-CP", "Mẫu số 09.docx", False),
        ("Đơn ban hành ngày 25/01/2026", "Mau so 01.docx", False),
        ("Tờ khai ban hành kèm Thông tư số 1/2021/TT-BTC", "05 TNDN.docx", False),
        ("Đơn theo mẫu (Thông tư số 1/2025/TT-BCA).", "1.MauCT01banhanh (3).doc", False),
        ("Xác nhận nhà dưới 15m2 sàn/người).", "phuluc TT 05 mau so 03.docx", False),
        ("Theo cụm từ “Địa chỉ thường trú”", "Phụ lục Đơn.doc", False),
        ("Đơn đề nghị;", "ĐƠN XIN (dùng cho xe) (1).docx", False),
        ("Đơn theo quy địnhvăn bản đề nghị.docx", "", True),
        ("Hai tệpmau1.docxmau2.docx", None, True),
    ],
)
def test_names_of_forms_in_many_shapes(name: str, form: str | None, doubted: bool) -> None:
    text = f"--{papers.HEAD}{name}{form or ''}1 bản chính"
    made = papers.split(text)
    assert made.adds_up_to(text)
    if form is not None:
        (case,) = papers.cases(made)
        assert (case.papers[0].name, case.papers[0].form) == (name, form)
    assert ("papers" in made.doubts) is doubted


@pytest.mark.parametrize(
    ("row", "doubted"),
    [
        ("Trực tiếp3 Ngày8,000 VNĐ(8.000 đồng/bản)", set()),
        ("Trực tiếp3 Ngày10 USD(/bản)", set()),
        ("Trực tiếp3 NgàyMiễn phí(Không quy định.)", set()),
        ("Trực tiếp3 Ngày25 VNĐ(25.000đ/giấy)", {"fee"}),
        ("Trực tiếp3 Ngày5,000 VNĐ(thu 7.000 đồng/lần)", {"fee"}),
        ("Trực tiếp3 Ngày50,000 VNĐ(Mức thu do Hội đồng nhân dân tỉnh quyết định)", {"fee"}),
        ("Trực tiếp0 NgàyMiễn phí", {"time"}),
        ("Trực tiếpKhôngMiễn phí", {"time"}),
        ("Trực tiếpKhông quy địnhMiễn phí", set()),
    ],
)
def test_times_and_fees_that_cannot_be_relied_on_are_doubted(row: str, doubted: set[str]) -> None:
    made = ways.split(table(row))
    assert made.adds_up_to(table(row))
    assert made.doubts == doubted


def test_a_bracket_that_only_numbers_the_description_is_no_note_of_the_fee() -> None:
    (way,) = read(table(f"Trực tiếp3 Ngày{NOTHING}(1) Trường hợp thứ nhất."))
    assert way.note == "(1) Trường hợp thứ nhất."
    (way,) = read(table("Trực tiếp3 NgàyMiễn phí((ghi chú)))"))
    assert (way.fees, way.note) == (["Miễn phí ((ghi chú)))"], "")


def test_a_code_that_is_none_of_the_portals_is_doubted() -> None:
    assert results.split("Giấy xác nhậnMã: dsfas").doubts == {"result"}
    assert results.split("...Mã: KQ.G01.000279").doubts == {"result"}
    assert results.split("Quyết địnhMã: 000.00.00.G11-KQ3554").doubts == set()
