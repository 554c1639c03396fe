"""How fast the outbox and the jobs go on the database of THONSO_DATABASE_URL, which must be empty and of its own.

THONSO_DATABASE_URL=sqlite:////path/x.sqlite3 python -m thonso.core.notices.tests.throughput [COUNT]
"""

import json
import os
import sys
import time
from collections.abc import Callable


def figures(count: int) -> dict[str, int]:
    """Each figure is per second. One transaction a message for `queue`, one in all for `queue_many`."""
    from django.conf import settings

    from tests.servers.sms_gateway import SECRET, SmsGateway
    from thonso.core.base.clock import now
    from thonso.core.base.ids import new_id
    from thonso.core.base.refs import Ref
    from thonso.core.journal.work import transact
    from thonso.core.notices import jobs, services, worker
    from thonso.core.notices.models import Schedule
    from thonso.core.notices.tests.conftest import COMMUNE

    about = Ref("dossier", new_id())
    context = {"code": "TS-7K2M-9QPD"}
    found: dict[str, int] = {}

    def measure(name: str, amount: int, work: Callable[[], object]) -> None:
        began = time.perf_counter()
        work()
        found[name] = round(amount / (time.perf_counter() - began))

    def queue_each() -> None:
        for n in range(count):
            with transact(COMMUNE) as work:
                services.queue(
                    work,
                    channel="inapp",
                    to=new_id(),
                    template="dossier_received",
                    context=context,
                    key=str(n),
                    about=about,
                )

    def queue_all(channel: str, amount: int) -> None:
        with transact(COMMUNE) as work:
            services.queue_many(
                work,
                [
                    services.Message(
                        channel,
                        new_id() if channel == "inapp" else f"09{10000000 + n}",
                        "dossier_received",
                        context,
                        f"many{n}",
                        about,
                    )
                    for n in range(amount)
                ],
            )

    def enqueue_each() -> None:
        for _ in range(count):
            with transact(COMMUNE) as work:
                jobs.enqueue(work, "test.nothing")

    def bare_commits() -> None:
        Schedule.objects.create(name="bare", every_seconds=1, next_at=now())
        for n in range(count):
            Schedule.objects.update(every_seconds=n + 1)
        Schedule.objects.all().delete()

    # What the disk gives now, to read the others by: one row changed a transaction.
    measure("bare_commits", count, bare_commits)
    jobs.handler("test.nothing")(lambda job: None)
    measure("queue", count, queue_each)
    measure("drain_inapp", count, lambda: worker.run_once(concurrency=4))
    measure("queue_many", count, lambda: queue_all("inapp", count))
    worker.run_once()
    some = min(count, 500)
    with SmsGateway() as gateway:
        settings.SMS_URL, settings.SMS_SECRET, settings.OUT_ALLOW = gateway.url, SECRET, ["127.0.0.1"]
        queue_all("sms", some)
        measure("drain_sms", some, lambda: worker.run_once(concurrency=8))
        assert len(gateway.delivered) == some
    measure("enqueue_job", count, enqueue_each)
    measure("drain_jobs", count, worker.run_once)
    return found


if __name__ == "__main__":
    import django

    os.environ["THONSO_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "thonso.config.settings"
    django.setup()
    from thonso.core.notices.tests.standalone import prepare

    prepare()
    print(json.dumps(figures(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)))
