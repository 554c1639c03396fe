"""PDFs opened in this process, one at a time: PDFium is not made for threads. Files of strangers are opened in children."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_one = Lock()


@contextmanager
def opened(pdf: bytes, *, forms: bool = False) -> Iterator["PdfDocument"]:
    """The document until the block ends. `forms`: signatures and seals are drawn too; on the page they are form fields."""
    import pypdfium2

    with _one:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if forms:
                document.init_forms()
            yield document
        finally:
            document.close()
