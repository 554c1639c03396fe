"""Hand-overs of a dossier, made from its events: the rows of form 06 and of the path on the page."""

from typing import Any

from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier

MOVES = {"receive", "advance", "propose", "send_back", "sign", "seal", "record_result", "transfer", "hand_over"}


def hand_overs(dossier: Dossier) -> list[dict[str, Any]]:
    """One row for each time the dossier changed hands: from which step to which, when, by whom."""
    names = {step.key: step.name for step in requirements.definition(dossier).steps}
    first = requirements.definition(dossier).steps[0]
    rows, here = [], first.name
    for event in dossier.events.order_by("seq"):
        if event.kind not in MOVES:
            continue
        stage = event.changes.get("stage")
        there = names.get(str(stage), here) if stage else ("Người dân" if event.kind == "hand_over" else here)
        row: dict[str, Any] = {"from": here, "to": there, "at": event.at, "giver": event.actor_name}
        if event.kind in {"seal", "record_result", "transfer"} and dossier.due_at:
            row["outcome"] = "quá hạn" if event.at > dossier.due_at else "đúng hạn"
        rows.append(row)
        here = there
    return rows
