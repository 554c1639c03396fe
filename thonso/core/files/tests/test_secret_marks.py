"""A document with a framed MẬT, TỐI MẬT or TUYỆT MẬT never enters; honey (MẬT ONG) does."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.files.models import Upload
from thonso.core.files.rules import Box, is_mark, marked_secret, stamped_secret
from thonso.core.files.sentences import FileRefused
from thonso.core.files.tests import making
from thonso.core.files.tests.conftest import files_under

MARKS = ["MẬT", "TỐI MẬT", "TUYỆT MẬT"]
FRAMED = [
    "#rect[{mark}]",
    "#align(right, box(stroke: 1pt, inset: 4pt)[*{mark}*])\n= Công văn",
    "#place(top + left, dx: 300pt, rect[{mark}])\nỦy ban nhân dân xã Bát Xát",
    "Trang đầu\n#pagebreak()\n#rect[{mark}]",
    "#rotate(90deg, reflow: true, rect[{mark}])",
    "#rect[#text(tracking: 4pt)[{mark}]]",
]
HARMLESS = [
    "MẬT ONG rừng Bát Xát, 250.000 đ/lít",
    "#rect[MẬT ONG]",
    "#box(width: 30pt)[MẬT ONG RỪNG]",
    "Giá mật ong năm nay tăng. Mật.",
    "Hộ nuôi ong lấy MẬT tại thôn Suối Chải",
    "BÍ MẬT KINH DOANH",
    "MẬT KHẨU CỦA BẠN",
    "#rect[KHẨN]",
]


@pytest.mark.django_db
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("frame", FRAMED)
def test_a_marked_pdf_is_refused_and_kept_nowhere(
    send: Callable[..., Upload], media: Path, mark: str, frame: str
) -> None:
    with pytest.raises(FileRefused) as caught:
        send(making.pdf(frame.format(mark=mark)), "cong-van.pdf")
    assert caught.value.reason == "secret_mark"
    assert files_under(media) == []
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_a_mark_put_on_as_an_annotation_is_found(send: Callable[..., Upload], media: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        send(making.pdf_stamped("TỐI MẬT"), "cong-van.pdf")
    assert caught.value.reason == "secret_mark"


@pytest.mark.django_db
@pytest.mark.parametrize("markup", HARMLESS)
def test_honey_and_ordinary_words_pass(send: Callable[..., Upload], markup: str) -> None:
    assert send(making.pdf(markup), "to-roi.pdf").state == Upload.State.READY


@given(st.sampled_from(MARKS), st.text("[]()|*-—. \t│", max_size=6), st.sampled_from(["NFC", "NFD"]))
def test_a_mark_is_seen_in_any_frame_and_either_normal_form(mark: str, frame: str, form: str) -> None:
    line = unicodedata.normalize(form, frame + mark + frame)
    assert is_mark(line)
    assert marked_secret(["Kính gửi", line, "Nội dung"])
    assert is_mark(" ".join(mark.replace(" ", "")))


@given(st.sampled_from(MARKS), st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8))
def test_a_mark_within_other_words_is_not_one(mark: str, word: str) -> None:
    assert not is_mark(f"{mark} {word}")


def test_a_stamp_beside_a_heading_is_found_and_a_word_in_a_line_is_not() -> None:
    stamp = Box("MẬT", 400, 700, 430, 712)
    assert stamped_secret([stamp, Box("ỦY BAN NHÂN DÂN", 60, 700, 220, 712)])
    assert not stamped_secret([stamp, Box("ONG", 434, 700, 460, 712)])
    assert not stamped_secret([stamp, Box("lấy", 375, 700, 396, 712)])
    assert not stamped_secret([stamp, Box("ONG RỪNG", 395, 686, 440, 698)])
    assert not stamped_secret([Box("MẬT KHẨU", 400, 700, 430, 712)])
