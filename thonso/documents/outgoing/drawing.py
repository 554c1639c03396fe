"""Pages of a document of our own as pictures for the screen. Only what this house has set itself comes here."""

import io

import pypdfium2

WIDE = 990  # pixels: an A4 page is read on a desk's screen
GREYS, COLOURS = 8, 24
MOST_PAGES = 12
WHILE_TYPING = 6
"""Pages drawn again and again while somebody types: each takes some 70 ms."""


def document(pdf: bytes) -> pypdfium2.PdfDocument:
    """Opened so that signature and seal are drawn too: on the page they are fields of a form."""
    opened = pypdfium2.PdfDocument(pdf)
    opened.init_forms()
    return opened


def drawn(pdf: bytes) -> tuple[list[bytes], int]:
    """PNG of the first pages of a draft, in greys, and how many pages there are."""
    opened = document(pdf)
    count = len(opened)
    return [page(opened, at, grey=True) for at in range(min(count, WHILE_TYPING))], count


def page(document: pypdfium2.PdfDocument, at: int, *, grey: bool = False) -> bytes:
    """The page (from 0) as PNG."""
    opened = document[at]
    picture = opened.render(scale=WIDE / opened.get_width(), grayscale=grey).to_pil()
    out = io.BytesIO()
    # Few colours keep letters and seal legible at half the size of a whole picture.
    picture = picture.quantize(GREYS) if grey else picture.convert("RGB").quantize(COLOURS)
    picture.save(out, "PNG")
    return out.getvalue()
