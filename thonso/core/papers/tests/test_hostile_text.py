"""What people type is only ever text on the paper: never code, never a missing glyph, never a crash."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thonso.core.papers import render
from thonso.core.papers.check import printable
from thonso.core.papers.rendering import LAYOUTS
from thonso.core.papers.tests.samples import SHORT
from thonso.core.papers.tests.test_every_kind import assert_pdf_a, text_of


def named(name: str) -> dict[str, Any]:
    data = dict(SHORT["form01"])
    data["submitter"] = {**data["submitter"], "name": name}
    return data


@pytest.mark.parametrize(
    "name",
    [
        '#import "layout.typ": *',
        "#panic()",
        "#sys.inputs.data",
        '"; #eval("1+1")',
        "*Mai* _Lý_ `x` $y$ @z <nhan>",
        "= Tiêu đề",
        "// chú thích",
        "\\u{41} \\",
        "[#d.code]",
        "</text><script>alert(1)</script>",
        '{"a": "b"}',
    ],
)
def test_code_in_a_name_is_printed_as_typed(name: str) -> None:
    text = text_of(render("form01", named(name)))
    assert name.replace(" ", "") in text.replace(" ", "")


def test_no_layout_evaluates_or_reads_anything() -> None:
    for path in LAYOUTS.glob("*.typ"):
        source = path.read_text(encoding="utf-8")
        for banned in ("eval(", "read(", "plugin(", "@preview", "csv(", "yaml("):
            assert banned not in source, f"{path.name} uses {banned}"
        assert source.count("json(") == (1 if path.name == "layout.typ" else 0)


@pytest.mark.parametrize(
    "name", ["Lý 😀 Mai", "李梅", "Mai\u200b Lý", "\u202eiaM", "Ma\x00i", "ម៉ៃ", "\ud800", "Mai\u0301\u0323"]
)
def test_signs_the_fonts_do_not_have_do_not_stop_the_paper(name: str) -> None:
    pdf = render("form01", named("Lý " + name))
    assert_pdf_a(pdf)
    assert "Lý" in text_of(pdf)


def test_decomposed_letters_come_out_composed() -> None:
    decomposed = "Ly\u0301 Thi\u0323 Mai"
    assert "Lý Thị Mai" in text_of(render("form01", named(decomposed)))


def test_every_vietnamese_letter_is_in_all_four_fonts() -> None:
    letters = "aăâeêioôơuưy"
    tones = "\u0300\u0301\u0303\u0309\u0323"
    every = "".join(letter + tone for letter in letters for tone in ("", *tones)) + "đbcdfghjklmnpqrstvwxz"
    every += every.upper()
    assert "□" not in printable(every)
    spans = json.loads((Path(LAYOUTS).parent / "fonts" / "coverage.json").read_text())
    assert all(any(low <= ord(sign) <= high for low, high in spans) for sign in printable(every + "–…“”₫№□"))


def test_forty_letters_without_a_space_stay_inside_the_table() -> None:
    data = dict(SHORT["handover_list"])
    data["rows"] = [{**data["rows"][0], "person": "A" * 60, "code": "H38.99.01-260209-0007" * 2}]
    assert_pdf_a(render("handover_list", data))


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_any_text_at_all_can_be_printed(name: str) -> None:
    assert render("form01", named("Mai " + name)).startswith(b"%PDF")
