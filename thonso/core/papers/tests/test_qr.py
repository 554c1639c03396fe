"""The QR code on a paper is read back from its picture."""

import pypdfium2
import pytest
import zxingcpp

from thonso.core.papers import render
from thonso.core.papers.tests.samples import LINK, SHORT


def codes(pdf: bytes, page: int = 0) -> set[str]:
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=200 / 72).to_pil()
    return {found.text for found in zxingcpp.read_barcodes(picture)}


@pytest.mark.parametrize("kind", ["form01", "filing_note", "handover_list"])
def test_it_reads_back(kind: str) -> None:
    assert codes(render(kind, SHORT[kind])) == {LINK}


def test_eight_slips_carry_eight_codes() -> None:
    assert codes(render("blank_slip", SHORT["blank_slip"])) == {slip["qr"] for slip in SHORT["blank_slip"]["slips"]}


def test_a_paper_without_one_is_still_whole() -> None:
    data = {key: value for key, value in SHORT["form01"].items() if key != "qr"}
    assert codes(render("form01", data)) == set()
