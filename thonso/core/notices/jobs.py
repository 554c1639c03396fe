"""Durable jobs: rows in our own database, claimed for a limited time, kept alive by a heartbeat, fenced by a token.

    @jobs.handler("journal.anchor")
    def anchor(job: jobs.Running) -> None: ...

    jobs.every(seconds=3600)("journal.anchor")
    jobs.enqueue(work, "reports.monthly", {"month": "2026-11"}, key="reports:2026-11")

A job may be run more than once (its worker died, its lease was lost): let it write through `job.transact()`, which
commits nothing for a worker that no longer holds the job.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from thonso.core.base.clock import now
from thonso.core.base.ids import new_id, stable_id
from thonso.core.journal.work import Work, transact
from thonso.core.notices import nudge
from thonso.core.notices.conf import LEASE_SECONDS
from thonso.core.notices.models import Job, Schedule
from thonso.core.notices.models.jobs import JobState


class LeaseLost(Exception):
    """Another worker has the job now: stop, and change nothing more."""


class GiveUp(Exception):
    """Raised by a handler: trying again will not help. The job goes where a person sees it at once."""


@dataclass(slots=True)
class Running:
    """A job in the hands of one worker."""

    id: UUID
    name: str
    commune_id: UUID
    payload: dict[str, Any]
    attempt: int
    token: int
    _deadline: float = field(default_factory=lambda: time.monotonic() + LEASE_SECONDS)
    _gone: threading.Event = field(default_factory=threading.Event)

    def beat(self, progress: int | None = None) -> None:
        """Say that the work goes on, and how far it is (per cent). Raises LeaseLost. The worker beats by itself too."""
        values: dict[str, Any] = {"heartbeat_at": now(), "run_after": now() + timedelta(seconds=LEASE_SECONDS)}
        if progress is not None:
            values["progress"] = max(0, min(100, progress))
        if not self._mine().update(**values):
            self._gone.set()
            raise LeaseLost(self.name)
        self._deadline = time.monotonic() + LEASE_SECONDS

    @property
    def lost(self) -> bool:
        """True once the lease is gone; a long loop looks at it and stops."""
        return self._gone.is_set() or time.monotonic() > self._deadline

    @contextmanager
    def transact(self, commune_id: UUID | None = None) -> Iterator[Work]:
        """A journal transaction that commits only while this worker holds the job; else LeaseLost, nothing kept.

        `commune_id`: whose affair it is, when a job of the whole installation goes through many communes.
        """
        with transact(commune_id or self.commune_id) as work:
            # Taking the row at the start keeps others from claiming the job until this transaction ends.
            self.beat()
            yield work
            # And once more at the end, so that a long transaction does not end with a lease that is over.
            self.beat()

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.id, token=self.token, state=JobState.LEASED)


class Handler(Protocol):
    def __call__(self, job: Running) -> None: ...


@dataclass(frozen=True, slots=True)
class Registered:
    run: Callable[[Running], None]
    attempts: int
    longest: float
    title: Any = ""


_handlers: dict[str, Registered] = {}
_periods: dict[str, int] = {}


def handler(
    name: str, *, attempts: int = 5, longest: float = 3600.0, title: Any = ""
) -> Callable[[Callable[[Running], None]], Callable[[Running], None]]:
    """Register what does the job `name`.

    After `longest` seconds the worker stops beating for it, so that one that hangs is taken over; after `attempts` tries
    it waits for a person, who reads `title`.
    """

    def register(run: Callable[[Running], None]) -> Callable[[Running], None]:
        _handlers[name] = Registered(run, attempts, longest, title)
        return run

    return register


def every(*, seconds: int) -> Callable[[str], None]:
    """Run a job again and again: `every(seconds=3600)("journal.anchor")`. Missed turns are not made up for."""

    def register(name: str) -> None:
        _periods[name] = seconds

    return register


def registered(name: str) -> Registered | None:
    return _handlers.get(name)


def enqueue(
    work: Work,
    name: str,
    payload: Mapping[str, Any] | None = None,
    *,
    run_after: datetime | None = None,
    key: str | None = None,
) -> None:
    """Put a job in the queue, in the caller's transaction. The same `key` in a commune is the same job, done or not."""
    _insert(work.commune_id, name, payload or {}, run_after or work.at, key)


def _insert(commune_id: UUID, name: str, payload: Mapping[str, Any], run_after: datetime, key: str | None) -> None:
    known = _handlers.get(name)
    job = Job(
        id=new_id(),
        commune_id=commune_id,
        name=name,
        key=key,
        payload=json.dumps(dict(payload), ensure_ascii=False, default=str),
        run_after=run_after,
        max_attempts=known.attempts if known else 5,
        created_at=now(),
    )
    Job.objects.bulk_create([job], ignore_conflicts=key is not None)
    transaction.on_commit(nudge.ring)


def home_commune() -> UUID:
    """Where jobs of the installation itself are kept: its own commune, or the zero id on a server of many."""
    code = settings.COMMUNE_CODE
    return stable_id("commune", code) if code else UUID(int=0)


def turn_schedules() -> int:
    """Put in the queue what is due again; of many workers one does it. A job that has not ended is not doubled."""
    at, made = now(), 0
    kept = {row.name: row for row in Schedule.objects.filter(name__in=_periods)}
    for name, seconds in _periods.items():
        row = kept.get(name)
        waiting = row is not None and row.next_at > at and row.every_seconds == seconds
        if not waiting and _take_turn(name, seconds, at, kept):
            made += 1
    return made


def _take_turn(name: str, seconds: int, at: datetime, kept: Mapping[str, Schedule]) -> bool:
    upcoming = at + timedelta(seconds=seconds)
    with transaction.atomic():
        # A name that is new, or whose period is another since the last version, is due now.
        if name not in kept:
            Schedule.objects.bulk_create(
                [Schedule(name=name, every_seconds=seconds, next_at=at)], ignore_conflicts=True
            )
        due = Schedule.objects.filter(Q(next_at__lte=at) | ~Q(every_seconds=seconds), name=name)
        if not due.update(next_at=upcoming, every_seconds=seconds):
            return False
        if Job.objects.filter(commune_id=home_commune(), name=name, state__in=["queued", "leased"]).exists():
            return False
        _insert(home_commune(), name, {}, at, f"every:{name}:{int(at.timestamp() * 1000)}")
    return True
