"""Every day the worker looks at the end of the journal; what is wrong there reaches the administrators, once a day."""

from datetime import timedelta
from uuid import uuid4

import pytest

from thonso.core.base import append_only, clock
from thonso.core.base.refs import Ref
from thonso.core.journal import services as journal
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run, worker
from thonso.core.notices.models import InAppNotice, Job

pytestmark = pytest.mark.django_db
ME = Ref("account", uuid4())


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA = tmp_path


def act(commune_id, times=1):
    for _turn in range(times):
        with transact(commune_id) as work:
            work.note("x.done", ME, Ref("x", uuid4()))


def look():
    Job.objects.create(
        commune_id=jobs.home_commune(), name="operations.verify", run_after=clock.now(), created_at=clock.now()
    )
    for job in jobs_run.claim(20):
        assert jobs_run.run(job) == "done"
    worker.run_once()
    return list(InAppNotice.objects.filter(template="integrity_fault").values_list("account_id", flat=True))


def change(seq):
    append_only.remove()
    Entry.objects.filter(seq=seq).update(body="{}")
    append_only.install()


def test_a_whole_journal_troubles_nobody(cast, bat_xat):
    act(bat_xat.commune.pk, 3)
    journal.anchor_all()
    assert look() == []


def test_a_changed_entry_reaches_the_administrator_once_a_day(cast, bat_xat):
    act(bat_xat.commune.pk, 3)
    last = Entry.objects.filter(commune_id=bat_xat.commune.pk).latest("seq").seq
    change(last)
    assert look() == [cast["quantri"].pk]
    assert look() == [cast["quantri"].pk]
    with clock.at(clock.now() + timedelta(days=1)):
        assert look() == [cast["quantri"].pk] * 2


def test_a_missing_trigger_reaches_the_administrator(cast, bat_xat):
    append_only.remove()
    try:
        assert look() == [cast["quantri"].pk]
    finally:
        append_only.install()


def test_only_the_tail_is_walked(bat_xat):
    """What is older than the last anchor of two days ago was looked at before; `thonso verify` walks it all."""
    commune_id = bat_xat.commune.pk
    with clock.at(clock.now() - timedelta(days=5)):
        act(commune_id, 5)
        journal.anchor_all()
    act(commune_id, 2)
    report = journal.verify(commune_id, since=clock.now() - timedelta(days=2))
    assert (report.entries, report.faults) == (2, [])
    change(Entry.objects.filter(commune_id=commune_id).latest("seq").seq - 1)
    assert journal.verify(commune_id, since=clock.now() - timedelta(days=2)).faults
