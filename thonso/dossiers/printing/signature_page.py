"""A paper that is nobody's, to show how a signature and a seal will stand on a page."""

from typing import Any

from thonso.core import papers
from thonso.core.base.clock import today
from thonso.core.signatures.verdict import Place
from thonso.dossiers.printing.drafts import CHAIRMAN, DEPUTY


def signature_page(name: str, post: str) -> tuple[bytes, Place, Place]:
    """The PDF, the place of the signature, the place of the seal; by `post` the name stands as chairman's or for him."""
    lines = DEPUTY if post.lower().startswith("phó") else CHAIRMAN
    data: dict[str, Any] = {
        "parent_organ": "Tỉnh …",
        "organ": "Ủy ban nhân dân xã …",
        "place": "…",
        "date": today(),
        "number": 0,
        "symbol": "TB-UBND",
        "qr": "",
        "subject_line": "Xem trước chữ ký và con dấu",
        "issued_by": "Ủy ban nhân dân xã …",
        "body": ["Trang xem trước, không phải văn bản."],
        "recipients": ["Lưu: VT"],
        "signer": {"lines": ["TM. ỦY BAN NHÂN DÂN", *lines], "name": name},
    }
    pdf, boxes = papers.render_with_box("notice", data)
    return pdf, boxes.signer, boxes.seal
