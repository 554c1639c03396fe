"""Whole files: our own papers, those of others, scans, secret ones, broken and hostile ones."""

import io
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from thonso.core.files import sandbox
from thonso.core.files.tests import making
from thonso.core.papers import render as our_paper
from thonso.core.papers.tests.samples import LONG_NAME, SHORT, long
from thonso.documents.reading import apart, heads
from thonso.documents.reading.apart import Read, Secret, read_file
from thonso.documents.tests.paper_setting import Paper, render, scanned
from thonso.documents.tests.reading_papers import PAPERS

ReadBytes = Callable[[bytes], Read]


@pytest.fixture
def read(tmp_path: Path) -> ReadBytes:
    def read(data: bytes) -> Read:
        path = tmp_path / "den.pdf"
        path.write_bytes(data)
        return read_file(path)

    return read


def values(seen: Read) -> dict[str, str]:
    return {key: one.value for key, one in seen.found.items()}


# --- our own papers ---------------------------------------------------------------------------------------------------

OURS: dict[str, dict[str, Any]] = {
    "decision": {"kind": "QUYẾT ĐỊNH", "signer_title": "PHÓ CHỦ TỊCH"},
    "notice": {"kind": "THÔNG BÁO", "signer_title": "PHÓ CHỦ TỊCH"},
    "letter": {"signer_title": "PHÓ CHỦ TỊCH", "due": "2026-02-13"},
}


@pytest.mark.parametrize("data", [SHORT.__getitem__, long], ids=["short", "long"])
@pytest.mark.parametrize("kind", OURS)
def test_our_own_papers_are_read_back(read: ReadBytes, kind: str, data: Callable[[str], dict[str, Any]]) -> None:
    printed = data(kind)
    number = f"{printed['number']:02d}"
    seen = read(our_paper(kind, printed))
    assert seen.source == "text"
    assert values(seen) == {
        "number": number,
        "notation": printed["symbol"],
        "code": f"{number}/{printed['symbol']}",
        "dated": "2026-02-09",
        "place": "Bát Xát",
        "superior": "TỈNH LÀO CAI",
        "organ": "ỦY BAN NHÂN DÂN XÃ BÁT XÁT",
        "subject": printed["subject_line"],
        "signer_name": printed["signer"]["name"],
        **OURS[kind],
    }
    assert data is not long or values(seen)["signer_name"] == LONG_NAME


# --- papers of others -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_every_field_of_a_paper_from_elsewhere(read: ReadBytes, name: str) -> None:
    seen = read(render(PAPERS[name]))
    assert seen.source == "text"
    assert values(seen) == PAPERS[name].expected
    for one in seen.found.values():
        assert 0 <= one.left < one.right <= 1
        assert 0 <= one.top < one.bottom <= 1
        assert 0 <= one.page < seen.pages


def test_the_place_covers_the_words_on_the_page(read: ReadBytes, tmp_path: Path) -> None:
    import pypdfium2

    seen = read(render(PAPERS["letter of a department"]))
    page = pypdfium2.PdfDocument(tmp_path / "den.pdf")[0]
    wide, tall = page.get_size()
    for key in ("code", "place", "organ", "superior", "signer_name"):
        one = seen.found[key]
        box = (one.left * wide - 1, (1 - one.bottom) * tall - 1, one.right * wide + 1, (1 - one.top) * tall + 1)
        text = " ".join(page.get_textpage().get_text_bounded(*box).split())
        assert one.value in text


def test_a_long_file_gives_its_text_for_search_and_its_signer_before_the_annex(read: ReadBytes) -> None:
    seen = read(render(PAPERS["long plan with an annex"]))
    assert seen.pages > 2
    assert "PHỤ LỤC" in seen.text
    assert 0 < seen.found["signer_name"].page < seen.pages - 1


def test_a_page_that_lies_on_its_side_by_rotation_is_read(read: ReadBytes) -> None:
    """The content is drawn sideways and the page turned back, as some printers' drivers do."""
    with pikepdf.open(io.BytesIO(render(PAPERS["circular of a ministry"]))) as document:
        page = document.pages[0]
        width, height = (float(side) for side in page.mediabox[2:])
        page.contents_add(f"q 0 1 -1 0 {height} 0 cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")
        page.mediabox = [0, 0, height, width]
        page.Rotate = 90
        out = io.BytesIO()
        document.save(out)
    assert values(read(out.getvalue())) == PAPERS["circular of a ministry"].expected


def test_nothing_is_taken_from_what_the_file_says_of_itself(read: ReadBytes) -> None:
    def claim(document: pikepdf.Pdf) -> None:
        with document.open_metadata() as meta:
            meta["dc:title"] = "Số: 99/QĐ-UBND"
        document.docinfo["/Author"] = "SỞ NỘI VỤ"

    seen = read(making.pdf_with(claim, "Xin chào các bạn, hôm nay trời đẹp và không có gì để đăng ký cả."))
    assert seen.source == "text"
    assert seen.found == {}
    assert "99" not in seen.text


