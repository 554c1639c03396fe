"""`thonso worker --once`, the start-up checks, and what is removed when it is old."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from thonso.core.base.clock import now
from thonso.core.base.ids import new_id
from thonso.core.notices import checks, jobs, jobs_run, periodic, worker
from thonso.core.notices.models import DeliveryAttempt, Job, OutboxMessage, Schedule, State

pytestmark = pytest.mark.django_db


def test_the_worker_does_what_is_due_and_says_what(gateway, queued):
    queued()
    out = StringIO()
    call_command("worker", "--once", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["messages"] == 1
    assert said["jobs"] >= 2
    assert len(gateway.delivered) == 1


def test_the_installations_own_jobs_have_handlers_and_run(tmp_path, settings):
    settings.DATA = tmp_path
    own = set(jobs._periods)
    assert own >= {"journal.anchor", "notices.tidy", "files.recheck", "files.sweep"}
    call_command("worker", "--once", stdout=StringIO())
    assert set(Job.objects.values_list("name", "state")) == {(name, "done") for name in own}
    assert Schedule.objects.count() == len(own)


def test_phone_numbers_are_kept_ninety_days_and_what_is_stuck_stays(gateway, queued):
    gateway.then("ok", "bad_number")
    old, stuck, fresh = queued(key="a"), queued(key="b"), queued(key="c")
    worker.run_once()
    long_ago = now() - periodic.KEEP_MESSAGES - timedelta(days=1)
    OutboxMessage.objects.filter(pk__in=[old.pk, stuck.pk]).update(created_at=long_ago)
    states = dict(OutboxMessage.objects.values_list("pk", "state"))
    gone = {pk for pk in (old.pk, stuck.pk) if states[pk] == State.SENT}
    Job.objects.create(commune_id=new_id(), name="notices.tidy", run_after=now(), created_at=now())
    for job in jobs_run.claim(5):
        assert jobs_run.run(job) == "done"
    assert set(OutboxMessage.objects.values_list("pk", flat=True)) == {old.pk, stuck.pk, fresh.pk} - gone
    assert len(gone) == 1
    assert DeliveryAttempt.objects.count() == 3


def test_a_gateway_without_a_good_secret_does_not_start(settings, monkeypatch):
    settings.SMS_URL = "https://sms.example.vn/v1"
    monkeypatch.setenv("THONSO_SMS_SECRET", "short")
    assert [error.id for error in checks.channels(None)] == ["notices.E002"]
    monkeypatch.setenv("THONSO_SMS_SECRET", "0123456789abcdefghijklmnopqrstuvwxyz")
    assert checks.channels(None) == []


def test_a_gateway_in_the_open_does_not_start(settings):
    settings.SMS_URL, settings.SMS_SECRET = "http://sms.example.vn/v1", "0123456789abcdefghijklmnopqrstuvwxyz"
    settings.TEST = False
    assert [error.id for error in checks.channels(None)] == ["notices.E001"]


@pytest.mark.parametrize("url", ["mail.example.vn", "http://mail.example.vn", "smtp://"])
def test_a_mail_server_that_is_none_does_not_start(settings, url):
    settings.SMTP_URL = url
    assert [error.id for error in checks.channels(None)] == ["notices.E003"]
