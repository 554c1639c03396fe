"""What the hamlet has to do, and the names that it must know to do it."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.refs import Ref
from thonso.core.journal.services import record_read
from thonso.core.units.models import Unit
from thonso.dossiers import heir
from thonso.dossiers.access.dossiers import absent
from thonso.dossiers.models import HamletTask, Result
from thonso.dossiers.models.results import HELD
from thonso.dossiers.rules.states import State


def hamlet_of(actor: Actor) -> Unit | None:
    """The hamlet in which this person has a post today."""
    unit_id = next((g.unit_id for g in actor.grants if g.role in HAMLET_ROLES and g.unit_id), None)
    return Unit.objects.select_related("commune").filter(pk=unit_id).first() if unit_id else None


def hamlet_task(actor: Actor, task_id: UUID, action: str = "do") -> HamletTask:
    task = HamletTask.objects.filter(pk=task_id).select_related("dossier", "hamlet").first()
    if task is None:
        raise absent()
    policy.require(actor, action, task, words=absent().message)
    return task


def hamlet_tasks(actor: Actor) -> QuerySet[HamletTask]:
    """What the hamlet has to do now: nothing of dossiers that were withdrawn or stopped, or that wait for papers. A list
    that hangs stays in sight while its dossier waits: somebody must know why it is still there. `held`: a leader is to decide
    whether its result is taken back."""
    returns, hangs = Q(kind=HamletTask.Kind.RETURN), Q(kind=HamletTask.Kind.POSTING, started_at__isnull=False)
    rows = HamletTask.objects.filter(policy.visible(actor, "read", HamletTask), done_at=None)
    rows = rows.filter(
        (returns & Q(dossier__state=State.COMPLETED))
        | (~returns & Q(dossier__state=State.PROCESSING))
        | (hangs & Q(dossier__state=State.SUPPLEMENT))
    )
    held = Result.objects.filter(stands_for__dossier=OuterRef("dossier"), **HELD)
    return rows.annotate(held=Exists(held)).select_related("dossier", "hamlet").order_by("due_at", "id")


def owner_of_result(actor: Actor, task: HamletTask) -> str:
    """To whom the result of this task (that has been loaded already, and so authorised) is given, as an entry in the journal;
    '' once it has been given."""
    if task.done_at:
        return ""
    record_read(task.commune_id, actor.ref, Ref("hamlet_task", task.pk), f"dossier {task.dossier.code}")
    return heir.named(task.dossier)
