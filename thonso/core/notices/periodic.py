"""What the installation does by itself again and again, for the parts below this one, which know nothing of jobs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thonso.core.access.models import Assignment
from thonso.core.base.clock import local, now, today
from thonso.core.files import jobs as files
from thonso.core.journal import services as journal
from thonso.core.notices import jobs
from thonso.core.notices.models import DemoMessage, InAppNotice, Job, OutboxMessage, State
from thonso.core.notices.models.jobs import JobState
from thonso.core.notices.services import Message, queue_many
from thonso.core.signatures import standing
from thonso.core.signatures.models import SigningKey

# A phone number is kept as long as somebody may ask whether the message went out, and no longer.
KEEP_MESSAGES = timedelta(days=90)
KEEP_READ_NOTICES = timedelta(days=365)
KEEP_JOBS = timedelta(days=30)
_STEP = 1000


@jobs.handler("journal.anchor", title=_("Signing the head of the journal and writing it outside"))
def anchor(job: jobs.Running) -> None:
    journal.anchor_all()


@jobs.handler("notices.tidy", title=_("Removing old messages"))
def tidy(job: jobs.Running) -> None:
    """Removes what is settled and old, in steps, so that nobody waits for the write lock."""
    old = now() - KEEP_MESSAGES
    _in_steps(job, OutboxMessage.objects.filter(state__in=[State.SENT, State.CANCELLED], created_at__lt=old))
    _in_steps(job, InAppNotice.objects.filter(read_at__lt=now() - KEEP_READ_NOTICES))
    ended = [JobState.DONE, JobState.CANCELLED]
    _in_steps(job, Job.objects.filter(state__in=ended, created_at__lt=now() - KEEP_JOBS))
    _in_steps(job, DemoMessage.objects.filter(at__lt=now() - KEEP_JOBS))


@jobs.handler("files.recheck", title=_("Showing waiting files to the scanner again"))
def recheck_files(job: jobs.Running) -> None:
    files.recheck()


@jobs.handler("files.sweep", title=_("Removing files that nobody took"))
def sweep_files(job: jobs.Running) -> None:
    files.sweep()


@jobs.handler("signatures.warn", title=_("Telling whose signing certificate ends soon"))
def warn_of_keys(job: jobs.Running) -> None:
    """Looked at every day, told once a key: whoever signs with it, and the administrators, who register the next one."""
    for key in standing.ending_soon():
        context = {"holder": key.name, "day": local(key.valid_to).strftime("%d/%m/%Y")}
        with job.transact(key.commune_id) as work:
            queue_many(
                work,
                (
                    Message("inapp", account_id, "key_ending", context, f"key-ending:{key.pk}", key.ref)
                    for account_id in _concerned(key)
                ),
            )


def _concerned(key: SigningKey) -> set[UUID]:
    """The key's owner, or for the seal the clerk who puts it; and the administrators."""
    day = today()
    whose = Q(role="administrator") | (Q(account=key.account_id) if key.account_id else Q(role="clerk"))
    held = Assignment.objects.filter(
        whose, Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day, account__is_active=True
    )
    return set(held.filter(commune_id=key.commune_id).values_list("account_id", flat=True))


def _in_steps(job: jobs.Running, rows: Any) -> None:
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:_STEP]):
        rows.model.objects.filter(pk__in=ids).delete()
        job.beat()


jobs.every(seconds=3600)("journal.anchor")
jobs.every(seconds=86_400)("notices.tidy")
jobs.every(seconds=86_400)("signatures.warn")
jobs.every(seconds=files.RECHECK_SECONDS)("files.recheck")
jobs.every(seconds=files.SWEEP_SECONDS)("files.sweep")
