"""Whatever lines a file gives, reading ends well; and what an office numbers, it finds again."""

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from thonso.documents.reading import frames, words
from thonso.documents.reading.rules import Found, Line, read

PIECES = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số: ", "Số 05-NQ/ĐU", "/QĐ-UBND", "V/v ", "QUYẾT ĐỊNH",
    "Nơi nhận:", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn A", ", ngày 31 tháng 02 năm 2026", "trước ngày 5/13/2026", "gửi",
    "Trích yếu: ", "KHẨN", "Kính gửi:", "\u00a0", "\u0301", "-----", "*", "ĐẾN", "- Lưu: VT. ", "năm 20260", "00000",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
SIDES = st.one_of(st.floats(0, 1), st.floats())
LINES = st.builds(
    Line, TEXTS, st.integers(0, 3), SIDES, SIDES, SIDES, SIDES, st.floats(0, 100), st.sampled_from([None, True, False])
)
KEYS = {
    "number", "notation", "code", "dated", "place", "organ", "superior", "kind", "subject", "signer_name", "signer_title",
    "urgency", "due",
}  # fmt: skip


@given(st.lists(LINES, max_size=12))
def test_reading_never_fails_and_says_only_what_it_may(lines: list[Line]) -> None:
    seen = read(lines)
    assert seen.keys() <= KEYS
    for key, one in seen.items():
        assert isinstance(one, Found)
        assert one.value
        assert one.value == words.tidy(one.value)
        if key in {"dated", "due"}:
            date.fromisoformat(one.value)


@given(
    st.integers(1, 99_999),
    st.sampled_from(["QĐ", "TTr", "CTr", "QyĐ", "GM", "KH", "TB"]),
    st.sampled_from(["UBND", "HĐND", "SNV", "BCĐ389", "UBND-VHXH", "MTTQ-BTT", "VP&TH"]),
    st.sampled_from(["Số: ", "Số ", "Sô: ", "S ố : ", "Số:", "SỐ: ", "Số:\u00a0\u00a0"]),
    st.sampled_from(["", "0"]),
)
def test_a_number_that_was_given_is_found_again(count: int, kind: str, organ: str, word: str, nought: str) -> None:
    number = f"{nought}{count}"
    seen = read([Line(f"{word}{number}/{kind}-{organ}", 0, 0.2, 0.12, 0.4, 0.14, 13)])
    assert seen["number"].value == number
    assert seen["notation"].value == f"{kind}-{organ}"
    assert seen["code"].value == f"{number}/{kind}-{organ}"
    party = read([Line(f"{word}{number}-{kind}/{organ}", 0, 0.2, 0.12, 0.4, 0.14, 13)])
    assert party["code"].value == f"{number}-{kind}/{organ}"


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.booleans(), st.sampled_from([" ", "  ", "\u00a0", ""]))
def test_a_day_in_the_head_is_found_with_and_without_noughts(day: date, noughts: bool, gap: str) -> None:
    d, m = (f"{day.day:02d}", f"{day.month:02d}") if noughts else (str(day.day), str(day.month))
    text = f"Bát Xát, ngày{gap}{d}{gap}tháng{gap}{m}{gap}năm{gap}{day.year}"
    seen = read([Line(text, 0, 0.5, 0.12, 0.9, 0.14, 13)])
    assert (seen["dated"].value, seen["place"].value) == (day.isoformat(), "Bát Xát")


@given(st.integers(0, 1000), st.integers(1, 255))
def test_taking_frames_off_ends_on_any_page(seed: int, share: int) -> None:
    grey = bytes(0 if one < share else 255 for one in Random(seed).randbytes(300 * 200))
    assert frames.without(Image.frombytes("L", (300, 200), grey)).size == (300, 200)
