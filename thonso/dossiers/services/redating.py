"""A day off came or went, or office hours changed: every open date it touches is counted again, and people are told."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access.actors import system_actor
from thonso.core.base.clock import HANOI
from thonso.core.base.ids import new_id
from thonso.core.base.prepared import insert
from thonso.core.journal.work import Work
from thonso.core.workdays.models import Holiday
from thonso.core.workdays.services import Moved, Report
from thonso.dossiers.models import Dossier, Event, HamletTask
from thonso.dossiers.requirements import has_hamlet_work
from thonso.dossiers.rules.states import OPEN
from thonso.dossiers.services import clock, hamlet
from thonso.dossiers.services.moves import Act, build_event, note

LONGEST = 60  # letters of the reason in a message


def days_off_changed(work: Work, dates: list[date], commune_id: UUID | None, report: Report) -> None:
    """In the transaction of the change itself, so that no date of the old calendar is ever read beside the new one."""
    rows, why = touched(dates, commune_id).prefetch_related("pauses", "parties"), reason(dates, commune_id)
    moved, events = [], []
    for dossier in rows.iterator(chunk_size=500):
        if (found := _redate(work, dossier, why)) is not None:
            moved.append(found[0])
            events.append(found[1])
    insert(events)
    lists = [task for task, _was, new in _hanging_otherwise(commune_id) if _hang_until(task, new)]
    if moved:
        work.publish("dossier.redated", dossiers=moved, why=why, report=report)
    if lists:
        work.publish("posting.redated", tasks=lists, why=why, report=report)


def _redate(work: Work, dossier: Dossier, why: str) -> tuple[Dossier, Event] | None:
    """The dossier with its dates counted again and the event that says so, None when they stay. Read anew when a colleague
    was faster: what she wrote is not overwritten, and her date is counted by the new calendar too.
    """
    while dossier.status in OPEN and dossier.completed_at is None:
        new = clock.columns(dossier)
        if (new["due_at"], new["act_by"]) == (dossier.due_at, dossier.act_by):
            return None
        was = shown(dossier.due_at, dossier.act_by)
        if Dossier.objects.filter(pk=dossier.pk, revision=dossier.revision).update(**new, revision=F("revision") + 1):
            if has_hamlet_work(dossier):
                clock.redate_tasks(dossier, new["due_at"])
            dossier.due_at, dossier.act_by = new["due_at"], new["act_by"]
            dossier.revision += 1
            facts = {"before": was.isoformat(), "after": shown(**new).isoformat(), "why": why}
            act = Act(work, system_actor("calendar"), dossier, new_id())
            note(act, "redate", dossier.state)
            return dossier, build_event(act, "redate", dossier.state, {}, facts=facts)
        dossier = Dossier.objects.get(pk=dossier.pk)
    return None


def shown(due_at: datetime | None, act_by: datetime | None) -> datetime:
    """The date that people know a dossier by: what is to be returned, else until when somebody has to act."""
    found = due_at or act_by
    if found is None:
        raise ValueError("a dossier without a date cannot have been counted again")
    return found


def would_move(dates: list[date], commune_id: UUID | None) -> list[Moved]:
    """Open dossiers that a change of these dates moves, with the date before and after. Called while the calendar is
    supposed to have changed already; writes nothing."""
    found = []
    for dossier in touched(dates, commune_id).prefetch_related("pauses").order_by("act_by", "pk") if dates else ():
        new = clock.columns(dossier)
        if (new["due_at"], new["act_by"]) != (dossier.due_at, dossier.act_by):
            found.append(Moved(dossier.code, shown(dossier.due_at, dossier.act_by), shown(**new)))
    return found


def would_hang(dates: list[date], commune_id: UUID | None) -> list[Moved]:
    """Lists in hamlet houses that would come down on another day; as `would_move`."""
    return [Moved(task.dossier.code, was, new) for task, was, new in _hanging_otherwise(commune_id)]


def touched(dates: list[date], commune_id: UUID | None = None) -> QuerySet[Dossier]:
    """Open dossiers whose dates may lie on the other side of one of `dates`."""
    rows = Dossier.objects.filter(state__in=[state.value for state in OPEN], completed_at=None)
    if commune_id:
        rows = rows.filter(commune_id=commune_id)
    # Only what is not yet past its date by then can move; a week of slack covers roll-overs.
    start = datetime.combine(min(dates), time.min, tzinfo=HANOI) - timedelta(days=7)
    return rows.exclude(act_by__lt=start)


def hanging(commune_id: UUID | None) -> Iterable[HamletTask]:
    """Lists that hang in a hamlet house now."""
    rows = HamletTask.objects.filter(kind=HamletTask.Kind.POSTING, done_at=None).exclude(started_at=None)
    if commune_id:
        rows = rows.filter(commune_id=commune_id)
    return rows.select_related("dossier")


def _hanging_otherwise(commune_id: UUID | None) -> Iterator[tuple[HamletTask, datetime, datetime]]:
    """Those that come down at another hour by the calendar of now, with the hour until now and the new one."""
    for task in hanging(commune_id):
        assert task.started_at is not None
        assert task.ends_at is not None
        ends = hamlet.comes_down(task, task.started_at)
        if ends != task.ends_at:
            yield task, task.ends_at, ends


def _hang_until(task: HamletTask, ends: datetime) -> bool:
    """Not where the hamlet has taken the list down meanwhile."""
    task.ends_at = ends
    return bool(HamletTask.objects.filter(pk=task.pk, done_at=None).update(ends_at=ends))


def reason(dates: list[date], commune_id: UUID | None) -> str:
    """Why the dates moved, in a few words: the day off by its name, the day worked after all, or the calendar."""
    day = min(dates)
    if len(dates) > 1:
        return _("office calendar from %(day)s") % {"day": f"{day:%d/%m}"}
    mine = Q(commune_id=commune_id) | Q(commune_id=None)
    found = Holiday.objects.filter(mine, date=day).order_by("commune_id").last()
    if found is None or found.state == Holiday.State.REMOVED:
        return _("no day off on %(day)s") % {"day": f"{day:%d/%m}"}
    shown = found.name if len(found.name) <= LONGEST - 6 else f"{found.name[: LONGEST - 7]}…"
    return f"{shown} {day:%d/%m}"
