"""Where a dossier stands next: which step of its procedure, in whose queue, and what has to be made ready there."""

from typing import Any

from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.requirements import definition
from thonso.dossiers.rules.transitions import HAMLET_KINDS
from thonso.dossiers.services import clock
from thonso.dossiers.services.moves import Act, steps_ahead
from thonso.procedures.definition import Step


def task_kind(step: Step) -> str:
    """A hamlet's step is a meeting when a share must agree, a posting when a list hangs, else a review."""
    if step.kind == "posting":
        return HamletTask.Kind.POSTING
    return HamletTask.Kind.MEETING if step.share_at_least else HamletTask.Kind.REVIEW


def next_step(dossier: Dossier) -> Step | None:
    return next(iter(steps_ahead(dossier)), None)


def previous_step(dossier: Dossier, kind: str) -> Step | None:
    """The last step of that kind before the present one."""
    steps = definition(dossier).steps
    keys = [step.key for step in steps]
    before = steps[: keys.index(dossier.stage)] if dossier.stage in keys else ()
    return next((step for step in reversed(before) if step.kind == kind), None)


def step_back(dossier: Dossier) -> Step | None:
    """Where the present step leads back to, when it comes out otherwise; None where it does not."""
    steps = {step.key: step for step in definition(dossier).steps}
    here = steps.get(dossier.stage)
    return steps.get(here.back_to) if here else None


def stand_at(dossier: Dossier, step: Step) -> dict[str, Any]:
    """The columns of a dossier that stands at a step: a hamlet's work waits in that hamlet, all else in the commune."""
    in_hamlet = step.kind in HAMLET_KINDS
    return {
        "stage": step.key,
        "holder_role": step.role,
        "holder_unit_id": dossier.hamlet_id if in_hamlet and dossier.hamlet_id else dossier.commune_id,
        "assignee_id": None,
    }


def prepare_step(act: Act, step: Step) -> None:
    """A step of the hamlet begins with a task there; a second round, after a meeting that did not agree, with a new one."""
    if step.kind in HAMLET_KINDS and act.dossier.hamlet_id:
        HamletTask.objects.get_or_create(
            dossier=act.dossier,
            step=step.key,
            done_at=None,
            defaults={
                "commune_id": act.dossier.commune_id,
                "hamlet_id": act.dossier.hamlet_id,
                "kind": task_kind(step),
                "asked_at": act.at,
                "due_at": clock.task_due(act.dossier, step.key, act.at, act.dossier.due_at),
            },
        )
