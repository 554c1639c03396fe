"""Papers of the counter. They are Vietnamese, so their words stand here and not among the translated messages."""

from typing import Any

from django.conf import settings

from thonso.core import papers
from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.papers.sheets import together
from thonso.core.units.profile import profile_of
from thonso.counter.models import SlipBatch, Ticket, Visit
from thonso.counter.services.after_entry import key_of
from thonso.dossiers import certified
from thonso.dossiers.models import Dossier
from thonso.dossiers.printing import heads
from thonso.dossiers.rules.states import State

WHY = {
    "elderly": "Người cao tuổi",
    "disabled": "Người khuyết tật",
    "pregnant": "Phụ nữ mang thai, có con nhỏ",
    "merit": "Người có công",
    "appointment": "Có hẹn",
}


def ticket(one: Ticket) -> bytes:
    """The number on the roll of the ticket printer."""
    commune = one.commune
    ahead = Ticket.objects.filter(
        commune_id=one.commune_id, day=one.day, business=one.business, state=Ticket.State.WAITING, since__lt=one.since
    ).count()
    data: dict[str, Any] = {
        **heads.head(commune, one.drawn_at, organ=heads.desk(commune)),
        "label": one.label,
        "business": one.business.name,
        "drawn_at": one.drawn_at,
        "ahead": ahead,
    }
    if one.why:
        data["why"] = WHY[one.why]
    return papers.render("ticket", data)


def visit_list(actor: Actor, visit: Visit, rows: list[Dossier], *, roll: bool) -> bytes:
    """One sheet for all dossiers of a visit: code, key, what it is, when to come back."""
    commune, named = visit.commune, certified.named(rows)
    data = {
        **heads.head(commune, now(), organ=heads.desk(commune)),
        "parent_organ": heads.unbroken(commune),
        "format": "80mm" if roll else "a5",
        "name": visit.name,
        "started_at": visit.started_at,
        "rows": [_row(visit, dossier, named.get(dossier.pk, "")) for dossier in rows],
        "lookup": heads.lookup(),
        "officer": actor.name,
    }
    if phone := profile_of(commune).office_phone:
        data["hotline"] = phone
    content = papers.render("visit_list", data)
    with transact(visit.commune_id) as work:
        work.note("visit.printed", actor.ref, Ref("visit", visit.pk), facts={"dossiers": len(rows)})
    return content


def _row(visit: Visit, dossier: Dossier, named: str) -> dict[str, Any]:
    """The key stands on it as on the receipt, for what was filed in this visit: the key of an older one went to whoever
    filed that."""
    row: dict[str, Any] = {
        "code": dossier.code,
        "request": dossier.procedure_name,
        "subject": dossier.subject_name,
        "what": _what(dossier),
    }
    if named:
        row["named"] = named
    if dossier.filed_at >= visit.started_at:
        row["key"] = heads.tracking_key(dossier)
    if dossier.official_code:
        row["official_code"] = dossier.official_code
    if dossier.due_at and dossier.is_running:
        row["due_at"] = dossier.due_at
    return row


def _what(dossier: Dossier) -> str:
    if dossier.status is State.HANDED_OVER:
        return "Đã trả kết quả"
    if dossier.status is State.COMPLETED:
        return "Đã có kết quả"
    if dossier.status is State.SUPPLEMENT:
        return "Chờ bổ sung giấy tờ"
    if dossier.status is State.SUBMITTED:
        return "Đã ghi nhận, chưa tiếp nhận"
    return "Đã tiếp nhận" if dossier.is_running else "Đã kết thúc"


def pad(batch: SlipBatch, before: int) -> bytes:
    """The register, then the slips with the same codes; printed again, each sheet says so."""
    commune = batch.commune
    head = heads.head(commune, batch.printed_at, organ=heads.desk(commune), reprint=before)
    slips = list(batch.slips.order_by("code"))
    register = papers.render("paper_register", {**head, "codes": [one.code for one in slips]})
    made = [
        {"code": one.code, "key": key_of(one), "qr": f"{settings.PUBLIC_URL}/tra-cuu/?ma={one.code}"} for one in slips
    ]
    data: dict[str, Any] = {**head, "slips": made}
    if phone := profile_of(commune).office_phone:
        data["hotline"] = phone
    return together([register, papers.render("blank_slip", data)])
