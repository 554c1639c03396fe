"""Run by the kill test in processes of their own: `python -m thonso.core.notices.tests.standalone COMMAND …`.

prepare | queue PHONE | count FILE | worker | state     The database is that of THONSO_DATABASE_URL.
"""

import json
import os
import sys
import threading

import django


class NoMigrations(dict):  # type: ignore[type-arg]
    def __contains__(self, item: object) -> bool:
        return True

    def __getitem__(self, item: str) -> None:
        return None


def prepare() -> None:
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)


def queue(phone: str, marks: str) -> None:
    from thonso.core.base.ids import new_id
    from thonso.core.base.refs import Ref
    from thonso.core.journal.work import transact
    from thonso.core.notices import jobs, services
    from thonso.core.notices.tests.conftest import COMMUNE

    about = Ref("dossier", new_id())
    with transact(COMMUNE) as work:
        context = {"code": "TS-7K2M-9QPD"}
        services.queue(
            work, channel="sms", to=phone, template="dossier_received", context=context, key="kill", about=about
        )
        jobs.enqueue(work, "test.marks", {"file": marks}, key="kill")


def worker() -> None:
    from thonso.core.notices import jobs
    from thonso.core.notices import worker as workers

    # The installation's own periodic jobs have nothing to do here.
    jobs._periods.clear()

    @jobs.handler("test.marks")
    def marks(job: jobs.Running) -> None:
        """The first worker leaves its mark and hangs; the next one comes to the end."""
        with open(job.payload["file"], "a") as out:
            out.write(f"begun {os.getpid()}\n")
        if job.attempt == 1:
            threading.Event().wait(300)
        with job.transact() as work:
            from thonso.core.base.refs import Ref

            work.note("test.marked", Ref("system", job.id), Ref("job", job.id))

    workers.run(threading.Event(), concurrency=2)


def state() -> None:
    from thonso.core.journal.models import Entry
    from thonso.core.notices.models import Job, OutboxMessage

    message, job = OutboxMessage.objects.get(key__startswith="kill"), Job.objects.get(key="kill")
    found = {
        "id": str(message.pk),
        "message": [message.state, message.attempts],
        "job": [job.state, job.attempts],
        "marked": Entry.objects.filter(verb="test.marked").count(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    os.environ["THONSO_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "thonso.config.settings"
    django.setup()
    {"prepare": prepare, "queue": queue, "worker": worker, "state": state}[sys.argv[1]](*sys.argv[2:])
