"""The worker's side of jobs: claim, run with a heartbeat, write how it ended if the lease still holds."""

import json
import logging
import random
import threading
import traceback
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from thonso.core.base.clock import now
from thonso.core.notices import heartbeat, jobs, leases
from thonso.core.notices.conf import LEASE_SECONDS
from thonso.core.notices.models import Job
from thonso.core.notices.models.jobs import JobState
from thonso.core.notices.reasons import coded
from thonso.core.notices.rules import backoff

logger = logging.getLogger(__name__)
_roll = random.SystemRandom().random


@dataclass(frozen=True, slots=True)
class Ended:
    state: str
    error: str = ""
    wait: float = 0.0


def claim(limit: int = 1) -> list[Job]:
    return leases.claim(Job, "run_after", at=now(), seconds=LEASE_SECONDS, limit=limit)


def work_off(stop: threading.Event) -> int:
    """Do jobs one after another until none is due or `stop` is set; gives how many."""
    done = 0
    following = claim()
    while following:
        ended = _perform(following[0])
        done += 1
        # Writing the end and taking the next in one transaction saves every second wait for the disk.
        with transaction.atomic():
            _write(following[0], ended)
            following = [] if stop.is_set() else claim()
    return done


def run(job: Job) -> str:
    """Do one claimed job to its end; gives the state it went to, or 'lost' when another worker has it now."""
    return _write(job, _perform(job))


def _perform(job: Job) -> Ended | None:
    """None when the lease was lost on the way: then there is nothing to write."""
    known = jobs.registered(job.name)
    if known is None:
        # An older worker beside a newer server: leave it to one that knows. After all tries a person sees it.
        return _retry(job, coded("no_handler"))
    if job.attempts > job.max_attempts:
        # It was claimed again because its worker vanished every time: the job itself may be what kills them.
        return Ended(JobState.DEAD, coded("worker_gone"))
    running = jobs.Running(job.pk, job.name, job.commune_id, json.loads(job.payload), job.attempts, job.token)
    try:
        with heartbeat.of(running, known.longest):
            known.run(running)
    except jobs.LeaseLost:
        return None
    except jobs.GiveUp as error:
        return Ended(JobState.DEAD, coded("gave_up", error))
    except Exception as error:
        # Whatever a handler raises must not stop the worker. Its words may be personal: only the kind is kept.
        logger.error("job %s (%s) failed: %s", job.pk, job.name, _where(error))
        return _retry(job, coded("fault", type(error).__name__))
    return Ended(JobState.DONE)


def _where(error: Exception) -> str:
    """The kind of the error and the lines it came through, without its words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return f"{type(error).__name__} at " + " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))


def _retry(job: Job, error: str) -> Ended:
    if job.attempts >= job.max_attempts:
        return Ended(JobState.DEAD, error)
    return Ended(JobState.QUEUED, error, backoff(job.attempts, _roll))


def _write(job: Job, ended: Ended | None) -> str:
    if ended is None:
        return "lost"
    values: dict[str, Any] = {
        "state": ended.state,
        "last_error": ended.error,
        "run_after": now() + timedelta(seconds=ended.wait),
    }
    if ended.state == JobState.DONE:
        values |= {"progress": 100, "done_at": now()}
    if ended.state == JobState.DEAD:
        logger.warning("job %s (%s) needs attention: %s", job.pk, job.name, ended.error)
    mine = Job.objects.filter(pk=job.pk, token=job.token, state=JobState.LEASED)
    return ended.state if mine.update(**values) else "lost"
