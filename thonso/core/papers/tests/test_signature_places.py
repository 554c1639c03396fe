"""The place to sign lies between the title and the name; the seal covers the left third of the signature."""

from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from thonso.core.papers import KINDS, Boxes, render_with_box, signature_box
from thonso.core.papers.rendering import SEAL_MM
from thonso.core.papers.tests.samples import SHORT, long

WITH_PLACE = sorted(kind for kind in KINDS if KINDS[kind].signed and kind != "form07")


def top_and_bottom(pdf: bytes, page: int, text: str) -> tuple[float, float]:
    words = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    search, boxes = words.search(text), []
    while found := search.get_next():
        boxes.append(words.get_charbox(found[0]))
    assert boxes, text
    return boxes[-1][3], boxes[-1][1]


@pytest.mark.parametrize("kind", WITH_PLACE)
@pytest.mark.parametrize("sample", ["short", "long"])
def test_the_place_is_on_the_page(kind: str, sample: str) -> None:
    pdf, boxes = render_with_box(kind, SHORT[kind] if sample == "short" else long(kind))
    page = pypdfium2.PdfDocument(pdf)[boxes.signer.page]
    width, height = page.get_size()
    for box in (boxes.signer, boxes.seal):
        assert 0 <= box.x1 < box.x2 <= width
        assert 0 <= box.y1 < box.y2 <= height


def test_it_lies_between_the_title_and_the_name() -> None:
    pdf, boxes = render_with_box("decision", SHORT["decision"])
    _, under_title = top_and_bottom(pdf, boxes.signer.page, "PHÓ CHỦ TỊCH")
    over_name, _ = top_and_bottom(pdf, boxes.signer.page, "Nguyễn Văn Phó")
    assert over_name < boxes.signer.y1 < boxes.signer.y2 < under_title
    assert over_name < boxes.seal.y1 < boxes.seal.y2 < under_title, "the seal covers neither the post nor the name"


def test_the_seal_covers_a_third_from_the_left() -> None:
    boxes = signature_box("decision", SHORT["decision"])
    wide = boxes.signer.x2 - boxes.signer.x1
    assert boxes.seal.x2 - boxes.signer.x1 == pytest.approx(wide / 3)
    assert boxes.seal.x2 - boxes.seal.x1 == pytest.approx(SEAL_MM * 72 / 25.4)
    assert boxes.seal.y1 + boxes.seal.y2 == pytest.approx(boxes.signer.y1 + boxes.signer.y2)


def test_it_moves_with_the_text_also_when_many_ask_at_once() -> None:
    def ask(extra: int) -> Boxes:
        body = [*SHORT["notice"]["body"], *(["Thêm một đoạn."] * extra)]
        return signature_box("notice", {**SHORT["notice"], "body": body})

    alone = [ask(extra) for extra in range(8)]
    assert len({box.signer.y1 for box in alone}) == 8
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, list(range(8)) * 3)) == alone * 3
