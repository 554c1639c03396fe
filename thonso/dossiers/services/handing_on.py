"""What somebody has in hand goes on when the post is no longer theirs: back to its common queue, or to a named colleague.

At once when a post is ended or an account locked (`post.ended`); what ends by its date, or when the days of standing in
are over, is found by the worker (`periodic.take_back`).
"""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import ngettext

from thonso.core.access.actors import Actor
from thonso.core.access.models import Assignment
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.clock import today
from thonso.core.base.ids import stable_id
from thonso.core.journal.work import Work
from thonso.dossiers import holders
from thonso.dossiers.models import Dossier, Event, HamletTask
from thonso.dossiers.queues import OPEN
from thonso.dossiers.rules.states import State
from thonso.dossiers.services import assist
from thonso.dossiers.services.hands import at_work, can_go_on
from thonso.dossiers.services.moves import Act, write


def told(assignment: Assignment) -> str:
    """How many dossiers of this post its holder has in hand, or for the last who holds a post of a hamlet what the hamlet has
    to do; '' for none."""
    if assignment.role in HAMLET_ROLES:
        tasks = 0 if _others_there(assignment) else _of_hamlet(assignment).count()
        words = ngettext("%(count)d task of the hamlet", "%(count)d tasks of the hamlet", tasks) % {"count": tasks}
        return words if tasks else ""
    count = _of(assignment).count()
    return ngettext("%(count)d open dossier", "%(count)d open dossiers", count) % {"count": count} if count else ""


def _others_there(assignment: Assignment) -> bool:
    """Whether another one holds a post of the same hamlet today."""
    rows = Assignment.objects.filter(holders.running(today()), role__in=HAMLET_ROLES, unit=assignment.unit_id)
    return rows.exclude(account=assignment.account_id).exists()


def _of_hamlet(assignment: Assignment) -> QuerySet[HamletTask]:
    """What a hamlet has still to do, of dossiers that wait for it."""
    states = [State.PROCESSING, State.COMPLETED, State.SUPPLEMENT]
    return HamletTask.objects.filter(hamlet=assignment.unit_id, done_at=None, dossier__state__in=states)


def _of(assignment: Assignment) -> QuerySet[Dossier]:
    return Dossier.objects.filter(
        OPEN,
        commune_id=assignment.commune_id,
        holder_role=assignment.role,
        assignee_id=assignment.account_id,
    )


def post_ended(
    work: Work, account: UUID, by: Actor, assignment: Assignment | None = None, successor: UUID | None = None
) -> None:
    """To the successor what was in hand in this post; all else of which the person holds the post no more to its queue.
    What was begun for a citizen in it is closed."""
    if assignment is not None and successor is not None:
        for dossier in _of(assignment).select_related("commune", "hamlet"):
            # What is about the colleague's own household is for somebody else.
            _pass_on(work, by, dossier, None if successor in holders.excluded(dossier, [successor]) else successor)
    left_behind(work, by, account)
    assist.close_without_post(work, by)


def left_behind(work: Work, by: Actor, account_id: UUID) -> int:
    """Give back to the common queue what is named as this account's and it cannot do: it does not hold the post today, or
    what it is about is its own household."""
    actor = at_work(account_id)
    rows = Dossier.objects.filter(OPEN, commune_id=work.commune_id, assignee_id=account_id)
    found = [one for one in rows.select_related("commune", "hamlet") if not can_go_on(actor, one.holder_role, one)]
    for dossier in found:
        _pass_on(work, by, dossier, None)
    return len(found)


def _pass_on(work: Work, by: Actor, dossier: Dossier, to: UUID | None) -> Event:
    """Not by the table: it is no decision about the dossier, and holds for what waits for papers or to be fetched too."""
    once = stable_id("post.ended", f"{dossier.pk}:{dossier.revision}")
    facts = {"why": "post_ended", "to": "colleague" if to else "queue"}
    return write(Act(work, by, dossier, once), "assign", {"assignee_id": to}, facts=facts)


def accounts_to_look_at() -> list[tuple[UUID, UUID]]:
    """(commune, account) of everybody who has a dossier in hand: of few people even where there are many dossiers."""
    rows = Dossier.objects.filter(OPEN, assignee_id__isnull=False).order_by("commune_id", "assignee_id")
    return [
        (commune, account) for commune, account in rows.values_list("commune_id", "assignee_id").distinct() if account
    ]
