"""The register of incoming documents of an organ: who numbers it, its lines, and the sheet with every printed column."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from thonso.core.base.clock import local, now
from thonso.core.numbers.outside import Place
from thonso.core.search import services as search
from thonso.core.units.models import Unit
from thonso.documents.models import Book, DocumentTask, Incoming
from thonso.documents.organs import ORGANS, Organ
from thonso.documents.rules import STATES
from thonso.dossiers.printing.heads import unit_in_sentence
from thonso.dossiers.printing.tables import Cell, Head, HeadGroup, Row, Sheet, Signer, made_at

BOOK = "van-ban-den"
MOST_FOUND = 200
MOST_ON_PAPER = 2000
"""Lines of one print, about 150 sheets: more than that is printed by the month, or kept as a spreadsheet."""
# NĐ 30/2020, Appendix IV: the columns of the register of incoming documents (cần xác minh: từng cột theo mẫu đã nhớ).
HEADS = (
    Head("Ngày đến", 8), Head("Số đến", 5, number=True), Head("Tác giả", 14), Head("Số, ký hiệu", 11),
    Head("Ngày, tháng", 8), Head("Tên loại và trích yếu nội dung văn bản", 28),
    Head("Đơn vị hoặc người nhận", 12), Head("Ngày chuyển", 7), Head("Ký nhận", 7), Head("Ghi chú", 10),
)  # fmt: skip


def numbered_by(commune_id: UUID, organ: str) -> str:
    """The name of the other system that numbers what comes to this organ; '' where Thôn Số does."""
    row = Book.objects.filter(commune_id=commune_id, organ=organ).first()
    return row.other if row else ""


def place(commune_id: UUID, organ: str, year: int) -> Place:
    return Place(commune_id, organ, BOOK, str(year))


def registered(commune_id: UUID, organ: str, year: int) -> QuerySet[Incoming]:
    """The register of a year, the newest first."""
    rows = Incoming.objects.filter(commune_id=commune_id, organ=organ, period=str(year), number__isnull=False)
    return rows.order_by("-number")


def found(
    rows: QuerySet[Incoming], commune_id: UUID, organ: str, year: int, words: str
) -> tuple[QuerySet[Incoming], bool]:
    """Of a register those that hold these words; and whether the search found more than it gives."""
    hits = search.search(commune_id, Incoming.KIND, words, MOST_FOUND, tags=[f"o{organ}", f"y{year}"])
    return rows.filter(pk__in=[hit.object_id for hit in hits.hits]), hits.more


def to_print(rows: QuerySet[Incoming]) -> list[Incoming]:
    """With whoever is in charge, for columns 7 to 9."""
    leads = DocumentTask.objects.filter(part="lead").select_related("account").order_by("given_at")
    return list(rows.prefetch_related(Prefetch("tasks", queryset=leads, to_attr="leads")))


def named(organ: Organ, commune: Unit) -> str:
    return f"{organ.name} {unit_in_sentence(commune)}"


def what(row: Incoming) -> str:
    """The sixth column: kind and subject in one; of what was withdrawn that it was."""
    if row.state == "withdrawn":
        return str(STATES["withdrawn"][0])
    return ": ".join(part for part in (row.kind, row.subject) if part)


def sheet(commune: Unit, organ: str, year: int, rows: Sequence[Incoming], span: tuple[date, date] | None) -> Sheet:
    """In the order of the numbers, to be printed and bound."""
    body = ORGANS[organ]
    days = f" · từ {span[0]:%d/%m/%Y} đến {span[1]:%d/%m/%Y}" if span else ""
    lines = sorted(rows, key=lambda one: one.number or 0)
    return Sheet(
        heading="Sổ đăng ký văn bản đến",
        period=f"Năm {year}{days} · {named(body, commune)}",
        groups=tuple(HeadGroup("", (head,)) for head in HEADS),
        rows=tuple(Row(tuple(Cell(value) for value in cells(one))) for one in lines),
        about=(f"Tổng số: {len(lines)} văn bản.", made_at(now())),
        signers=(Signer(("Văn thư",)),),
        organ=named(body, commune),
    )


def cells(row: Incoming) -> tuple[str, ...]:
    """One line of the register. Columns 7 to 9: who was put in charge last, when, and since when she has it; else blank, to
    be signed by hand. Of what was withdrawn its number and day alone."""
    if row.state == "withdrawn":
        return f"{local(row.arrived_at):%d/%m/%Y}", str(row.number), "", "", "", what(row), "", "", "", ""
    lead: DocumentTask | None = (getattr(row, "leads", None) or [None])[-1]
    seen = f"{local(lead.seen_at):%H:%M %d/%m/%Y}" if lead and lead.seen_at else ""
    note = "; ".join(
        part
        for part in (row.note, _("returned: %(why)s") % {"why": row.reason} if row.state == "returned" else "")
        if part
    )
    day = f"{local(row.arrived_at):%d/%m/%Y}"
    return (
        day, str(row.number or ""), row.sender, row.code, f"{row.dated:%d/%m/%Y}" if row.dated else "", what(row),
        lead.account.full_name if lead else "", f"{local(lead.given_at):%d/%m/%Y}" if lead else "", seen, note,
    )  # fmt: skip
