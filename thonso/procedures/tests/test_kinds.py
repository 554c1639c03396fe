"""What people type, and what becomes of it, kind by kind."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.procedures.forms.kinds import KINDS, Context
from thonso.procedures.forms.shape import Field, Option, Part
from thonso.procedures.tests.making import TODAY

CONTEXT = Context(today=TODAY)
FIELDS = {
    "text": Field("k", "text", "Tên", max_length=20),
    "name": Field("k", "text", "Họ tên", max_length=100, written="name"),
    "letters": Field("k", "text", "Dân tộc", max_length=30, written="letters"),
    "longtext": Field("k", "longtext", "Kể"),
    "number": Field("k", "number", "Số", min=1, max=2000),
    "decimal": Field("k", "number", "Diện tích", decimals=2),
    "money": Field("k", "money", "Tiền"),
    "date": Field("k", "date", "Ngày", unknown=True),
    "exact": Field("k", "date", "Ngày"),
    "past": Field("k", "date", "Ngày", unknown=True, time_way="past"),
    "future": Field("k", "date", "Ngày", time_way="future"),
    "choice": Field("k", "choice", "Chọn", options=(Option("a", "A"), Option("b", "B"))),
    "choices": Field("k", "choices", "Chọn", options=(Option("a", "A"), Option("b", "B"))),
    "yes_no": Field("k", "yes_no", "Có không"),
    "consent": Field("k", "consent", "Đồng ý"),
    "phone": Field("k", "phone", "Điện thoại"),
    "id_number": Field("k", "id_number", "Số định danh"),
    "file": Field("k", "file", "Ảnh", paper="p", max_files=2),
    "signature": Field("k", "signature", "Ký"),
    "unit": Field("k", "unit", "Nơi", depth="hamlet"),
    "statement": Field("k", "statement", "Đọc"),
    "group": Field("k", "group", "Người", row_name="người", fields=(Field("n", "text", "Tên"),)),
    "person": Field(
        "k",
        "person",
        "Người",
        parts=(Part("full_name", True), Part("id_number", False), Part("birth", True), Part("sex", True)),
    ),
}
HASH = "a" * 64
STROKES = "40,120 60,80 80,120 100,60;120,100 150,90 180,110 210,70"


def parse(name: str, raw: Any) -> tuple[Any, dict[str, list[str]]]:
    field = FIELDS[name]
    return KINDS[field.kind].parse(raw, field, CONTEXT)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("text", "  Lý   Thị Mai ", "Lý Thị Mai"),
        ("text", "Ly\u0301", "Lý"),
        ("longtext", "một\r\nhai", "một\nhai"),
        ("number", "12", 12),
        ("number", "1.500", 1500),
        ("number", 12, 12),
        ("decimal", "2,5", "2.5"),
        ("decimal", "2.50", "2.5"),
        ("money", "1.500.000", 1_500_000),
        ("money", "1500000 đ", 1_500_000),
        ("money", "20 nghìn", 20_000),
        ("money", "1,8 triệu", 1_800_000),
        ("money", "0", 0),
        ("date", "12/3/1985", "1985-03-12"),
        ("date", "12-3-1985", "1985-03-12"),
        ("date", "3/1985", "1985-03"),
        ("date", "1985", "1985"),
        ("date", "1985-03-12", "1985-03-12"),
        ("date", {"day": "12", "month": "3", "year": "1985"}, "1985-03-12"),
        ("date", {"day": "", "month": "", "year": "1985"}, "1985"),
        ("date", "29/02/2024", "2024-02-29"),
        ("past", "23/11/2026", "2026-11-23"),
        ("future", "23/11/2026", "2026-11-23"),
        ("choice", "a", "a"),
        ("choices", ["b", "a"], ["a", "b"]),
        ("choices", "a", ["a"]),
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("yes_no", False, False),
        ("consent", "1", True),
        ("consent", True, True),
        ("phone", "+84 912 345 678", "0912345678"),
        ("phone", "0912.345.678", "0912345678"),
        ("id_number", "015 168 990001", "015168990001"),
        ("file", [HASH, HASH], [HASH]),
        ("file", HASH, [HASH]),
        ("signature", {"strokes": STROKES}, {"way": "drawn", "strokes": STROKES}),
        ("signature", {"strokes": STROKES, "way": "paper"}, {"way": "paper"}),
        ("unit", {"province": "15", "commune": "02683"}, {"province": "15", "commune": "02683"}),
        ("unit", {"province": "", "commune": "15/02683"}, {"province": "15", "commune": "02683"}),
        ("group", {"1": {"n": "B"}, "0": {"n": "A"}}, [{"n": "A"}, {"n": "B"}]),
        (
            "person",
            {"full_name": "LÝ THỊ MAI", "birth": "1968", "sex": "female", "id_number": ""},
            {"full_name": "Lý Thị Mai", "birth": "1968", "sex": "female"},
        ),
    ],
)
def test_what_people_type_becomes_one_value(name: str, raw: Any, value: Any) -> None:
    assert parse(name, raw) == (value, {})
    assert parse(name, value) == (value, {})


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("text", "quá dài quá dài quá dài"),
        ("text", "a\x00b"),
        ("text", "a\u202eb"),
        ("text", "a\ufffdb"),
        ("text", {"a": 1}),
        ("number", "mười hai"),
        ("number", "1.5"),
        ("number", "0"),
        ("number", "5000"),
        ("number", "١٢"),
        ("number", "1e3"),
        ("number", True),
        ("money", "nhiều"),
        ("money", "1.50.000"),
        ("money", "0,0005 triệu"),
        ("date", "31/2/1985"),
        ("date", "29/02/2023"),
        ("date", "13/13/1985"),
        ("date", "85"),
        ("date", "hôm qua"),
        ("date", {"day": "5", "month": "", "year": "1985"}),
        ("date", {"day": "x", "month": "3", "year": "1985"}),
        ("date", "12/3/0085"),
        ("exact", "3/1985"),
        ("past", "24/11/2026"),
        ("future", "22/11/2026"),
        ("choice", "c"),
        ("choice", ["a", "b"]),
        ("choices", ["a", "c"]),
        ("choices", [1]),
        ("yes_no", "maybe"),
        ("phone", "12345"),
        ("phone", "09123456789"),
        ("id_number", "12345"),
        ("id_number", "999999999999"),
        ("file", "not a hash"),
        ("file", [HASH, "b" * 64, "c" * 64]),
        ("signature", {"strokes": "1,1"}),
        ("signature", {"strokes": "<script>"}),
        ("signature", {"strokes": "900,1 " + STROKES}),
        ("unit", {"province": "15"}),
        ("unit", {"province": "15", "commune": "<b>"}),
        ("group", 5),
        ("person", "Lý Thị Mai"),
        ("person", {"full_name": "Mai 2", "birth": "1968", "sex": "female"}),
        ("person", {"full_name": "Lý Thị Mai", "birth": "1999", "sex": "female", "id_number": "015168990001"}),
        ("person", {"full_name": "Lý Thị Mai", "birth": "1968", "sex": "male", "id_number": "015168990001"}),
        ("person", {"full_name": "Lý Thị Mai"}),
    ],
)
def test_what_cannot_be_right_gets_a_sentence(name: str, raw: Any) -> None:
    _value, errors = parse(name, raw)
    sentences = [text for found in errors.values() for text in found]
    assert sentences
    assert all(len(text) > 15 and text[0].isupper() and text.rstrip()[-1] in ".?”" for text in sentences)


@pytest.mark.parametrize("name", sorted(FIELDS))
@pytest.mark.parametrize("raw", [None, "", [], {}])
def test_nothing_is_nothing_and_no_error(name: str, raw: Any) -> None:
    assert parse(name, raw) == (None, {})


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_kind_asks_in_words_and_has_a_schema(name: str) -> None:
    field = FIELDS[name]
    kind = KINDS[field.kind]
    assert kind.schema(field)
    if kind.answerable:
        assert all(text for found in kind.missing(field).values() for text in found)


@given(st.sampled_from(sorted(FIELDS)), st.none() | st.booleans() | st.integers() | st.text(max_size=40))
def test_a_value_that_was_read_is_read_the_same_again(name: str, raw: Any) -> None:
    value, errors = parse(name, raw)
    if not errors:
        assert parse(name, value) == (value, {})


def test_identifiers_are_covered() -> None:
    assert KINDS["id_number"].mask("015168990001") == "015•••••••01"


def test_a_strange_stroke_never_reaches_the_page() -> None:
    from thonso.procedures.forms.kinds.signature import path_of

    assert path_of('1,1"/><script>') == ""
    assert path_of("1,2 3,4;5,6 7,8") == "M1,2 L3,4 M5,6 L7,8"
