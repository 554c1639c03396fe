"""What is kept for a record that is not settled, and for how long: its photos are not swept while it waits; what its phone
has not touched for THONSO_DRAFT_DAYS goes like any other form that nobody will send (`dossiers/tidying.py`)."""

from datetime import timedelta
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from thonso.core.access.actors import system_actor
from thonso.core.base.clock import now
from thonso.core.base.refs import Ref
from thonso.core.notices import jobs
from thonso.offline.models import SealedBlob, SealedRecord
from thonso.offline.services import discarding

SECONDS = 3600
_BATCH = 500


def held_uploads(ids: list[UUID]) -> set[UUID]:
    rows = SealedBlob.objects.filter(upload__in=ids, record__state__in=SealedRecord.OPEN)
    return set(rows.values_list("upload", flat=True))


@jobs.handler("offline.tidy", title=_("Removing what phones began and nobody will send"))
def tidy(job: jobs.Running) -> None:
    # What was sent and waits for a photo, or to be mended, is no draft: somebody was promised it.
    old = SealedRecord.objects.filter(
        state=SealedRecord.State.DRAFT, changed_at__lt=now() - timedelta(days=settings.DRAFT_DAYS)
    )
    while found := list(old.order_by("commune_id", "pk")[:_BATCH]):
        gone = 0
        for commune_id, rows in groupby(found, key=lambda record: record.commune_id):
            with job.transact(commune_id) as work:
                for record in rows:
                    if discarding.remove(work, record):
                        gone += 1
                        who = system_actor("worker").ref
                        work.note("sealed_record.removed", who, Ref("sealed_record", record.pk))
        if not gone:
            return


jobs.every(seconds=SECONDS)("offline.tidy")
