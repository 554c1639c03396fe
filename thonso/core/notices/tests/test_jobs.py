"""Jobs: durable, once a key, tried again, dead in the end, fenced when the lease is lost, periodic without doubles."""

import pytest

from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run, worker
from thonso.core.notices.conf import LEASE_SECONDS
from thonso.core.notices.models import Job, Schedule
from thonso.core.notices.models.jobs import JobState
from thonso.core.notices.tests.conftest import COMMUNE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(jobs, "_handlers", {})
    monkeypatch.setattr(jobs, "_periods", {})


def enqueue(name="count", payload=None, **given):
    with transact(COMMUNE) as work:
        jobs.enqueue(work, name, payload, **given)
    return Job.objects.order_by("pk").last()


@pytest.fixture
def done():
    seen = []
    jobs.handler("count")(lambda job: seen.append(job.payload))
    return seen


def test_a_job_is_done_once_with_its_payload(done):
    job = enqueue(payload={"month": "2026-11"})
    assert worker.run_once().jobs == 1
    assert worker.run_once().jobs == 0
    job.refresh_from_db()
    assert done == [{"month": "2026-11"}]
    assert (job.state, job.progress, job.commune_id) == (JobState.DONE, 100, COMMUNE)


def test_what_is_rolled_back_is_never_done(done):
    def broken_off():
        with transact(COMMUNE) as work:
            jobs.enqueue(work, "count")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    worker.run_once()
    assert done == []


def test_the_same_key_is_the_same_job_even_when_it_is_done(done):
    for _ in range(3):
        enqueue(key="report:2026-11")
        worker.run_once()
    enqueue()
    enqueue()
    worker.run_once()
    assert len(done) == 3


def test_a_job_for_later_waits(done, clock):
    from datetime import timedelta

    from thonso.core.base.clock import now

    enqueue(run_after=now() + timedelta(hours=1))
    worker.run_once()
    assert done == []
    clock.forward(minutes=61)
    worker.run_once()
    assert len(done) == 1


def test_a_job_that_fails_is_tried_again_later_and_keeps_no_personal_value(clock):
    tries = []

    @jobs.handler("shaky")
    def shaky(job):
        tries.append(job.attempt)
        if job.attempt < 3:
            raise ValueError("Lý Thị Mai 015299001234")

    job = enqueue("shaky")
    for _ in range(5):
        worker.run_once()
        job.refresh_from_db()
        assert "Mai" not in job.last_error
        clock.forward(minutes=10)
    assert tries == [1, 2, 3]
    assert job.state == JobState.DONE


def test_a_poison_job_is_dead_in_the_end_and_the_others_go_on(done, clock):
    @jobs.handler("poison")
    def poison(job):
        raise RuntimeError

    bad = enqueue("poison")
    enqueue()
    for _ in range(20):
        worker.run_once()
        clock.forward(hours=1)
    bad.refresh_from_db()
    assert (bad.state, bad.attempts, bad.last_error) == (JobState.DEAD, 5, "fault: RuntimeError")
    assert len(done) == 1


def test_a_job_that_kills_its_worker_is_dead_in_the_end(done, clock):
    job = enqueue()
    for _ in range(job.max_attempts):
        assert len(jobs_run.claim()) == 1
        clock.forward(seconds=LEASE_SECONDS + 1)
    worker.run_once()
    job.refresh_from_db()
    assert (job.state, job.last_error) == (JobState.DEAD, "worker_gone")
    assert done == []


def test_a_job_that_says_it_is_hopeless_is_dead_at_once():
    @jobs.handler("hopeless")
    def hopeless(job):
        raise jobs.GiveUp("no such file")

    job = enqueue("hopeless")
    worker.run_once()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (JobState.DEAD, 1, "gave_up: no such file")


def test_a_job_nobody_knows_waits_for_a_worker_that_does(clock):
    job = enqueue("from.a.newer.version")
    worker.run_once()
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    seen = []
    jobs.handler("from.a.newer.version")(lambda running: seen.append(1))
    clock.forward(minutes=1)
    worker.run_once()
    assert seen == [1]


def test_a_worker_that_lost_its_lease_writes_nothing(clock):
    finished = []

    @jobs.handler("slow")
    def slow(job):
        clock.forward(seconds=LEASE_SECONDS + 1)  # it slept; another worker takes over
        (other,) = jobs_run.claim()
        assert other.token == job.token + 1
        with job.transact() as work:
            work.note("slow.done", Ref("system", job.id), Ref("job", job.id))
        finished.append(1)

    job = enqueue("slow")
    assert jobs_run.run(jobs_run.claim()[0]) == "lost"
    job.refresh_from_db()
    assert finished == []
    assert job.state == JobState.LEASED
    assert not Entry.objects.filter(verb="slow.done").exists()


def test_a_job_that_ends_after_its_lease_was_lost_does_not_touch_the_row(clock):
    @jobs.handler("slow")
    def slow(job):
        clock.forward(seconds=LEASE_SECONDS + 1)
        jobs_run.claim()

    job = enqueue("slow")
    assert jobs_run.run(jobs_run.claim()[0]) == "lost"
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.LEASED, 2)


def test_a_heartbeat_keeps_a_long_job_from_being_run_twice(clock):
    seen = []

    @jobs.handler("long")
    def long(job):
        for percent in range(0, 100, 10):
            clock.forward(seconds=LEASE_SECONDS - 5)
            job.beat(percent)
            seen.append(jobs_run.claim())

    job = enqueue("long")
    assert jobs_run.run(jobs_run.claim()[0]) == JobState.DONE
    assert seen == [[]] * 10
    job.refresh_from_db()
    assert job.attempts == 1


def test_what_a_job_writes_is_in_the_journal_of_its_commune():
    @jobs.handler("writes")
    def writes(job):
        with job.transact() as work:
            work.note("thing.made", Ref("system", job.id), Ref("thing", job.id))

    enqueue("writes")
    worker.run_once()
    assert Entry.objects.get(verb="thing.made").commune_id == COMMUNE


def test_a_periodic_job_is_put_in_the_queue_once_a_turn(done, clock):
    jobs.every(seconds=3600)("count")
    assert jobs.turn_schedules() == 1
    assert jobs.turn_schedules() == 0
    worker.run_once()
    clock.forward(minutes=59)
    assert jobs.turn_schedules() == 0
    clock.forward(minutes=2)
    assert jobs.turn_schedules() == 1
    worker.run_once()
    # Ten missed turns are one.
    clock.forward(hours=10)
    assert jobs.turn_schedules() == 1
    worker.run_once()
    assert len(done) == 3


def test_a_periodic_job_that_still_runs_is_not_doubled(done, clock):
    jobs.every(seconds=60)("count")
    jobs.turn_schedules()
    clock.forward(minutes=5)
    assert jobs.turn_schedules() == 0
    assert Job.objects.count() == 1


def test_a_changed_period_holds_at_once(done):
    jobs.every(seconds=86_400)("count")
    jobs.turn_schedules()
    worker.run_once()
    jobs.every(seconds=60)("count")
    assert jobs.turn_schedules() == 1
    assert Schedule.objects.get().every_seconds == 60


def test_the_key_is_one_in_each_commune(done):
    enqueue(key="a")
    with transact(new_id()) as work:
        jobs.enqueue(work, "count", key="a")
    assert Job.objects.count() == 2
