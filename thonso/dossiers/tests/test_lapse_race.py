"""Two workers at once close a dossier once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run
from thonso.core.notices.models import Job
from thonso.core.notices.models.jobs import JobState
from thonso.dossiers.tests.test_lapse import closings
from thonso.dossiers.tests.test_supplement import asked
from thonso.dossiers.tests.world import MONDAY, World

pytestmark = pytest.mark.postgres


def test_two_workers_at_once_close_it_once(committed_world: World) -> None:
    """Each believes that it is alone, as after a lease that was lost and not yet noticed."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    world = committed_world
    with clock.at(MONDAY):
        done = [asked(world) for _n in range(4)]
    with clock.at(world.dossier(done[0]).act_by + timedelta(days=1)):
        with transact(world.commune_id) as work:
            for _n in range(2):
                jobs.enqueue(work, "dossiers.lapse")
        taken, gate, at = jobs_run.claim(2), threading.Barrier(2), clock.now()

        def one(job: Job) -> str:
            try:
                gate.wait(timeout=30)
                with clock.at(at):
                    return jobs_run.run(job)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(one, taken)) == [JobState.DONE, JobState.DONE]
    for filed in done:
        assert (world.dossier(filed).state, closings(filed)) == ("expired", 1)
