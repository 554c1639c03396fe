"""What the counter does by itself, on the worker's clock."""

from django.utils.translation import gettext_lazy as _

from thonso.core.access.actors import system_actor
from thonso.core.base.clock import now
from thonso.core.notices import jobs
from thonso.counter.models import Visit
from thonso.counter.services import visits

HOUSE = system_actor("worker")
EVERY = 15 * 60


@jobs.handler("counter.end_visits", title=_("Ending visits at the counter that were left open"))
def end_visits(job: jobs.Running) -> None:
    """One that somebody goes on with meanwhile is left alone (`visits.end_left_open`)."""
    for visit in Visit.objects.filter(ended_at=None, touched_at__lt=now() - visits.LEFT_OPEN):
        with job.transact(visit.commune_id) as work:
            visits.end_left_open(work, visit, HOUSE.ref)


jobs.every(seconds=EVERY)("counter.end_visits")
