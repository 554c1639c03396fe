"""Pages of a document of our own as pictures for the screen. Only what this house has set itself comes here."""

import io

import pypdfium2

from thonso.core.base.pdfium import opened

WIDE = 990  # pixels: an A4 page is read on a desk's screen
GREYS, COLOURS = 8, 24
WHILE_TYPING = 6
"""Pages drawn again and again while somebody types: each takes some 70 ms."""


def drawn(pdf: bytes) -> tuple[list[bytes], int]:
    """PNG of the first pages of a draft, in greys, and how many pages there are."""
    with opened(pdf) as document:
        count = len(document)
        return [_picture(document, at, grey=True) for at in range(min(count, WHILE_TYPING))], count


def count(pdf: bytes) -> int:
    with opened(pdf) as document:
        return len(document)


def page(pdf: bytes, at: int) -> bytes | None:
    """The page (from 0) as PNG, with signature and seal; None where there is none."""
    with opened(pdf, forms=True) as document:
        return _picture(document, at) if 0 <= at < len(document) else None


def _picture(document: pypdfium2.PdfDocument, at: int, *, grey: bool = False) -> bytes:
    one = document[at]
    picture = one.render(scale=WIDE / one.get_width(), grayscale=grey).to_pil()
    one.close()
    out = io.BytesIO()
    # Few colours keep letters and seal legible at half the size of a whole picture.
    picture = picture.quantize(GREYS) if grey else picture.convert("RGB").quantize(COLOURS)
    picture.save(out, "PNG")
    return out.getvalue()
