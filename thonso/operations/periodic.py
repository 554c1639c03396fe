"""The worker looks at the journal every day, and tells the administrators when it is not what was written."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thonso.core.access.models import Assignment
from thonso.core.base.clock import now, today
from thonso.core.base.refs import Ref
from thonso.core.notices import jobs
from thonso.core.notices.services import Message, queue_many
from thonso.operations import verifying

logger = logging.getLogger(__name__)
SECONDS = 86_400
# A tail of two days: a turn that was missed is made up for by the next.
TAIL = timedelta(days=2)


@jobs.handler("operations.verify", title=_("Checking that the journal is what was written"))
def verify(job: jobs.Running) -> None:
    """Triggers, and the chains from the last anchor of two days ago on. The whole of it is `thonso verify`."""
    parts = [verifying.triggers(), verifying.chains(since=now() - TAIL)]
    wrong = sum(part.wrong for part in parts)
    if not wrong:
        return
    for part in parts:
        for words in part.faults:
            logger.error("%s: %s", part.name, words)
    with job.transact() as work:
        work.note("journal.fault_found", Ref("system", job.id), Ref("journal", job.commune_id), facts={"count": wrong})
        for commune_id, account_id in administrators():
            # Once a day for as long as it lasts.
            key, about = f"integrity:{today().isoformat()}", Ref("journal", commune_id)
            message = Message("inapp", account_id, "integrity_fault", {"count": str(wrong)}, key, about)
            queue_many(work, [message], commune_id=commune_id)


def administrators() -> list[tuple[UUID, UUID]]:
    """(commune, account) of everybody who is administrator today."""
    day = today()
    held = Assignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), role="administrator", valid_from__lte=day, account__is_active=True
    )
    rows = held.order_by("commune_id", "account_id").values_list("commune_id", "account_id").distinct()
    return [(commune_id, account_id) for commune_id, account_id in rows if commune_id]


jobs.every(seconds=SECONDS)("operations.verify")
