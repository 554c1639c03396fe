"""Number books on paper: that of a kind of document has the columns of the register of outgoing documents."""

from collections.abc import Callable

from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.units.models import Unit
from thonso.documents.books import BOOK as INCOMING
from thonso.dossiers.printing import heads
from thonso.dossiers.printing.tables import Cell, Head, HeadGroup, Row, Sheet, Signer, made_at
from thonso.insight.books import Book, Line, Standing, lines

MOST_ON_PAPER = 2000
"""Numbers of one print, about 100 sheets: more than that is kept as a spreadsheet."""
# NĐ 30/2020/NĐ-CP, Appendix IV (cần xác minh: từng cột theo mẫu đã nhớ).
REGISTER = (
    Head("Số, ký hiệu văn bản", 14), Head("Ngày, tháng văn bản", 10), Head("Tên loại và trích yếu nội dung văn bản", 34),
    Head("Người ký", 13), Head("Nơi nhận văn bản", 18), Head("Đơn vị, người nhận bản lưu", 10),
    Head("Số lượng bản", 6, number=True), Head("Ghi chú", 17),
)  # fmt: skip
NUMBERS = (
    Head("Số", 18), Head("Ngày", 12), Head("Trích yếu, việc", 46), Head("Hồ sơ", 20), Head("Người ký", 20),
    Head("Ghi chú", 30),
)  # fmt: skip


def registers(book: Book) -> bool:
    """Whether its numbers are those of documents that are issued."""
    return book.kind == "number_book" and book.key != INCOMING


def sheet(actor: Actor, commune: Unit, standing: Standing) -> Sheet:
    """The whole book in its order, to be kept and signed."""
    book = standing.book
    columns, cells, title = (
        (REGISTER, _registered(book), "Sổ đăng ký văn bản đi") if registers(book) else (NUMBERS, _numbered, "Sổ cấp số")
    )
    found = sorted(lines(actor, standing), key=lambda line: (line.first, not line.outside))
    about = (
        f"Số cuối cùng: {standing.shown}. Thôn Số cấp: {standing.given}; cấp ngoài Thôn Số: {standing.outside};"
        f" đã hủy: {standing.cancelled}.",
        made_at(now()),
    )
    return Sheet(
        heading=f"{title}: {book.name}",
        period=" · ".join(part for part in (f"Năm {standing.year}", standing.printed, commune.full_name) if part),
        groups=tuple(HeadGroup("", (head,)) for head in columns),
        rows=tuple(Row(tuple(Cell(value) for value in cells(one))) for one in found),
        about=about,
        signers=(Signer(("Văn thư" if registers(book) else "Người lập",)),),
        organ="" if book.kind == "centre_book" else heads.committee(commune),
    )


def _registered(book: Book) -> Callable[[Line], tuple[str, ...]]:
    def cells(one: Line) -> tuple[str, ...]:
        named = one.what.casefold().startswith(book.name.casefold()) or not one.what
        sent, dossier = one.recipients, f"Hồ sơ {_dossiers(one)}" if one.code else ""
        return (
            one.number, f"{one.day:%d/%m/%Y}", (one.what or "–") if named else f"{book.name}: {one.what}",
            "" if one.outside else one.signer, "; ".join(sent.to), sent.kept, sent.copies,
            "; ".join(part for part in (dossier, _note(one)) if part),
        )  # fmt: skip

    return cells


def _numbered(one: Line) -> tuple[str, ...]:
    return (
        one.number, f"{one.day:%d/%m/%Y}", one.what or "–", _dossiers(one) or "–", "" if one.outside else one.signer,
        _note(one),
    )  # fmt: skip


def _dossiers(one: Line) -> str:
    return f"{one.code} và {one.more} hồ sơ khác" if one.more else one.code


def _note(one: Line) -> str:
    if one.outside:
        return f"Cấp ngoài Thôn Số, {one.signer} ghi"
    return "; ".join(part for part in (str(one.state), one.reason) if part)
