"""What a text costs, and how it reads without diacritics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.base.text import fold
from thonso.core.notices.channels.sms.text import Size, size, without_diacritics

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, Size("gsm7", 160, 1)),
        ("a" * 161, Size("gsm7", 161, 2)),
        ("a" * 306, Size("gsm7", 306, 2)),
        ("a" * 307, Size("gsm7", 307, 3)),
        ("[" * 80, Size("gsm7", 160, 1)),
        ("a" * 152 + "[" + "a" * 10, Size("gsm7", 164, 2)),
        ("ồ" * 70, Size("ucs2", 70, 1)),
        ("ồ" * 71, Size("ucs2", 71, 2)),
        ("ồ" * 134, Size("ucs2", 134, 2)),
        ("ồ" * 135, Size("ucs2", 135, 3)),
        ("😀" * 35, Size("ucs2", 70, 1)),
        ("😀" * 36, Size("ucs2", 72, 2)),
        ("", Size("gsm7", 0, 1)),
    ],
)
def test_parts_are_counted_as_the_networks_count_them(text, expected):
    assert size(text) == expected


def test_a_character_of_two_units_is_not_torn_between_parts():
    # 152 + 2 do not fit into 153: the bracket goes into the second part, which then overflows into a third.
    assert size("a" * 152 + "[" + "a" * 152).segments == 3
    assert size("a" * 153 + "a" * 153).segments == 2


def test_vietnamese_reads_without_diacritics_and_keeps_its_case():
    assert (
        without_diacritics("UBND xã Bát Xát: Đã tiếp nhận hồ sơ “TS-7K”…")
        == 'UBND xa Bat Xat: Da tiep nhan ho so "TS-7K"...'
    )


@given(st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " .,:;0123456789-/", max_size=400))
def test_every_vietnamese_text_becomes_gsm_of_the_same_length(text):
    plain = without_diacritics(text)
    assert len(plain) == len(text)
    assert size(plain).encoding == "gsm7"
    assert fold(plain) == fold(text)


@given(st.text(max_size=700))
def test_parts_hold_what_they_must(text):
    found = size(text)
    alone, each = (160, 153) if found.encoding == "gsm7" else (70, 67)
    if found.units <= alone:
        assert found.segments == 1
    else:
        assert (found.segments - 1) * (each - 1) < found.units <= found.segments * each
