"""What is done to a paper for the printer before it: moved on the sheet where the machine is off, put behind another copy.

Signed files never come here: their bytes do not change.
"""

import io
from collections.abc import Sequence

import pikepdf

_MM = 72 / 25.4


def shifted(pdf: bytes, right: float, down: float) -> bytes:
    """The same pages, everything on them moved by millimetres; as they were when there is nothing to move."""
    if not right and not down:
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            move = f"q 1 0 0 1 {right * _MM:.2f} {-down * _MM:.2f} cm\n".encode()
            page.contents_add(document.make_stream(move), prepend=True)
            page.contents_add(document.make_stream(b"\nQ"))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def together(papers: Sequence[bytes]) -> bytes:
    """One file of several papers, in this order."""
    if len(papers) == 1:
        return papers[0]
    with pikepdf.open(io.BytesIO(papers[0])) as document:
        for one in papers[1:]:
            with pikepdf.open(io.BytesIO(one)) as other:
                document.pages.extend(other.pages)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()
