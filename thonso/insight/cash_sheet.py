"""The cash sheet of a day as a table: one line an act, then the sums by way of payment and by procedure."""

from thonso.core.base.clock import local, now
from thonso.core.units.models import Unit
from thonso.core.web.words import number
from thonso.dossiers.printing.tables import Cell, Head, HeadGroup, Row, Sheet, Signer, made_at
from thonso.insight import layouts
from thonso.insight.cash import WAY, Day, Line

_FIGURES = frozenset({"taken", "spared", "taken_back", "given_back"})
_WIDE = {
    "order": 5, "hour": 8, "what": 14, "code": 20, "procedure": 34, "person": 20, "way": 14, "reference": 18,
    "paid_on": 15, "why": 40,
}  # fmt: skip
_WHAT = {"paid": "Thu", "exempt": "Miễn, giảm", "void": "Hủy biên lai", "unexempt": "Hủy miễn, giảm"}


def sheet(commune: Unit, day: Day) -> Sheet:
    layout = layouts.cash_sheet(day.day)
    keys = [column.key for column in layout.columns]
    groups = tuple(
        HeadGroup(one.head, tuple(Head(c.head, _WIDE.get(c.key, 11), c.key in _FIGURES) for c in one.columns))
        for one in layout.groups
    )
    rows = [Row(tuple(Cell(_value(line, key, place)) for key in keys)) for place, line in enumerate(day.lines, start=1)]
    sums = {"taken": day.taken, "taken_back": day.taken_back, "given_back": day.given_back}
    sums["spared"] = sum(line.spared or 0 for line in day.of("exempt"))
    total = Row(tuple(Cell("Tổng cộng" if key == "procedure" else sums.get(key, "")) for key in keys), 0)
    return Sheet(
        heading=layout.name,
        period=f"Ngày {day.day:%d/%m/%Y} · {commune.full_name}",
        groups=groups,
        rows=(*rows, total),
        about=(*_about(day), f"Nguồn mẫu: {layout.source}.", made_at(now())),
        signers=_signers(day),
    )


def _about(day: Day) -> list[str]:
    said = [f"Thu theo hình thức: {_sums(day.by_way())}.", f"Thu theo thủ tục: {_sums(day.by_procedure())}."]
    if day.given_back:
        said.append(f"Còn lại sau khi hoàn: {number(day.left)} đ.")
    if day.sheet is None:
        return [*said, "Ngày này chưa khóa sổ: bảng còn có thể thêm dòng."]
    at = local(day.sheet.closed_at)
    said.append(f"Khóa sổ lúc {at:%H:%M} ngày {at:%d/%m/%Y}, {day.sheet.closed_by_name}.")
    if day.sheet.note:
        said.append(f"Ghi chú khi khóa sổ: {day.sheet.note}")
    if day.sheet.countersigned_at:
        at = local(day.sheet.countersigned_at)
        said.append(f"Đối chiếu lúc {at:%H:%M} ngày {at:%d/%m/%Y}, {day.sheet.countersigned_by_name}.")
    return said


def _sums(rows: list[tuple[str, int, int]]) -> str:
    return "; ".join(f"{words}: {count} biên lai, {number(dong)} đ" for words, count, dong in rows) or "không có"


def _signers(day: Day) -> tuple[Signer, Signer]:
    sheet = day.sheet
    one = sheet.closed_by_name if sheet else ""
    two = sheet.countersigned_by_name if sheet else ""
    return Signer(("Người lập bảng kê",), one), Signer(("Người đối chiếu",), two)


def _value(line: Line, key: str, place: int) -> int | str:
    found: dict[str, int | str] = {
        "order": place,
        "hour": f"{local(line.event.at):%H:%M}",
        "what": _WHAT[line.kind],
        "code": line.dossier.official_code or line.dossier.code,
        "procedure": line.dossier.procedure_name,
        "person": line.dossier.subject_name,
        "way": WAY.get(line.way, line.way),
        "reference": line.reference,
        "paid_on": f"{line.paid_on:%d/%m/%Y}" if line.paid_on else "",
        "taken": line.amount if line.kind == "paid" else "",
        "spared": "" if line.kind != "exempt" or line.spared is None else line.spared,
        "taken_back": line.amount if line.kind == "void" else "",
        "given_back": line.given_back or "",
        "why": _why(line),
        "who": line.event.actor_name,
    }
    return found[key]


def _why(line: Line) -> str:
    said = [line.reason]
    if line.proof:
        said.append(f"Căn cứ: {line.proof}")
    if line.first is not None:
        said.append(f"Hủy khoản ghi ngày {local(line.first.at):%d/%m/%Y} ({line.first.actor_name})")
    if line.refund:
        said.append(f"Hoàn tiền theo {line.refund}, người nhận: {line.payee}")
    return ". ".join(part.rstrip(". ") for part in said if part)
