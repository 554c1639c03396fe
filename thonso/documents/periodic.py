"""What documents do by themselves: whoever has a task is told that its day comes, and with the leader that it has passed."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thonso.core.base.clock import today
from thonso.core.journal.work import Work
from thonso.core.notices import jobs
from thonso.documents.models import DocumentTask
from thonso.documents.routing import leader_of
from thonso.documents.telling import tell

EVERY: Final = 3600
BEFORE: Final = timedelta(days=1)
LATE_AGAIN: Final = timedelta(days=7)
"""Ours: told when it is late, and once a week as long as it is."""


@jobs.handler("documents.remind", title=_("Telling whose documents are due or late"))
def remind(job: jobs.Running) -> None:
    """Each in a transaction of its own; what was told today is not told again today."""
    day = today()
    soon = Q(due_on__gte=day, due_on__lte=day + BEFORE, reminded_on=None)
    late = Q(due_on__lt=day) & (
        Q(reminded_on=None) | Q(reminded_on__lte=F("due_on")) | Q(reminded_on__lte=day - LATE_AGAIN)
    )
    rows = DocumentTask.objects.filter(soon | late, state="open", incoming__state="directed")
    for task in rows.select_related("incoming", "instruction", "account").order_by("due_on", "id"):
        with job.transact(task.commune_id) as work:
            claimed = DocumentTask.objects.filter(pk=task.pk, state="open", reminded_on=task.reminded_on)
            if claimed.update(reminded_on=day):
                _tell(work, task, late=task.due_on is not None and task.due_on < day)


def _tell(work: Work, task: DocumentTask, *, late: bool) -> None:
    assert task.due_on is not None  # both questions ask for a day
    whom: dict[UUID, str] = {task.account_id: "document_late" if late else "document_due"}
    if late:
        whom.setdefault(leader_of(task.instruction), "document_late_with")
    for who, template in whom.items():
        more = {"name": task.account.full_name} if template == "document_late_with" else {}
        key = f"{task.pk}:{task.reminded_on or ''}"
        tell(work, task.incoming, who, template, key, due=f"{task.due_on:%d/%m/%Y}", **more)


jobs.every(seconds=EVERY)("documents.remind")
