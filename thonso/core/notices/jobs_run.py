"""The worker's side of jobs: claim, run with a heartbeat, and write how it ended if the lease still holds."""

import json
import logging
import random
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, connection

from thonso.core.base.clock import now
from thonso.core.notices import jobs, leases
from thonso.core.notices.conf import LEASE_SECONDS
from thonso.core.notices.models import Job
from thonso.core.notices.models.jobs import JobState
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


def run(job: Job) -> str:
    """Do one claimed job to its end; gives the state it went to, or 'lost' when another worker has it now."""
    known = jobs.registered(job.name)
    if known is None:
        # An older worker beside a newer server: leave it to one that knows. After all tries a person sees it.
        return _write(job, _retry(job, "no handler of this name in this worker"))
    if job.attempts > job.max_attempts:
        # It was claimed again because its worker vanished every time: the job itself may be what kills them.
        return _write(job, Ended(JobState.DEAD, "its worker vanished each time it was tried"))
    running = jobs.Running(job.pk, job.name, job.commune_id, json.loads(job.payload), job.attempts, job.token)
    try:
        with _Heartbeat(running, known.longest):
            known.run(running)
    except jobs.LeaseLost:
        return "lost"
    except jobs.GiveUp as error:
        return _write(job, Ended(JobState.DEAD, str(error)[:300]))
    except Exception as error:
        # Whatever a handler raises must not stop the worker. The message may hold personal values: only the kind is kept.
        logger.exception("job %s (%s) failed", job.pk, job.name)
        return _write(job, _retry(job, type(error).__name__))
    return _write(job, Ended(JobState.DONE))


def _retry(job: Job, error: str) -> Ended:
    if job.attempts >= job.max_attempts:
        return Ended(JobState.DEAD, error)
    return Ended(JobState.QUEUED, error, backoff(job.attempts, _roll))


def _write(job: Job, ended: Ended) -> str:
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


class _Heartbeat:
    """Extends the lease from a thread of its own while the handler works, but no longer than the handler may take."""

    def __init__(self, running: jobs.Running, longest: float) -> None:
        self._running, self._longest, self._over = running, longest, threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"beat {running.name}", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(timeout=5)

    def _beat(self) -> None:
        pause, spent = LEASE_SECONDS / 3, 0.0
        try:
            while not self._over.wait(pause):
                spent += pause
                if spent > self._longest:
                    logger.warning("job %s runs too long; its lease is left to end", self._running.name)
                    return
                try:
                    close_old_connections()
                    self._running.beat()
                except jobs.LeaseLost:
                    return
                except Exception:
                    logger.exception("heartbeat of %s", self._running.name)
        finally:
            connection.close()
