"""Rate limits: atomic over processes, first by what is tried, last by address."""

import threading

import pytest
from django.db import connection, connections
from django.test import RequestFactory

from thonso.core.access import limits
from thonso.core.access.models import RateWindow
from thonso.core.base import append_only
from thonso.core.base.errors import TooMany

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    at = [1_800_000_000.0]
    monkeypatch.setattr(limits, "_now", lambda: at[0])
    return at


def test_the_limit_holds_and_ends_with_the_window(clock):
    for _ in range(3):
        limits.hit("k", 3, 60)
    with pytest.raises(TooMany) as refusal:
        limits.hit("k", 3, 60)
    assert refusal.value.retry_after == 60
    clock[0] += 59
    with pytest.raises(TooMany):
        limits.hit("k", 3, 60)
    clock[0] += 1
    limits.hit("k", 3, 60)


def test_one_key_does_not_touch_another(clock):
    limits.hit("a", 1, 60)
    limits.hit("b", 1, 60)
    with pytest.raises(TooMany):
        limits.hit("a", 1, 60)


def test_a_right_try_is_taken_back(clock):
    for _ in range(10):
        limits.hit("k", 1, 60)
        limits.forgive("k", 60)


def test_nothing_of_the_key_is_kept(clock):
    limits.hit("code:+84912345678", 3, 60)
    (row,) = RateWindow.objects.all()
    assert "912345678" not in row.key


def test_old_windows_are_swept(clock):
    limits.hit("k", 1, 60)
    clock[0] += 3600
    assert limits.sweep() == 1


def test_a_forwarded_address_counts_only_behind_our_own_proxy(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.5"})
    settings.TRUSTED_PROXIES = 0
    assert limits.client_ip(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert limits.client_ip(request) == "203.0.113.5", "what the client wrote before it is not believed"
    settings.TRUSTED_PROXIES = 5
    assert limits.client_ip(request) == "10.0.0.1"


def test_nonsense_as_an_address_does_not_break_anything(settings):
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "<script>"})
    assert limits.client_ip(request) == "0.0.0.0"


def test_an_ipv6_household_is_one_address():
    one = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3::1")
    other = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:ffff::9")
    assert limits.network(one) == limits.network(other)


@pytest.fixture
def _flushable(transactional_db):
    yield
    append_only.remove()


@pytest.mark.postgres
@pytest.mark.usefixtures("_flushable")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a race needs PostgreSQL")
def test_of_a_hundred_tries_at_once_exactly_the_limit_passes():
    passed, lock = [], threading.Lock()

    def go():
        try:
            limits.hit("race", 30, 3600)
        except TooMany:
            return
        finally:
            connections.close_all()
        with lock:
            passed.append(1)

    threads = [threading.Thread(target=go) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 30
