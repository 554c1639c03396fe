"""A dossier's dates: when it must be received, when it is due, and why. All counting is done by `core.workdays`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from thonso.core.base.clock import now, today
from thonso.core.workdays import rules as workdays
from thonso.core.workdays.services import calendar_for
from thonso.dossiers.models import Dossier, HamletTask, Pause
from thonso.dossiers.requirements import clock_rule, definition
from thonso.dossiers.rules import hamlet_dates
from thonso.dossiers.rules.states import FOR_APPLICANT, State

# Reception has its own clock (practice.md 13; the figure is from memory: cần xác minh).
RECEPTION = workdays.Rule("hours", 8)


def pauses_of(dossier: Dossier) -> tuple[workdays.Pause, ...]:
    return tuple(workdays.Pause(p.start, p.end) for p in sorted(dossier.pauses.all(), key=lambda p: p.start))


def reception_due(commune_id: UUID, filed_at: datetime) -> datetime | None:
    return workdays.due(filed_at, RECEPTION, (), calendar_for(commune_id))


def reply_due(dossier: Dossier, asked_at: datetime) -> datetime | None:
    """Until when the papers asked for at that hour are to be supplied; None where the law sets no date."""
    days = definition(dossier).supplement.answer_within_days
    rule = workdays.Rule("working_days", days) if days else None
    return workdays.due(asked_at, rule, (), calendar_for(dossier.commune_id)) if rule else None


def due(
    dossier: Dossier, pauses: Iterable[workdays.Pause] | None = None, *, extended: int | None = None
) -> datetime | None:
    """The hour the result is due, or None before reception and while the clock stands; a date that had been missed when it
    began to stand is still that date. Extensions move it on: as many working days as were granted, or as `extended` says.

    The clock of an appointment starts at its hour: nothing can be done before.
    """
    start = dossier.appointed_at or dossier.received_at
    if start is None:
        return None
    stretches = tuple(pauses) if pauses is not None else pauses_of(dossier)
    rule = clock_rule(dossier) if extended is None else replace(clock_rule(dossier), extended=extended)
    return workdays.due(start, rule, stretches, calendar_for(dossier.commune_id))


def stands(dossier: Dossier) -> bool:
    """Whether the days are not counted now: it waits for its applicant, and the procedure says that this takes no time."""
    return dossier.status in FOR_APPLICANT and any(one.end is None for one in dossier.pauses.all())


def promised(dossier: Dossier) -> datetime | None:
    """The hour that was promised last, also while the clock stands and when the dossier ended while it stood."""
    ran = [
        workdays.Pause(one.start, one.end)
        for one in dossier.pauses.all()
        if one.end not in {None, dossier.completed_at}
    ]
    return dossier.due_at or due(dossier, sorted(ran, key=lambda one: one.start))


def due_if_received(dossier: Dossier) -> datetime | None:
    """The hour that would be promised if it were received now."""
    return workdays.due(now(), clock_rule(dossier), (), calendar_for(dossier.commune_id))


def columns(dossier: Dossier, pauses: Iterable[workdays.Pause] | None = None) -> dict[str, Any]:
    """`due_at` and `act_by` as they follow from the dossier's present state."""
    due_at = due(dossier, pauses)
    act_by = due_at
    if dossier.status is State.SUBMITTED:
        act_by = reception_due(dossier.commune_id, waiting_since(dossier))
    elif dossier.status is State.SUPPLEMENT:
        asked = dossier.events.filter(kind="ask_supplement").order_by("-seq").first()
        act_by = reply_due(dossier, asked.at) if asked else None
        due_at = due_at if dossier.received_at else dossier.due_at  # a reception that was late when they were asked for
    elif dossier.status is State.ACCEPTED and dossier.appointed_at and not dossier.served_at_once:
        act_by = dossier.appointed_at
    return {"due_at": due_at, "act_by": act_by}


def waiting_since(dossier: Dossier) -> datetime:
    """Since when it waits to be received: its filing, the hour its missing papers came, or its reception was cancelled."""
    last = dossier.events.filter(kind__in=["filed", "supply", "cancel_reception"]).order_by("-seq").first()
    return last.at if last and last.kind != "filed" else dossier.filed_at


def explain(dossier: Dossier) -> workdays.Explanation | None:
    """'Vì sao ngày này?': every day from reception on, counted or skipped, with its reason; None before reception."""
    if dossier.received_at is None or (dossier.appointed_at and not dossier.served_at_once):
        return None  # the day of an appointment was agreed on, not counted
    calendar = calendar_for(dossier.commune_id)
    return workdays.explain(dossier.received_at, clock_rule(dossier), pauses_of(dossier), calendar, until=today())


def limit(dossier: Dossier) -> datetime | None:
    """What the office has to keep now: the date of the result, or of reception; while it waits for its applicant a date
    that was missed before, else none."""
    return dossier.act_by if dossier.status is State.SUBMITTED else dossier.due_at


def missed(dossier: Dossier, at: datetime) -> datetime | None:
    """The office's date that has passed by `at`; it stays with the dossier, whatever is done with it then."""
    found = limit(dossier)
    return found if found is not None and at > found else None


def redate_tasks(dossier: Dossier, due_at: datetime | None) -> None:
    """What the hamlet still has to do is due in time for the steps after it."""
    for task in dossier.hamlet_tasks.filter(done_at=None).exclude(kind=HamletTask.Kind.RETURN):
        HamletTask.objects.filter(pk=task.pk).update(due_at=task_due(dossier, task.step, task.asked_at, due_at))


def task_due(dossier: Dossier, key: str, asked: datetime, due_at: datetime | None) -> datetime | None:
    steps, calendar = definition(dossier).steps, calendar_for(dossier.commune_id)
    anew = dossier.hamlet_tasks.filter(step=key, done_at__lte=asked).exists()
    return hamlet_dates.task_due(steps, key, asked=asked, due=due_at, calendar=calendar, anew=anew)


def resumed(dossier: Dossier, back: State, at: datetime) -> dict[str, Any]:
    """The clock runs on from `at`: the pause ends, and the dates are those of the state the dossier goes back to."""
    close_pause(dossier, at)
    waiting, dossier.state = dossier.state, back.value
    dates = columns(dossier)
    dossier.state = waiting
    redate_tasks(dossier, dates["due_at"])
    return dates


def open_pause(dossier: Dossier, at: datetime, reason: str = "supplement") -> None:
    Pause.objects.create(dossier=dossier, start=at, reason=reason)


def close_pause(dossier: Dossier, at: datetime) -> None:
    Pause.objects.filter(dossier=dossier, end=None).update(end=at)
