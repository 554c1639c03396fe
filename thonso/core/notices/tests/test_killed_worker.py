"""A worker is really killed (SIGKILL) in the middle of a message and of a job; another has done both within 30 seconds."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.servers.sms_gateway import SECRET, SmsGateway

ROOT = Path(__file__).resolve().parents[4]


def start(env, *arguments):
    command = [sys.executable, "-m", "thonso.core.notices.tests.standalone", *arguments]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def run(env, *arguments):
    process = start(env, *arguments)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return said


def until(seconds, true):
    """Wait for something to become true; gives how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.1)
    return time.monotonic() - began


def walk(url, folder):
    marks = folder / "marks"
    marks.touch()
    # The gateway takes the message over and says nothing: the worker is killed while it waits for the answer. It is one
    # that would send the same key again, so that only asking first keeps the person from getting it twice.
    with SmsGateway(remembers=False) as gateway:
        env = os.environ | {
            "THONSO_MODE": "test",
            "THONSO_DATABASE_URL": url,
            "THONSO_DATA": str(folder),
            "THONSO_SMS_URL": gateway.url,
            "THONSO_SMS_SECRET": SECRET,
            "THONSO_OUT_ALLOW": "127.0.0.1",
        }
        gateway.then("ok_then_hang")
        if url.startswith("sqlite"):
            run(env, "prepare")
        run(env, "queue", "0912345678", str(marks))
        first = start(env, "worker")
        second = None
        try:
            until(60, lambda: gateway.tries and marks.read_text())
            first.send_signal(signal.SIGKILL)
            first.wait(timeout=10)
            killed = time.monotonic()
            second = start(env, "worker")
            until(60, lambda: gateway.asked and marks.read_text().count("begun") == 2)
            took = time.monotonic() - killed
            until(20, lambda: finished(json.loads(run(env, "state"))))
            found = json.loads(run(env, "state"))
        finally:
            for process in (first, second):
                if process:
                    process.kill()
                    process.wait(timeout=10)
        assert took <= 30, f"taken again after {took:.1f} s"
        assert found["message"] == ["sent", 2]
        assert found["job"] == ["done", 2]
        assert found["marked"] == 1
        assert gateway.count(found["id"]) == 1
        assert gateway.faults == []


def finished(found):
    return found["message"][0] == "sent" and found["job"][0] == "done"


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.own_clock
def test_on_sqlite_the_work_of_a_killed_worker_is_done_within_thirty_seconds(tmp_path):
    walk(f"sqlite:///{tmp_path}/kill.sqlite3", tmp_path)


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.own_clock
@pytest.mark.postgres
def test_on_postgresql_the_work_of_a_killed_worker_is_done_within_thirty_seconds(committed, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    made = connection.settings_dict
    at = f"{made['HOST']}:{made['PORT']}" if made["HOST"] else ""
    walk(f"postgresql://{made['USER']}@{at}/{made['NAME']}", tmp_path)


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.own_clock
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_ends_clean(tmp_path, told):
    env = os.environ | {
        "THONSO_MODE": "test",
        "THONSO_DATABASE_URL": f"sqlite:///{tmp_path}/stop.sqlite3",
        "THONSO_DATA": str(tmp_path),
    }
    run(env, "prepare")
    command = [sys.executable, "-m", "thonso.config.cli", "worker"]
    worker = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        # Its own periodic jobs show that it works.
        until(60, lambda: periodic_done(tmp_path))
        worker.send_signal(told)
        _, complaints = worker.communicate(timeout=10)
    finally:
        worker.kill()
    assert worker.returncode == 0
    assert "Traceback" not in complaints


def periodic_done(folder):
    with sqlite3.connect(f"file:{folder}/stop.sqlite3?mode=ro", uri=True, timeout=5) as rows:
        return rows.execute("SELECT count(*) FROM notices_job WHERE state = 'done'").fetchone()[0] >= 2
