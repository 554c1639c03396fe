"""What becomes of a synthetic dossier: how often which procedure, by which steps, how long it stays open."""

import json
import random
from datetime import datetime, timedelta
from typing import Any

from thonso.dossiers.rules.states import FINAL
from thonso.procedures.access import Offered
from thonso.procedures.samples import load as samples

WEIGHTS = {"TS.000001": 10, "2.000635": 4, "1.004873": 4, "1.001193": 4}
CHANNELS = {"assisted": 5, "online": 2, "desk": 3}
CLOSED = {"handed": 90, "refused": 3, "withdrawn": 4, "stopped": 3}
# Of those filed within the last working days: how many are still open, by their age in days.
STILL_OPEN = (1.0, 0.95, 0.8, 0.65, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05)
OPEN = {"filed": 25, "received": 15, "taken": 30, "supplement": 10, "completed": 20}
FATES: dict[str, tuple[str, ...]] = {
    "filed": (),
    "received": ("receive",),
    "taken": ("receive", "take"),
    "supplement": ("receive", "ask_supplement"),
    "completed": ("receive", "take", "record_result"),
    "handed": ("receive", "take", "record_result", "hand_over"),
    "refused": ("propose_refusal", "approve_refusal"),
    "withdrawn": ("receive", "withdraw"),
    "stopped": ("receive", "stop"),
}
ASKED = '{"items": [{"name": "Giấy tờ tùy thân", "note": "Ảnh mờ, không đọc được số."}]}'
STATE_AFTER = {
    "receive": "accepted",
    "take": "processing",
    "ask_supplement": "awaiting_supplement",
    "record_result": "completed",
    "hand_over": "handed_over",
    "propose_refusal": "submitted",
    "approve_refusal": "refused_at_intake",
    "withdraw": "withdrawn",
    "stop": "stopped",
}
UNIT_CODE = "H38.12.3"


class Kind:
    """A procedure as synthetic dossiers use it: the columns that are the same in all of them, and what its steps set."""

    def __init__(self, offered: Offered) -> None:
        definition = offered.definition
        first = definition.steps[0]
        self.working = next(step for step in definition.steps[1:] if step.kind in {"process", "external"})
        self.last = definition.steps[-1]
        self.answers = json.dumps({"answers": dict(samples(offered.code)["valid"].answers)}, default=str)
        self.columns: dict[str, Any] = {
            "procedure_code": definition.code,
            "procedure_name": definition.name,
            "version_id": offered.version_id,
            "case_key": definition.cases[0].key,
            "paper_keys": [paper.key for paper in definition.papers if paper.required][:3],
            "stage": first.key,
            "holder_role": first.role,
            "roles": f" {' '.join(dict.fromkeys(step.role for step in definition.steps))} ",
        }

    def changes(self, act: str, at: datetime, code: str) -> dict[str, Any]:
        changes: dict[str, Any] = {"state": STATE_AFTER[act]}
        if act == "receive":
            due = at + timedelta(days=3)
            here = {"stage": self.working.key, "holder_role": self.working.role, "assignee_id": None}
            # As if the province's system had counted along with us.
            official = f"{UNIT_CODE}-{code.removeprefix('TS-')}"
            changes |= {**here, "received_at": at, "due_at": due, "act_by": due, "official_code": official}
        elif act == "propose_refusal":
            changes["refusal_proposed"] = True
        elif act == "ask_supplement":
            changes |= {"returns_to": "accepted", "supplements_asked": 1}
        elif act == "record_result":
            here = {"stage": self.last.key, "holder_role": self.last.role, "assignee_id": None}
            changes |= {**here, "completed_at": at}
        elif act == "hand_over":
            changes["handed_over_at"] = at
        if changes["state"] in FINAL:
            changes |= {"holder_role": "", "holder_unit_id": None, "assignee_id": None}
            if act != "hand_over":
                changes["completed_at"] = at
        return changes


def facts_of(dossier: dict[str, Any], kind: str) -> dict[str, Any]:
    if kind == "filed":
        return {"channel": dossier["channel"]}
    return {"due_at": dossier["due_at"].isoformat()} if kind == "receive" else {}


def pick(chance: random.Random, weighted: dict[str, int]) -> str:
    return chance.choices(list(weighted), list(weighted.values()))[0]
