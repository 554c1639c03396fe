"""Each kind of document against the layout table of NĐ 30/2020/NĐ-CP, Appendix I: size, style and place of every part,
measured on the page. What the table of our reference does not give (indents of chapters) is not asserted."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from thonso.core import papers
from thonso.documents import kinds
from thonso.documents.outgoing import setting
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.outgoing.tests.measuring import A4, Line, lines

DAY = date(2027, 1, 5)
KINDS = [one for one in kinds.in_force("government", DAY) if not one.copy]
LONG = (
    "Nội dung này dài hơn một dòng để thấy dòng thứ hai bắt đầu ở lề trái và cả đoạn được căn đều hai bên trên trang."
)
BODY = f"""Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Điều 1. {LONG}
1. {LONG}
a) {LONG}
Điều 2. Trách nhiệm thi hành
STT\tThôn\tSố hộ
1\tSuối Chải\t86
Đoạn cuối của văn bản
PHỤ LỤC
Danh sách các thôn
STT\tThôn
1\tSuối Chải"""
TEXTS = {"subject": "Về việc tuyên truyền tại các thôn", "addressees": "Trưởng các thôn", "body": BODY,
         "recipients": "Như trên;\nLưu: VT, VHXH (05 bản)."}  # fmt: skip
HEAD = {"organ": "Ủy ban nhân dân xã Bát Xát", "parent_organ": "Tỉnh Lào Cai", "place": "Bát Xát"}
NUMBERED = setting.Numbered(5, DAY, "Nguyễn Văn Hải")


@pytest.fixture(autouse=True)
def _head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting.heads, "head", lambda _commune, _at: dict(HEAD))
    monkeypatch.setattr(setting.heads, "committee", lambda _commune: HEAD["organ"])


def page(
    key: str, *, role: str = "deputy_chairman", texts: dict[str, str] | None = None, apart: bool = False, **columns: Any
) -> list[Line]:
    row = SimpleNamespace(
        kind=key, unit="VHXH", organ="ubnd", capacity="body", urgency=1, commune=None,
        begun_at=datetime(2027, 1, 5, 3, tzinfo=UTC), state="draft",
    )  # fmt: skip
    vars(row).update(columns)
    made = papers.render(setting.PAPER, setting.data(cast(Outgoing, row), TEXTS | (texts or {}), role, NUMBERED))
    return lines(made, apart=apart)


def the(found: list[Line], beginning: str) -> Line:
    line = next((one for one in found if one.words.startswith(beginning)), None)
    assert line is not None, f"{beginning!r} is not on the page: {[one.words for one in found]}"
    return line


def is_set(line: Line, low: float, high: float, style: str) -> None:
    assert low <= line.size <= high, f"{line.words}: {line.size} pt"
    assert line.style == style, f"{line.words}: {line.style}"


@pytest.mark.parametrize("kind", KINDS, ids=[one.key for one in KINDS])
def test_every_part_is_set_as_the_table_says(kind: kinds.Kind) -> None:
    found = page(kind.key)
    is_set(the(found, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), 12, 13, "bold")
    is_set(the(found, "Độc lập - Tự do - Hạnh phúc"), 13, 14, "bold")
    is_set(the(found, "TỈNH LÀO CAI"), 12, 13, "regular")
    is_set(the(found, "ỦY BAN NHÂN DÂN"), 12, 13, "bold")
    number = the(found, "Số:")
    is_set(number, 13, 13, "regular")
    parts = {"kind": kind.abbreviation, "organ": "UBND", "unit": "VHXH"}
    assert number.words == "Số: 05/" + "-".join(parts[part] for part in kind.symbol)
    is_set(the(found, "Bát Xát, ngày 05 tháng 01 năm 2027"), 13, 14, "italic")
    is_set(the(found, "KHẨN"), 13, 14, "bold")
    is_set(the(found, "Kính gửi:"), 13, 14, "regular")
    is_set(the(found, "TM. ỦY BAN NHÂN DÂN"), 13, 14, "bold")
    is_set(the(found, "KT. CHỦ TỊCH"), 13, 14, "bold")
    is_set(the(found, "Nguyễn Văn Hải"), 13, 14, "bold")
    is_set(the(found, "Nơi nhận:"), 12, 12, "bold italic")
    is_set(the(found, "- Như trên;"), 11, 11, "regular")
    assert the(found, "- Lưu: VT, VHXH (05 bản).").words.endswith(".")
    _subject(kind, found)
    _body(kind, found)
    _page(found)


def _subject(kind: kinds.Kind, found: list[Line]) -> None:
    if not kind.named:
        is_set(the(found, "V/v"), 12, 13, "regular")
        assert the(found, "V/v").top > the(found, "Số:").bottom
        assert the(found, "V/v").right < A4[0] / 2
        return
    title, subject = the(found, kind.name.upper()), the(found, "Về việc tuyên truyền")
    is_set(title, 13, 14, "bold")
    is_set(subject, 13, 14, "bold")
    assert title.bottom <= subject.top
    for line in (title, subject):  # in the middle between margins of 30 and 15 mm
        assert abs(line.middle - 112.5) < 1.5, line.words


def _body(kind: kinds.Kind, found: list[Line]) -> None:
    is_set(the(found, "Căn cứ"), 13, 14, "italic")
    is_set(the(found, "Điều 1."), 13, 14, "bold")
    is_set(the(found, "Nội dung này dài hơn"), 13, 14, "regular")
    is_set(the(found, "Điều 2. Trách nhiệm thi hành"), 13, 14, "bold")
    assert the(found, "Đoạn cuối của văn bản").words.endswith("./.")
    for beginning in ("Điều 1.", "1. Nội dung", "a) Nội dung", "Đoạn cuối"):  # first line 1 to 1.27 cm
        # A letter begins a little behind its own place ("1" of Tinos by 0.4 mm).
        assert 9.8 <= the(found, beginning).left - 30 <= 13.3, beginning
    first = the(found, "1. Nội dung")
    second = found[found.index(first) + 1]
    assert second.left - 30 < 1
    assert A4[0] - first.right - 15 < 1.5  # to both margins
    if kind.enacts:
        enacting = the(found, kind.enacts)
        is_set(enacting, 13, 14, "bold")
        assert abs(enacting.middle - 112.5) < 1.5
        is_set(the(found, "ỦY BAN NHÂN DÂN XÃ BÁT XÁT"), 13, 14, "bold")


def _page(found: list[Line]) -> None:
    """Margins: top and bottom 20 to 25 mm, left 30 to 35, right 15 to 20; the number of a page from the second on."""
    numbers = [one for one in found if one.words.isdecimal() and one.top < 20]
    assert [(one.words, one.page) for one in numbers] == [("2", 2)]
    is_set(numbers[0], 13, 14, "regular")
    assert abs(numbers[0].middle - 112.5) < 1.5
    for line in (one for one in found if one not in numbers):
        assert line.left >= 29.8, f"{line.words}: {line.left:.1f} mm from the left"
        assert line.right <= A4[0] - 14.8, f"{line.words}: to {A4[0] - line.right:.1f} mm"
        assert line.top >= 19.5, f"{line.words}: {line.top:.1f} mm from the top"
        assert line.bottom <= A4[1] - 19.5, f"{line.words}: {A4[1] - line.bottom:.1f} mm from the bottom"
    annex = the(found, "PHỤ LỤC")
    assert annex.page == 2
    is_set(annex, 13, 14, "bold")
    is_set(the(found, "(Kèm theo"), 13, 14, "italic")


@pytest.mark.parametrize(
    ("capacity", "role", "expected"),
    [
        ("chair", "chairman", ["CHỦ TỊCH"]),
        ("body", "chairman", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("chair", "deputy_chairman", ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ],
)
def test_over_the_signature_stands_in_whose_name(capacity: str, role: str, expected: list[str]) -> None:
    found = page("quyet-dinh", capacity=capacity, role=role)
    signer = the(found, "Nguyễn Văn Hải")
    over = [one.words for one in found if one.left > 112 and one.page == 1 and signer.top - 60 < one.top < signer.top]
    assert [words for words in over if words.isupper()] == expected


def test_two_signs_of_a_number_below_ten_and_of_the_first_two_months() -> None:
    assert the(page("ke-hoach"), "Số:").words == "Số: 05/KH-UBND"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Về việc rà soát hộ nghèo", "V/v rà soát hộ nghèo"),
        ("V/v rà soát hộ nghèo", "V/v rà soát hộ nghèo"),
        ("trả lời về việc rà soát", "V/v trả lời về việc rà soát"),
    ],
)
def test_the_words_before_the_subject_of_a_letter_stand_once(typed: str, printed: str) -> None:
    found = " ".join(one.words for one in page("cong-van", texts={"subject": typed}))
    assert printed in found
    assert found.count("V/v") == 1


def test_a_document_that_is_not_urgent_has_no_frame() -> None:
    assert not any(one.words == "KHẨN" for one in page("ke-hoach", urgency=0))


FIGURES = ["Khoản mục", *(f"Quý {n}" for n in range(1, 5)), "Cộng", "Dự toán", "Chênh lệch"]
ROW = ["Chi thường xuyên sự nghiệp giáo dục", *["1.250.000.000"] * 7]


@pytest.mark.parametrize("columns", [3, 8])
def test_cells_do_not_run_into_each_other(columns: int) -> None:
    rows = "\n".join("\t".join(row[:columns]) for row in (FIGURES, ROW, ROW))
    link = "Địa chỉ\tGhi chú\n1\thttps://dichvucong.gov.vn/p/home/dvc-trang-chu.html?ma=1234567890123456789012345678901"
    found = page("bao-cao", texts={"body": f"Kết quả:\n{rows}\n\n{link}\nHết"}, apart=True)
    assert sum(one.words == "1.250.000.000" for one in found) == 2 * (columns - 1)
    for one in found:
        beside = [
            other for other in found
            if other is not one and other.page == one.page and other.top < one.bottom - 0.5 and other.bottom > one.top + 0.5
        ]  # fmt: skip
        assert all(other.right <= one.left + 0.2 or other.left >= one.right - 0.2 for other in beside), one.words
        assert 29.5 <= one.left <= one.right <= 195.5, one.words


def test_a_cell_longer_than_a_page_is_whole() -> None:
    words = " ".join(f"chữ{n}" for n in range(2500))
    found = page("bao-cao", texts={"body": f"STT\tNội dung\n1\t{words}\nHết"})
    assert {f"chữ{n}" for n in range(2500)} <= {word for one in found for word in one.words.split()}
    assert all(0 < one.top < one.bottom < A4[1] for one in found)


def test_a_long_list_of_recipients_goes_on_over_the_page() -> None:
    many = "\n".join(f"Thôn số {n}" for n in range(90))
    found = page("ke-hoach", texts={"body": "Một đoạn", "recipients": many})
    assert sum(one.words.startswith("- Thôn số") for one in found) == 90
    assert all(0 < one.top < one.bottom < A4[1] - 15 for one in found)


def test_the_signature_is_never_alone_on_a_page() -> None:
    for count in range(18, 32):
        found = page(
            "ke-hoach", texts={"body": "\n".join(f"Đoạn thứ {n}." for n in range(count)), "recipients": "Lưu: VT"}
        )
        signer, last = the(found, "Nguyễn Văn Hải"), the(found, f"Đoạn thứ {count - 1}")
        assert last.page == signer.page
