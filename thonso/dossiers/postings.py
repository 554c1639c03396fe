"""Lists that hang in public: until when, who objected, and what the office found when it looked into that."""

from django.db.models import Prefetch

from thonso.core.base.clock import local, now
from thonso.core.web.words import moment
from thonso.core.workdays.services import calendar_for
from thonso.dossiers.hamlet_reports import report_of
from thonso.dossiers.models import Dossier, Event, HamletTask
from thonso.procedures.definition import Step

RECHECK_DAYS = 7  # working days, where a definition does not say


def hangs_until(dossier: Dossier, step: Step | None) -> str:
    """Until when, in words, the list of this dossier still has to hang at the seat of the committee: whole working days from
    the one after it came to that step. "" when it need not."""
    if step is None or step.kind != "board" or not step.working_days:
        return ""
    came = [one for one in dossier.events.all() if one.changes.get("stage") == step.key]
    if not came:
        return ""
    last = max(came, key=lambda one: one.seq)
    ends = calendar_for(dossier.commune_id).closing_after(local(last.at).date(), step.working_days)
    return moment(ends) if now() < ends else ""


def recheck_by(dossier: Dossier, step: Step | None) -> str:
    """Until when, in words, the objections to the list of the hamlet are to be looked into, counted from the day on which
    they came to the office. "" where nobody objected, or the step is no re-check."""
    last = _came_down_last(dossier) if step is not None and step.is_recheck else None
    if step is None or last is None or last.done_at is None or not objections(dossier):
        return ""
    days = step.working_days or RECHECK_DAYS
    return moment(calendar_for(dossier.commune_id).closing_after(local(last.done_at).date(), days))


def objections(dossier: Dossier) -> str:
    """Who objected to the list that came down last, in the words of the hamlet; "" where nobody did."""
    last = _came_down_last(dossier)
    return str(report_of(last).get("objections") or "").strip() if last else ""


def _came_down_last(dossier: Dossier) -> HamletTask | None:
    tasks = [one for one in dossier.hamlet_tasks.all() if one.kind == HamletTask.Kind.POSTING and one.done_at]
    return max(tasks, key=lambda one: (one.done_at, one.pk), default=None)


# For a list of dossiers, so that each need not ask.
RECHECKS = Prefetch("events", Event.objects.filter(kind="recheck"), to_attr="rechecks")


def recheck_of(dossier: Dossier) -> Event | None:
    """The last re-check: what it came to counts in place of the review."""
    found = getattr(dossier, "rechecks", None)
    if found is None:
        found = [event for event in dossier.events.all() if event.kind == "recheck"]
    return max(found, key=lambda one: one.seq, default=None)
