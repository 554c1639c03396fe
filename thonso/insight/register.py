"""The register of dossiers (form 07): what was officially received in a span, in the order of reception.

It holds no telephone number: a list of everybody's would leave the house with each print. Who needs one opens the dossier.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thonso.core import papers
from thonso.core.access.roles import ROLES
from thonso.core.base.clock import local, now
from thonso.core.papers.kinds.forms import RegisterRow
from thonso.core.units.models import Unit
from thonso.dossiers.models import Dossier, Handover, Party
from thonso.dossiers.printing import heads, journey
from thonso.dossiers.printing.tables import Cell, Head, HeadGroup, Row, Sheet, made_at
from thonso.dossiers.rules.states import FOR_APPLICANT, State
from thonso.insight import facts, layouts
from thonso.insight.rules.counting import COUNTERS, Life, origin
from thonso.insight.rules.periods import Span, words
from thonso.neighbours import figures as neighbours
from thonso.neighbours.models import Outward
from thonso.procedures.access import definitions
from thonso.procedures.definition import Definition

MOST_ON_PAPER = 2000
"""Dossiers of one print, about 150 sheets: more than that is bound by the month, or kept as a spreadsheet."""
_AT_ONCE = 5000

WAY = {
    Handover.Way.DESK: "Trực tiếp",
    Handover.Way.HAMLET: "Tại thôn",
    Handover.Way.POST: "Bưu chính",
    Handover.Way.ELECTRONIC: "Điện tử",
}
ENDED = {State.WITHDRAWN: "Người dân rút", State.STOPPED: "Dừng giải quyết", State.EXPIRED: "Quá hạn bổ sung"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the register; `id` of its dossier."""

    id: UUID
    order: int
    code: str
    tracking_code: str
    procedure: str
    sets: int
    person: str
    contact: str
    solving_organ: str
    received_on: date
    due_on: date | None
    passed_on: date | None
    solved_on: date | None
    returned_on: date | None
    returned_by: str
    note: str


def lives(commune: Unit, span: Span) -> list[Life]:
    """What was received in the span, in the order of reception: the same that the periodic table counts as received."""
    return received(facts.of([commune.pk], span))


def received(known: facts.Facts) -> list[Life]:
    wanted = COUNTERS["received"]
    found = [one for one in known.lives if origin(one, known.span) in wanted]
    return sorted(found, key=lambda one: (one.received_at or one.filed_at, one.id))


def entries(found: Sequence[Life], first: int = 1) -> list[Entry]:
    """The lines of these dossiers, numbered from `first` on."""
    out: list[Entry] = []
    for start in range(0, len(found), _AT_ONCE):
        ids = [one.id for one in found[start : start + _AT_ONCE]]
        rows = Dossier.objects.filter(pk__in=ids).select_related("hamlet").defer("data_key", "key_sealed", "paper_keys")
        known = {one.pk: one for one in rows}
        ways = dict(Handover.objects.filter(dossier_id__in=ids).order_by("at").values_list("dossier_id", "way"))
        texts = definitions(list({one.version_id for one in known.values()}))
        gone_on = [one.pk for one in known.values() if one.has_heir]
        heirs = dict(Party.objects.filter(dossier__in=gone_on, part="heir").values_list("dossier_id", "name"))
        out += [
            _entry(first + start + place, known[id_], ways.get(id_, ""), texts, heirs.get(id_, ""))
            for place, id_ in enumerate(ids)
            if id_ in known
        ]
    return out


def for_others(commune: Unit, span: Span, first: int) -> list[Entry]:
    """What was received for another commune, after our own: registered here, counted and resolved there."""
    found = neighbours.received(commune.pk, span.start, span.end)
    return [_other(order, one) for order, one in enumerate(found, start=first)]


def _other(order: int, one: Outward) -> Entry:
    received = _day(one.received_at)
    assert received is not None
    return Entry(
        id=one.pk, order=order, code=one.code, tracking_code="", procedure=one.procedure_name, sets=1,
        person=one.person_name, contact="", solving_organ=f"UBND {heads.unit_in_sentence(one.competent)}",
        received_on=received, due_on=one.their_due, passed_on=_day(one.passed_at), solved_on=_day(one.answered_at),
        returned_on=_day(one.closed_at), returned_by="", note="Nhận hộ; không tính vào số của xã",
    )  # fmt: skip


