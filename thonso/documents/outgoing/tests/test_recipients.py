"""What "Nơi nhận" says: to whom, who keeps a copy, how many."""

import pytest

from thonso.documents.outgoing.recipients import Recipients, lines, read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Như Điều 3;\n- HĐND xã;\n- Lưu: VT, VHXH (05 bản).", (("Như Điều 3", "HĐND xã"), "VT, VHXH", "5")),
        ("- Như trên;\n– LƯU: VT", (("Như trên",), "VT", "")),
        ("Lưu: VT, KT; 12 bản", ((), "VT, KT", "12")),
        ("", ((), "", "")),
        ("Bản Vược;\nLưu trữ huyện", (("Bản Vược", "Lưu trữ huyện"), "", "")),
    ],
)  # fmt: skip
def test_who_gets_it_and_who_keeps_it(text: str, found: tuple[tuple[str, ...], str, str]) -> None:
    assert read(text) == Recipients(*found)


def test_dashes_and_semicolons_that_people_type_are_left_out() -> None:
    assert lines(" - Sở Nội vụ;\n\n•UBND tỉnh .\n+ Công an xã") == ["Sở Nội vụ", "UBND tỉnh", "Công an xã"]