# --- scans ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["letter of a department", "letter of a Party committee", "invitation"])
def test_a_scan_is_read(read: ReadBytes, name: str) -> None:
    seen = read(scanned(render(PAPERS[name])))
    assert seen.source == "ocr"
    expected, got = PAPERS[name].expected, values(seen)
    # One accent misread ("chỉ bộ") is what the clerk looks for.
    assert {key for key in expected if expected[key] != got.get(key)} <= {"subject"}
    assert "Nơi nhận" in seen.text


@pytest.mark.slow
def test_scans_are_read_as_often_as_was_measured(read: ReadBytes) -> None:
    """Another angle, another noise than the reader was made with."""
    right, asked = Counter[str](), Counter[str]()
    for name, paper in PAPERS.items():
        got = values(read(scanned(render(paper), turn=-0.9, seed=7, quality=50)))
        for key, value in paper.expected.items():
            asked[key] += 1
            right[key] += got.get(key) == value
            assert key not in {"number", "dated", "due", "urgency"} or got.get(key) in {None, value}, (name, key)
    assert right.total() / asked.total() > 0.9, {key: f"{right[key]}/{asked[key]}" for key in asked}


@pytest.mark.parametrize("place", ["above", "under"])
@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_scanned_secret_stamp_is_refused(read: ReadBytes, mark: str, place: str) -> None:
    with pytest.raises(Secret):
        read(scanned(render(stamped(mark, place))))


def test_honey_is_no_secret(read: ReadBytes) -> None:
    assert read(scanned(render(stamped("MẬT ONG", "under")))).source == "ocr"
    assert (
        read(scanned(making.pdf("#align(center)[#rect[MẬT ONG] \\ #box(width: 34pt)[MẬT ONG RỪNG]]"))).source == "ocr"
    )


def stamped(mark: str, place: str) -> Paper:
    paper = PAPERS["letter of a department"]
    more = {name: getattr(paper, name) for name in Paper.__slots__}
    return Paper(**(more | {"urgency": mark, "urgency_place": place}))


def test_without_tesseract_a_scan_gives_an_empty_proposal(read: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    seen = read(scanned(render(PAPERS["invitation"])))
    assert (seen.found, seen.pages, seen.source) == ({}, 1, "none")


def test_a_tesseract_that_fails_gives_an_empty_proposal(read: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: "/bin/false")
    assert read(scanned(render(PAPERS["invitation"]))).source == "none"


# --- broken and hostile -----------------------------------------------------------------------------------------------

HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "no PDF": lambda: b"MZ" * 500,
    "half": lambda: making.pdf("Giấy")[:900],
    "locked": lambda: making.pdf_locked("khoa"),
    "huge picture": making.pdf_with_huge_image,
    "deeply nested": lambda: making.pdf_nested(5000),
    "zip too": making.pdf_that_is_a_zip_too,
    "script": making.pdf_with_script,
    "page without end": lambda: making.pdf_with(_endless),
    "page of a mile": lambda: making.pdf_with(_mile),
    "page of no size": lambda: making.pdf_with(_speck),
}


def _endless(document: pikepdf.Pdf) -> None:
    """A form that draws itself."""
    page = document.pages[0]
    form = document.make_stream(b"/Fm0 Do " * 50)
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 100, 100]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm0=form))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm0=form))
    page.Contents = document.make_stream(b"/Fm0 Do")


def _mile(document: pikepdf.Pdf) -> None:
    document.pages[0].mediabox = [0, 0, 5_000_000, 5_000_000]


def _speck(document: pikepdf.Pdf) -> None:
    document.pages[0].mediabox = [0, 0, 0.001, 0.001]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_an_empty_proposal(read: ReadBytes, name: str) -> None:
    assert read(HOSTILE[name]()).found == {}


@pytest.mark.parametrize(("name", "reason"), [("locked", "encrypted"), ("no PDF", "damaged"), ("half", "damaged")])
def test_the_child_names_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    path = tmp_path / "hong.pdf"
    path.write_bytes(HOSTILE[name]())
    assert sandbox.run("thonso.documents.reading", str(path)) == [{"broken": reason}]


def test_a_missing_file_and_a_child_that_dies_are_empty_proposals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_file(tmp_path / "khong-co.pdf") == Read()
    monkeypatch.setattr(apart, "_CHILD", "thonso.khong_co")
    assert read_file(tmp_path / "khong-co.pdf") == Read()


def test_the_child_loads_neither_settings_nor_database() -> None:
    import subprocess
    import sys

    said = subprocess.run(
        [sys.executable, "-c", "import sys, thonso.documents.reading.__main__, thonso.documents.reading.scans, "
         "thonso.documents.reading.pages; print('django' in sys.modules)"],
        capture_output=True, text=True, check=True, env={"PATH": ""}, cwd=Path(heads.__file__).parents[3],
    )  # fmt: skip
    assert said.stdout.strip() == "False"