def _entry(order: int, one: Dossier, way: str, texts: dict[UUID, Definition], heir: str) -> Entry:
    received = _day(one.received_at)
    assert received is not None
    return Entry(
        id=one.pk,
        order=order,
        code=one.official_code or one.code,
        tracking_code=one.code,
        procedure=one.procedure_name,
        sets=1,
        person=one.subject_name,
        contact=one.hamlet.full_name if one.hamlet else "",
        solving_organ=_solves(texts[one.version_id]),
        received_on=received,
        due_on=_day(one.due_at),
        passed_on=received,  # reception hands it on to its first officer
        solved_on=None if one.status in ENDED else _day(one.completed_at),
        returned_on=_day(one.handed_over_at),
        returned_by=WAY.get(Handover.Way(way), "") if way else "",
        note=_note(one, heir),
    )


def _solves(text: Definition) -> str:
    """The post that works on it after reception."""
    step = next((one for one in text.steps[1:] if one.kind in {"process", "external"}), text.steps[0])
    return journey.OFFICE.get(step.role) or str(ROLES.get(step.role, step.role))


def _note(one: Dossier, heir: str) -> str:
    said = []
    if one.status in ENDED:
        said.append(
            f"{ENDED[one.status]} ngày {local(one.completed_at):%d/%m}" if one.completed_at else ENDED[one.status]
        )
    if one.status in FOR_APPLICANT:
        said.append("Tạm dừng chờ người dân")
    if one.extended:
        said.append(f"Gia hạn {one.extended} ngày làm việc")
    if one.completed_at and one.due_at and one.completed_at > one.due_at and one.status not in ENDED:
        said.append("Quá hạn")
    if one.is_corrected:
        said.append("Đang đính chính kết quả")
    if heir:
        said.append(f"Chủ hồ sơ đã mất; người thừa kế tiếp tục: {heir}")
    return "; ".join(said)


def _day(moment: datetime | None) -> date | None:
    return local(moment).date() if moment else None


def sheet(commune: Unit, span: Span, found: Collection[Entry], total: int, said: str = "") -> Sheet:
    """`said`: when it was closed, instead of when it was made."""
    layout = layouts.register(span.last)
    wide = {
        "procedure": 44,
        "person": 24,
        "contact": 22,
        "solving_organ": 26,
        "code": 24,
        "note": 26,
        "order": 6,
        "sets": 6,
    }
    groups = tuple(
        HeadGroup(one.head, tuple(Head(c.head, wide.get(c.key, 13)) for c in one.columns)) for one in layout.groups
    )
    rows = tuple(Row(tuple(Cell(value) for value in _cells(one, layout))) for one in found)
    about = (f"Tổng số trong kỳ: {total} hồ sơ.", f"Nguồn mẫu: {layout.source}.", said or made_at(now()))
    return Sheet(layout.name, f"{words(span)} · {commune.full_name}", groups, rows, about)


def _cells(one: Entry, layout: layouts.Layout) -> Iterator[int | str]:
    for column in layout.columns:
        value = getattr(one, column.key, "")  # the place to sign is empty
        yield f"{value:%d/%m/%Y}" if isinstance(value, date) else "" if value is None else value


def pdf(commune: Unit, span: Span, found: Sequence[Entry], total: int, said: str = "") -> bytes:
    """Form 07 on landscape A4, as it is bound and signed. `said` stands behind the period: that and when it was closed."""
    keys = RegisterRow.__annotations__
    rows = [{key: getattr(one, key) for key in keys if getattr(one, key) not in (None, "")} for one in found]
    for row in rows:
        row.setdefault("contact", "–")
    data: dict[str, Any] = {
        **heads.head(commune, now(), organ=heads.desk(commune)),
        "parent_organ": heads.unbroken(commune),
        "period": f"{words(span)}. {said}" if said else words(span),
        "rows": rows,
        "total": total,
        "signer": {"lines": ["GIÁM ĐỐC"], "note": "(Ký, ghi rõ họ tên)"},
    }
    return papers.render("form07", data)
