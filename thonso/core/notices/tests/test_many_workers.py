"""Many workers at once on PostgreSQL: every message and job is taken by exactly one."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run, outbox, services, worker
from thonso.core.notices.models import InAppNotice, Job, OutboxMessage, Schedule, State
from thonso.core.notices.tests.conftest import COMMUNE

pytestmark = pytest.mark.postgres
ABOUT = Ref("dossier", new_id())


@pytest.fixture(autouse=True)
def _only_here(committed):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def at_once(count, work):
    """Run `work` in `count` threads that begin together, each with a connection of its own."""
    gate = threading.Barrier(count)

    def one(_):
        try:
            gate.wait(timeout=30)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def fill(count, channel="inapp"):
    with transact(COMMUNE) as work:
        services.queue_many(
            work,
            [
                services.Message(
                    channel,
                    new_id() if channel == "inapp" else f"09{n:08d}"[:10].replace("090", "091"),
                    "dossier_received",
                    {"code": "TS-1"},
                    f"k{n}",
                    ABOUT,
                )
                for n in range(count)
            ],
        )


def test_eight_workers_claim_every_message_exactly_once():
    fill(800)

    def claim_all():
        mine = []
        while got := outbox.claim(17):
            mine += [message.pk for message in got]
        return mine

    claimed = Counter(pk for mine in at_once(8, claim_all) for pk in mine)
    assert len(claimed) == 800
    assert set(claimed.values()) == {1}
    assert set(OutboxMessage.objects.values_list("token", flat=True)) == {1}


def test_a_claim_never_takes_more_than_it_asked_for():
    fill(100)
    assert all(len(got) <= 7 for got in at_once(6, lambda: outbox.claim(7)))
    assert OutboxMessage.objects.filter(state=State.LEASED).count() <= 42


def test_six_workers_deliver_notices_once():
    fill(600)
    at_once(6, lambda: worker.run_once().messages)
    assert InAppNotice.objects.count() == 600
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}


def test_sms_by_four_workers_reach_the_gateway_once_each(gateway):
    gateway.remembers = False
    fill(300, "sms")
    count = OutboxMessage.objects.count()
    at_once(4, lambda: worker.run_once(concurrency=2).messages)
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}
    assert len(gateway.delivered) == len({message["key"] for message in gateway.delivered}) == count


def test_one_job_a_worker_and_one_turn_of_a_schedule(monkeypatch):
    monkeypatch.setattr(jobs, "_handlers", {})
    monkeypatch.setattr(jobs, "_periods", {})
    seen = []
    jobs.handler("count")(lambda job: seen.append(job.id))
    with transact(COMMUNE) as work:
        for _ in range(200):
            jobs.enqueue(work, "count")

    def run_all():
        while got := jobs_run.claim(3):
            for job in got:
                jobs_run.run(job)

    at_once(6, run_all)
    assert len(seen) == len(set(seen)) == 200
    jobs.every(seconds=3600)("count")
    assert sum(at_once(6, jobs.turn_schedules)) == 1
    assert Job.objects.filter(state="queued").count() == 1
    assert Schedule.objects.count() == 1


def test_the_same_key_from_many_at_once_is_one_message():
    about = Ref("dossier", new_id())

    def queue():
        with transact(COMMUNE) as work:
            services.queue(
                work, channel="sms", to="0912345678", template="refused", context={"code": "T"}, key="k", about=about
            )

    at_once(8, queue)
    assert OutboxMessage.objects.count() == 1
