"""Files that are not what they say, or that would fill the memory: refused before anything is unpacked."""

import contextlib
import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from thonso.core.base.errors import Refused
from thonso.core.units import sheets
from thonso.core.units.sheets import Column

COLUMNS = (Column("name", ("Tên",), required=True), Column("id", ("Số",)))


def book(rows) -> bytes:
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet()
    page.append(["Tên", "Số"])
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def repack(content: bytes, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    def swell(name, data):
        return data.replace(b"</worksheet>", b" " * (100 << 20) + b"</worksheet>") if "sheet1" in name else data

    bomb = repack(book([["a", 1]]), swell)
    assert len(bomb) < 1 << 20
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            sheets.read(bomb, COLUMNS)
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(repack(book([["a", 1]]), lambda n, d: d + b" " * (5 << 20) if "sheet1" in n else d))
    # The central directory says 100 bytes for every part.
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at += 4
    with pytest.raises(Refused):
        sheets.read(bytes(content), COLUMNS)


def test_an_archive_of_thousands_of_parts_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for n in range(400):
            package.writestr(f"{n}.xml", "<a/>")
    with pytest.raises(Refused):
        sheets.read(out.getvalue(), COLUMNS)


def test_entities_that_swell_are_refused():
    declaration = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'

    def poison(name, data):
        return declaration + data[data.find(b"?>") + 2 :] if "sheet1" in name else data

    with pytest.raises(Refused):
        sheets.read(repack(book([["a", 1]]), poison), COLUMNS)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"PK\x03\x04 not a zip at all",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100,
        b"\xff\xd8\xff\xe0 a photo",
        b"%PDF-1.7 a paper",
        "Tên,Số\nViệt,1\n".encode("cp1258", "replace"),
        b"Ten\x00,So\x00\n",
        b"x" * (6 << 20),
    ],
    ids=["empty", "blank", "not a zip", "old xls", "jpeg", "pdf", "old code page", "nul", "too large"],
)
def test_other_files_are_refused_with_a_sentence(content):
    with pytest.raises(Refused) as refusal:
        sheets.read(content, COLUMNS)
    assert str(refusal.value.message)


def test_a_truncated_workbook_is_refused():
    content = book([["a", n] for n in range(100)])
    for cut in (len(content) // 2, len(content) - 30):
        with pytest.raises(Refused):
            sheets.read(content[:cut], COLUMNS)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_whatever_crash_the_reader(content):
    for prefix in (b"", b"PK\x03\x04", "Tên;Số\n".encode()):
        with contextlib.suppress(Refused):
            sheets.read(prefix + content, COLUMNS)


def test_ten_thousand_rows_are_read_and_too_many_refused():
    assert len(sheets.read(book([[f"Người {n}", n] for n in range(10_000)]), COLUMNS).lines) == 10_000
    with pytest.raises(Refused):
        sheets.read(("Tên;Số\n" + "a;1\n" * 20_001).encode(), COLUMNS)


def test_line_numbers_are_those_the_person_sees():
    content = book([["a", 1], [None, None], ["b", "=A1"], ["c", 3]])
    sheet = sheets.read(content, COLUMNS)
    assert [line.number for line in sheet.lines] == [2, 5]
    assert [reject.line for reject in sheet.rejects] == [4]


def test_a_written_list_never_carries_a_formula():
    content = sheets.write_xlsx("Danh sách", ["Tên"], [["=HYPERLINK(1)"]])
    assert load_workbook(io.BytesIO(content)).active["A2"].data_type == "s"
    assert b"'=HYPERLINK" in sheets.write_csv(["Tên"], [["=HYPERLINK(1)"]])
