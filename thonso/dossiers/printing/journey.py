"""Hand-overs of a dossier, made from its events: the rows of form 06 and of the path on the page."""

from datetime import datetime
from typing import Any

from thonso.core.base.clock import local
from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.printing import heads
from thonso.procedures.definition import Step

MOVES = {
    "receive",
    "advance",
    "propose",
    "send_back",
    "sign",
    "seal",
    "record_result",
    "transfer",
    "certify",
    "hand_over",
}
# Form 06 names offices, not what is done there. The divisions of a commune since 1 July 2025.
OFFICE = {
    "officer_social": "Phòng Văn hóa - Xã hội",
    "officer_justice": "Công chức Tư pháp - Hộ tịch",
    "officer_economy": "Phòng Kinh tế",
    "chairman": "Chủ tịch Ủy ban nhân dân",
    "deputy_chairman": "Phó Chủ tịch Ủy ban nhân dân",
    "clerk": "Văn thư",
}


def office(dossier: Dossier, step: Step) -> str:
    if step.role == "village_head":
        return f"Trưởng thôn {dossier.hamlet.name}" if dossier.hamlet else "Trưởng thôn"
    return OFFICE.get(step.role) or heads.desk(dossier.commune)


def hand_overs(dossier: Dossier) -> list[dict[str, Any]]:
    """One row for each time the dossier changed hands: from which office to which, when, by whom and to whom."""
    steps = requirements.definition(dossier).steps
    offices = {step.key: office(dossier, step) for step in steps}
    events = [event for event in dossier.events.order_by("seq") if event.kind in MOVES or event.kind == "take"]
    moves = [event for event in events if event.kind in MOVES]
    rows, here = [], offices[steps[0].key]
    for event in moves:
        stage = str(event.changes.get("stage") or "")
        there = "Người dân" if event.kind == "hand_over" else offices.get(stage, here)
        if there == here:
            continue
        row: dict[str, Any] = {"from": here, "to": there, "at": event.at, "giver": event.actor_name}
        taker = _taker(events, event)
        if taker and event.kind != "hand_over":
            row["taker"] = taker
        if event.changes.get("completed_at") and dossier.due_at:
            row["outcome"] = _outcome(event.at, dossier.due_at)
        rows.append(row)
        here = there
    return rows


def _outcome(done: datetime, due: datetime) -> str:
    """In the three words of the form; early is a day before, as the periodic tables count it."""
    if done > due:
        return "quá hạn"
    return "trước hạn" if local(done).date() < local(due).date() else "đúng hạn"


def _taker(events: list[Event], passed: Event) -> str:
    """Who took it: whoever had it in hand next, or passed it on."""
    return next((event.actor_name for event in events if event.seq > passed.seq), "")
