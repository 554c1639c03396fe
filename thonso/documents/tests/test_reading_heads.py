"""Heads as offices print them, and as files tear or mix them, are read whatever the order of their lines."""

import unicodedata

import pytest

from thonso.documents.reading.rules import read
from thonso.documents.tests.reading_heads import HEADS, PITCH, page


@pytest.mark.parametrize("name", HEADS)
def test_a_head_is_read(name: str) -> None:
    text, expected = HEADS[name]
    assert {key: one.value for key, one in read(page(text)).items()} == expected


@pytest.mark.parametrize("name", HEADS)
def test_order_of_lines_and_normal_form_do_not_matter(name: str) -> None:
    text, expected = HEADS[name]
    lines = page(unicodedata.normalize("NFD", text.replace("Ð", "Đ")))[::-1]
    assert {key: one.value for key, one in read(lines).items()} == expected


def test_each_value_tells_its_place() -> None:
    seen = read(page(HEADS["decision of a commune"][0]))
    assert seen["number"].page == 0
    assert seen["number"].right < 0.5 < seen["place"].left
    assert seen["organ"].top < seen["number"].top < seen["kind"].top < seen["subject"].top
    assert seen["subject"].bottom - seen["subject"].top > PITCH


ENDS = [
    (
        "Nơi nhận: | TM. ỦY BAN NHÂN DÂN\n- Như trên; | KT. CHỦ TỊCH\n- Lưu: VT. | PHÓ CHỦ TỊCH\n\n\n\n| Nguyễn Văn Phó",
        ("Nguyễn Văn Phó", "PHÓ CHỦ TỊCH"),
    ),
    ("Nơi nhận: | T/M BAN THƯỜNG VỤ\n- Như trên, | BÍ THƯ\n\n\n| Giàng A Sử", ("Giàng A Sử", "BÍ THƯ")),
    (
        "Nơi nhận: | TL. BỘ TRƯỞNG\n| VỤ TRƯỞNG VỤ PHÁP LUẬT\n| DÂN SỰ - KINH TẾ\n\n| (Đã ký)\n\n| Trần Thị Bích Hạnh",
        ("Trần Thị Bích Hạnh", "VỤ TRƯỞNG VỤ PHÁP LUẬT DÂN SỰ - KINH TẾ"),
    ),
    (
        "Nơi nhận: | GIÁM ĐỐC\n\n| Ký bởi: Sở Y tế\n| Thời gian ký: 09/02/2026\n| Signature Not Verified\n\n"
        "| Đại tá Cao Minh Huyền",
        ("Đại tá Cao Minh Huyền", "GIÁM ĐỐC"),
    ),
    ("Nơi nhận: | Q. CHÁNH VĂN PHÒNG\n- Như trên; |\n", (None, "Q. CHÁNH VĂN PHÒNG")),
    ("_Văn phòng thông báo để các đơn vị biết./.\n", (None, None)),
]


@pytest.mark.parametrize(("text", "expected"), ENDS)
def test_the_signer_is_read(text: str, expected: tuple[str | None, str | None]) -> None:
    seen = read(page(text, number=2))
    got = tuple(seen[key].value if key in seen else None for key in ("signer_name", "signer_title"))
    assert got == expected
